import ArgumentParser
import CollectProtocol
import Detection
import Evidence
import OrderedJSON
import Sessions

/// How long it takes from what is kept of a session to its assessment: inflating, decoding, judging.
struct Decisions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Time the way from kept evidence to a decision.")

    @Option(help: "What recordings.py wrote.")
    var sessions: String

    @Option(help: "How often each session is judged.")
    var rounds = 500

    func run() throws {
        let recordings = try RecordedSession.read(sessions)
        var all: [Double] = []
        var decode: [Double] = []
        var perSession: [(name: String, times: [Double], batches: Int, bytes: Int)] = []
        for recording in recordings {
            let request = recording.request
            let kept = recording.payloads.map(\.compressed)
            var times: [Double] = []
            for _ in 0..<rounds {
                let start = ContinuousClock.now
                let payloads = try kept.map { try Payload(parsing: BatchFrame.inflate($0)) }
                let evidence = Evidence(request: request, payloads: payloads)
                let decoded = ContinuousClock.now
                let assessment = Assessment(judging: evidence)
                let end = ContinuousClock.now
                precondition(assessment.riskScore >= 0)
                times.append((end - start).seconds * 1e3)
                decode.append((decoded - start).seconds * 1e3)
            }
            all += times
            perSession.append(
                (recording.name, times.sorted(), kept.count, recording.payloads.reduce(0) { $0 + $1.text.count }))
        }
        all.sort()
        decode.sort()
        Benchmark.report {
            $0.field("evaluations", all.count)
            $0.field("p50_ms", Self.percentile(50, of: all))
            $0.field("p99_ms", Self.percentile(99, of: all))
            $0.field("longest_ms", all[all.count - 1])
            $0.field("decode_p50_ms", Self.percentile(50, of: decode))
            $0.key("sessions")
            $0.array { rows in
                for session in perSession {
                    rows.object {
                        $0.field("name", session.name)
                        $0.field("batches", session.batches)
                        $0.field("bytes", session.bytes)
                        $0.field("p50_ms", Self.percentile(50, of: session.times))
                        $0.field("p99_ms", Self.percentile(99, of: session.times))
                    }
                }
            }
        }
    }

    private static func percentile(_ percent: Int, of sorted: [Double]) -> Double {
        sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }
}
