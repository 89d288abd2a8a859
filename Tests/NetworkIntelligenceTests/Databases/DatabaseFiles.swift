import Foundation
import OrderedJSON

@testable import NetworkIntelligence

/// Test databases that nobody on this project made; they lie beside the repository and are no part of it.
enum DatabaseVectors {
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../../../shared/vectors/maxmind").standardizedFileURL

    static let areThere = FileManager.default.fileExists(atPath: folder.path)

    static func path(_ name: String) -> String { folder.appending(path: "test-data/\(name).mmdb").path }

    static func bytes(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: path(name)))) }

    /// The records that a database was made from, each with its network, in the order of the file.
    static func source(_ name: String) throws -> [(network: AddressBlock, record: JSONValue)] {
        let text = try Data(contentsOf: folder.appending(path: "source-data/\(name).json"))
        return try JSONValue(parsing: Array(text)).array.map { entries in
            entries.flatMap { $0.object ?? [] }.compactMap { entry in AddressBlock(entry.key).map { ($0, entry.value) }
            }
        } ?? []
    }
}

/// A folder for the files of one test; it goes when the test ends.
final class ScratchFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "tripline-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8], _ name: String = "test.mmdb") throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }

    /// Names of what is in the folder.
    var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

    /// Opens a database of these bytes.
    func open(_ bytes: [UInt8]) throws -> MaxMindDatabase {
        try MaxMindDatabase(path: write(bytes), scratchFolder: path)
    }

    /// Why bytes are refused; nil when they are not.
    func refusal(_ bytes: [UInt8]) throws -> DatabaseError? {
        do {
            _ = try open(bytes)
            return nil
        } catch let error as DatabaseError {
            return error
        }
    }
}
