import Foundation
import OrderedJSON

/// The golden vectors, which lie beside the repository and are no part of it.
enum Vectors {
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../../shared/contract/sealed-token").standardizedFileURL

    static let areThere = FileManager.default.fileExists(atPath: folder.path)

    static func read(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: "\(name).json"))))
    }
}
