import Foundation
import OrderedJSON
import Sessions

/// What is known of a source's download: kept beside the data, and read by whoever shows how sources are.
public struct DownloadRecord: Sendable, Equatable {
    /// The address that it was downloaded from. What is known of one address says nothing about another.
    public var url: String
    /// The server's tag for what is there (RFC 9110, section 8.8.3).
    public var entityTag: String?
    /// The server's `Last-Modified`, as it was written.
    public var lastModified: String?
    /// How old the data are: `Last-Modified`, or else when they were downloaded.
    public var dataDate: Timestamp?
    /// When they were downloaded.
    public var fetchedAt: Timestamp?
    /// When they were asked for the last time.
    public var checkedAt: Timestamp?
    /// When they are asked for the next time.
    public var nextAt: Timestamp?
    /// The SHA-256 of the downloaded bytes, in hexadecimal digits.
    public var digest: String?
    /// In what form the data are: ``SourceReading/form``.
    public var form: String?
    /// How many entries they have.
    public var entries: Int?
    /// Their size on disk, in bytes.
    public var bytes: Int?
    /// Why the last try brought nothing; nil when it did, or there was nothing newer.
    public var failure: String?

    /// Nothing known of an address.
    public init(url: String) { self.url = url }

    /// Reads what is known; nil where nothing is, or it can't be read.
    public init?(in folder: SourceFolder) {
        guard let data = FileManager.default.contents(atPath: folder.record), data.count <= 65_536,
            let json = try? JSONValue(parsing: [UInt8](data)), let url = json["url"]?.string
        else { return nil }
        self.url = url
        entityTag = json["etag"]?.string
        lastModified = json["last_modified"]?.string
        dataDate = json["data_date"]?.string.flatMap { Timestamp($0) }
        fetchedAt = json["fetched_at"]?.string.flatMap { Timestamp($0) }
        checkedAt = json["checked_at"]?.string.flatMap { Timestamp($0) }
        nextAt = json["next_at"]?.string.flatMap { Timestamp($0) }
        digest = json["sha256"]?.string
        form = json["form"]?.string
        entries = json["entries"]?.int
        bytes = json["bytes"]?.int
        failure = json["failure"]?.string
    }

    /// Writes it into the folder, in one step.
    public func write(in folder: SourceFolder) throws {
        var writer = JSONWriter()
        writer.object {
            $0.field("url", url)
            $0.field("etag", entityTag)
            $0.field("last_modified", lastModified)
            $0.field("data_date", dataDate)
            $0.field("fetched_at", fetchedAt)
            $0.field("checked_at", checkedAt)
            $0.field("next_at", nextAt)
            $0.field("sha256", digest)
            $0.field("form", form)
            $0.field("entries", entries)
            $0.field("bytes", bytes)
            $0.field("failure", failure)
        }
        try folder.make()
        let draft = folder.draft()
        try Data(writer.bytes).write(to: URL(fileURLWithPath: draft))
        try DurableFile.move(draft, to: folder.record)
    }

    /// How the download goes.
    var status: DownloadStatus {
        var status = DownloadStatus()
        (status.checkedAt, status.fetchedAt, status.nextAt) = (checkedAt, fetchedAt, nextAt)
        status.failure = failure
        return status
    }
}
