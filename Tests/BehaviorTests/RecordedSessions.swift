import Behavior
import Foundation

/// Payloads that the agent really sent, from browsers driven by tools and by a person's kind of input at the level of
/// the operating system.
enum RecordedSessions {
    private struct Payload: Decodable {
        struct Field: Decodable {
            var index: Int
            var hash: String
            var kind: String
        }

        var events: [String: [Int]]?
        var fields: [Field]?
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/observations").standardizedFileURL

    /// The names of the sessions that someone or something acted in.
    static var names: [String] {
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "json" }.map { $0.deletingPathExtension().lastPathComponent }
            .filter { (try? trace($0).hasInteraction) == true }.sorted()
    }

    static func trace(_ name: String) throws -> InteractionTrace {
        let data = try Data(contentsOf: folder.appending(path: "\(name).json"))
        let payload = try JSONDecoder().decode(Payload.self, from: data)
        var trace = InteractionTrace()
        trace.append(streams: payload.events ?? [:])
        trace.append(fields: (payload.fields ?? []).map { ($0.index, $0.hash, $0.kind) })
        return trace
    }
}
