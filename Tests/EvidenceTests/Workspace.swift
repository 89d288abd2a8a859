import Foundation

/// Where the repository is, whatever path the tests were built from.
enum Workspace {
    static let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Files beside the repository that are not part of it; nil where they are not there.
    static func shared(_ path: String) -> Data? {
        try? Data(contentsOf: repository.deletingLastPathComponent().appending(path: "shared").appending(path: path))
    }

    static func fixture(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: repository.appending(path: "Tests/Fixtures/observations/\(name).json")))
    }

    static var fixtureNames: [String] {
        let folder = repository.appending(path: "Tests/Fixtures/observations").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }
}
