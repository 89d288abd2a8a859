import Deflate
import Foundation
import NetworkIntelligence

/// A file as it was downloaded, and what is inside of it.
enum DownloadedFile {
    /// The most bytes of a download, and of what is in it.
    static let maximumBytes = 2 << 30

    /// Unpacks gzip, and tar inside of it; leaves other files as they are.
    /// - Returns: the file to read.
    /// - Throws: ``SourceFailure``.
    static func unpack(_ draft: String, in folder: SourceFolder) throws -> String {
        guard let start = start(of: draft), GzipReader.isGzip(start) else { return draft }
        let inflated = folder.draft()
        try inflate(draft, to: inflated)
        guard TarFile.isTar(inflated) else { return inflated }
        let member = folder.draft()
        try TarFile.extractDatabase(from: inflated, to: member)
        return member
    }

    /// Refuses what no source is: nothing at all, and pages for people.
    static func check(_ path: String) throws {
        guard let start = start(of: path), !start.isEmpty else { throw SourceFailure("it answered with nothing") }
        let text = start.drop { [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].contains($0) }
        let beginning = String(decoding: text.prefix(20), as: UTF8.self).lowercased()
        if ["<!doctype", "<html", "<head", "<?xml"].contains(where: beginning.hasPrefix) {
            throw SourceFailure("it answered with a page for people (HTML), and not with data")
        }
    }

    private static func start(of path: String) -> [UInt8]? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        return (try? file.read(upToCount: 512)).map { [UInt8]($0) } ?? []
    }

    private static func inflate(_ draft: String, to target: String) throws {
        guard let input = FileHandle(forReadingAtPath: draft),
            FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600]),
            let output = FileHandle(forWritingAtPath: target)
        else { throw SourceFailure("\(target) can't be written") }
        let reader = GzipReader(limit: maximumBytes)
        do {
            while let piece = try input.read(upToCount: 1 << 18), !piece.isEmpty {
                try piece.withUnsafeBytes { bytes in
                    try reader.take(bytes) { try output.write(contentsOf: $0) }
                }
            }
            try reader.finish()
            try output.close()
        } catch let failure as GzipReader.Failure {
            throw SourceFailure(failure.words)
        }
    }
}

extension GzipReader.Failure {
    fileprivate var words: String {
        switch self {
        case .malformed: "its gzip format is damaged"
        case .cut: "it was cut short: its gzip format has no end"
        case .tooLarge: "more comes out of its gzip format than a list or a database could hold"
        }
    }
}
