import Foundation
import OrderedJSON

/// Files of the repository, and of the contract beside it.
enum Workspace {
    private static let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file of the contract; nil where it is not there.
    static func contract(_ name: String) throws -> JSONValue? {
        let folder = repository.deletingLastPathComponent().appending(path: "shared/contract")
        guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
        return try JSONValue(parsing: data, maximumDepth: 64)
    }

    /// Whether the contract is there.
    static let hasContract = (try? contract("session.example.json")) ?? nil != nil

    static func recording(_ name: String) throws -> JSONValue {
        let file = repository.appending(path: "Tests/Fixtures/observations/\(name).json")
        return try JSONValue(parsing: Data(contentsOf: file))
    }
}
