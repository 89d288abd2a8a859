import Foundation
import OrderedJSON

/// Movement of a person and of a library that makes movement, as a browser would have reported it.
enum RecordedHands {
    static let person: SignalCase.Edit = { $0[payload: "events.pointer"] = pointer(of: "person") }
    static let program: SignalCase.Edit = { $0[payload: "events.pointer"] = pointer(of: "windmouse") }

    private static func pointer(of name: String) -> JSONValue? {
        let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/movement/\(name).json")
        return try? JSONValue(parsing: Data(contentsOf: file))["events"]?["pointer"]
    }
}
