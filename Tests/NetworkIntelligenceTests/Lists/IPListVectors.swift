import Foundation

/// Lists as operators really download them; they lie beside the repository and are no part of it.
enum IPListVectors {
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../../../shared/vectors/ip-lists").standardizedFileURL

    static let areThere = FileManager.default.fileExists(atPath: folder.path)

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }
}
