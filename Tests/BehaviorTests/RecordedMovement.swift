import Behavior
import Foundation

/// Movement with what the training script made of it: a person's and three generators'.
struct RecordedMovement: Decodable {
    /// The events as the agent sends them.
    var events: [String: [Int]]
    /// The logarithm of the odds by the script.
    var logOdds: Double

    private enum CodingKeys: String, CodingKey {
        case events
        case logOdds = "log_odds"
    }

    static let names = ["person", "windmouse", "minimum_jerk_bent", "humancursor"]

    static func named(_ name: String) throws -> RecordedMovement {
        let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "../Fixtures/movement/\(name).json").standardizedFileURL
        return try JSONDecoder().decode(RecordedMovement.self, from: Data(contentsOf: file))
    }

    var trace: InteractionTrace {
        var trace = InteractionTrace()
        trace.append(streams: events)
        return trace
    }
}
