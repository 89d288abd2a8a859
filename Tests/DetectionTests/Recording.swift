import Foundation
import OrderedJSON

/// Sessions that the agent recorded in real browsers, driven by tools and by a person's kind of input.
enum Recording {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/observations")

    /// What was sent, with the `request` that brought it beside the fields of the payload.
    static func named(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: folder.appending(path: "\(name).json")))
    }

    static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
}
