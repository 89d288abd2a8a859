import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import OrderedJSON

/// The load generator: whole sessions over HTTP on the loopback interface, from one thread.
///
/// It does as little as a client may. Requests are put together ahead but for what the handshake decides, payloads are
/// compressed once, and each connection keeps one key pair; what is left for each session is one key agreement and the
/// encryption of its batches.
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run whole sessions against a server.")

    @Option(help: "The server's port on the loopback interface.")
    var port: Int

    @Option(help: "A publishable key.")
    var key: String

    @Option(help: "What recordings.py wrote.")
    var sessions: String

    @Option(help: "Sessions at the same time, each on a connection of its own.")
    var connections = 64

    @Option(help: "How long no new session is begun after.")
    var seconds: Double = 5

    @Option(help: "Stop after so many sessions.")
    var most = Int.max

    func run() async throws {
        let recordings = try RecordedSession.read(sessions)
        let plans = recordings.map { SessionPlan($0, key: key, host: "localhost:\(port)") }
        let tally = SessionTally(until: .now + .seconds(seconds), most: most)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let start = ContinuousClock.now
        let processorStart = Benchmark.processorSeconds
        try await withThrowingTaskGroup(of: Void.self) { [port] tasks in
            for number in 0..<connections {
                let plan = plans[number % plans.count]
                tasks.addTask {
                    let channel = try await ClientBootstrap(group: group)
                        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                        .channelInitializer { channel in
                            channel.eventLoop.makeCompletedFuture {
                                try channel.pipeline.syncOperations.addHandler(SessionDriver(plan, tally))
                            }
                        }.connect(host: "127.0.0.1", port: port).get()
                    try await channel.closeFuture.get()
                }
            }
            try await tasks.waitForAll()
        }
        let elapsed = (ContinuousClock.now - start).seconds
        try await group.shutdownGracefully()
        let outcome = tally.outcome
        if let failure = outcome.failure { throw ValidationError("A session failed: \(failure)") }
        let token = try outcome.lastAnswer.flatMap {
            try JSONValue(parsing: $0.readableBytesView)["data"]?["sealed_token"]?.string
        }
        Benchmark.report {
            $0.field("sessions", outcome.sessions)
            $0.field("seconds", elapsed)
            $0.field("sessions_per_second", Double(outcome.sessions) / elapsed)
            $0.field("generator_cpu_us", (Benchmark.processorSeconds - processorStart) / Double(outcome.sessions) * 1e6)
            $0.field("last_session", outcome.last)
            // Version 1 has a byte of version, a nonce of 12 and a tag of 16 around what is sealed.
            $0.field("token_bytes", token.flatMap { Data(base64Encoded: $0) }.map { $0.count - 29 })
        }
    }
}
