import Foundation
import Sessions

/// Where the data of one source are kept: `data`, what was downloaded; `kept`, the list that was read last; `download.json`, what is known
/// of the download.
public struct SourceFolder: Sendable, Equatable {
    /// The folder's path.
    public let path: String

    /// The folder of a source.
    /// - Parameters:
    ///   - library: the folder of all sources.
    ///   - name: the source's name.
    public init(library: String, name: String) { path = "\(library)/\(name)" }

    /// What was downloaded last.
    public var data: String { "\(path)/data" }
    /// The list that was read last, where the source's own file is no good any more.
    var kept: String { "\(path)/kept" }
    /// What is known of the download.
    var record: String { "\(path)/download.json" }
    /// Held by who downloads.
    public var lock: String { "\(path)/lock" }

    /// Makes the folder, for this user alone.
    public func make() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// A name beside the data for what is being written.
    public func draft() -> String { "\(path)/draft-\(UInt64.random(in: 0...(.max)))" }

    /// Removes drafts of writers that never came to their end.
    public func removeDrafts() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix("draft-") {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }

    /// Keeps a list that was read, so that it can be gone by when its file is no good any more.
    func keep(_ data: Data, signature: FileSignature) {
        let date = Date(timeIntervalSince1970: Double(signature.modified) / 1e9)
        let old = FileSignature(of: kept)
        if let old, old.size == data.count, old.modifiedAt == signature.modifiedAt { return }
        // Only the one who keeps writes it, and it is no draft that an update would clear away.
        let draft = "\(kept)-draft"
        do {
            try make()
            try data.write(to: URL(fileURLWithPath: draft))
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: draft)
            try DurableFile.move(draft, to: kept)
        } catch {
            // Without it only the next failure is worse: there is nothing to fall back on.
            try? FileManager.default.removeItem(atPath: draft)
        }
    }
}
