import Behavior
import Foundation

/// Prints what the pointer model is given of recorded traces, so that training looks at them through the code that
/// serves. Each line read is `{"streams": {"pointer": […], …}}`, the events of a session as the agent sends them; each
/// line written is `{"windows": {"8": [[…], …], "0": [[…]]}}`, by strokes in a window, 0 for the whole session.
@main
struct Main {
    private struct Session: Decodable {
        var streams: [String: [Int]]
    }

    private struct Answer: Encodable {
        var windows: [String: [[Double]]] = [:]
        var logOdds: Double?
        var digests: [String] = []
        var repeats = 0
    }

    static func main() throws {
        if CommandLine.arguments.dropFirst().first == "names" {
            print(MovementVector.names.joined(separator: "\n"))
            return
        }
        let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()
        while let line = readLine() {
            let session = try decoder.decode(Session.self, from: Data(line.utf8))
            var trace = InteractionTrace()
            trace.append(streams: session.streams)
            let whole = MovementVector(trace)
            var answer = Answer()
            answer.logOdds = MovementScore(trace)?.logOdds
            answer.digests = MovementDigest.digests(of: trace).map { String($0, radix: 16) }
            answer.repeats = trace.features.pointer.strokes.repeats
            answer.windows["0"] = whole.map { [$0.values] } ?? []
            for size in sizes where size > 0 {
                answer.windows[String(size)] = MovementVector.windows(of: trace, strokes: size).map(\.values)
            }
            print(String(decoding: try encoder.encode(answer), as: UTF8.self))
        }
    }
}
