import ArgumentParser
import Hummingbird
import Logging

/// The least that the framework can do for a request, for comparison.
struct Hello: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve a greeting with Hummingbird and nothing else.")

    @Option(help: "The port to listen on, on the loopback interface.")
    var port: Int

    func run() async throws {
        let router = Router()
        router.get("/") { _, _ in "Hello" }
        var logger = Logger(label: "hello")
        logger.logLevel = .warning
        try await Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger
        ).runService()
    }
}
