import Evidence
import Sessions

/// One source of a library: what its file looked like when it was read, and how that went.
///
/// A database stays open. A list does not: its tables are all that memory has room for, so it is read again whenever tables are made.
struct SourceShelf: Sendable {
    private let source: NetworkSource
    private let folder: SourceFolder
    private let path: String
    private let isKeeper: Bool
    private let scratch: String
    private(set) var status: SourceStatus

    /// What the file looked like when it was looked at the last time; nil where there was none.
    private var signature: FileSignature?
    /// Whether that file still has to be read.
    private var isFresh = true
    /// The database that is in use.
    private var database: LoadedContent?

    init(_ source: NetworkSource, library: String, isKeeper: Bool, scratch: String) {
        self.source = source
        self.isKeeper = isKeeper
        self.scratch = scratch
        folder = SourceFolder(library: library, name: source.name)
        path = source.path(library: library)
        status = SourceStatus(source)
    }

    /// Looks at the file.
    /// - Parameter rest: how long it must have been left alone.
    /// - Returns: whether it is another than the one that was read.
    mutating func look(at now: Timestamp, rest: Duration) -> Bool {
        if case .url(let url) = source.origin {
            status.download = DownloadRecord(in: folder).flatMap { $0.url == url ? $0.status : nil } ?? DownloadStatus()
        }
        let found = FileSignature(of: path)
        guard found != signature || status.state == .waiting else { return isFresh }
        if let found, found.modifiedAt <= now, now - found.modifiedAt < rest { return false }
        (signature, isFresh) = (found, true)
        return true
    }

    /// Has the file read again if it could not be used: what was missing may have been room on the disk.
    mutating func retry() {
        if case .failed = status.state { isFresh = true }
    }

    /// What the source holds: as its file is now, or else as it was when it could be read. Nil where there is neither.
    mutating func take(at now: Timestamp) -> LoadedSource? {
        if !isFresh, let database { return LoadedSource(source: source, content: database) }
        let isBad = !isFresh && status.state != .ready
        isFresh = false
        guard !isBad, let signature else {
            if signature == nil { status.state = .missing }
            return fallBack(at: now)
        }
        do {
            let reading = try SourceReading(source, path: path, scratch: scratch)
            note(reading, signature, at: now)
            status.state = .ready
            if isKeeper, let bytes = reading.bytes { folder.keep(bytes, signature: signature) }
            return LoadedSource(source: source, content: reading.content)
        } catch {
            status.state = .failed("\(error)")
            return fallBack(at: now)
        }
    }

    /// What was read of the source before its file went or went bad.
    private mutating func fallBack(at now: Timestamp) -> LoadedSource? {
        if let database { return LoadedSource(source: source, content: database) }
        guard let signature = FileSignature(of: folder.kept),
            let reading = try? SourceReading(source, path: folder.kept, scratch: scratch)
        else { return nil }
        if status.loadedAt == nil { note(reading, signature, at: now) }
        return LoadedSource(source: source, content: reading.content)
    }

    private mutating func note(_ reading: SourceReading, _ signature: FileSignature, at now: Timestamp) {
        status.says = reading.words(source)
        status.dataDate = reading.builtAt ?? downloadedDate ?? signature.modifiedAt
        status.bytes = signature.size
        status.entries = reading.entries
        status.licence = source.licence ?? reading.licence
        (status.problemCount, status.problems) = (reading.problemCount, reading.problems)
        status.loadedAt = now
        switch reading.content {
        case .database, .locations: (status.isDatabase, database) = (true, reading.content)
        case .addresses, .systems, .crawlers, .countries: (status.isDatabase, database) = (false, nil)
        }
    }

    private var downloadedDate: Timestamp? {
        guard case .url(let url) = source.origin, let record = DownloadRecord(in: folder), record.url == url else {
            return nil
        }
        return record.dataDate
    }
}

extension SourceReading {
    /// What the source is, for people: `addresses: vpn (Mullvad VPN)`.
    fileprivate func words(_ source: NetworkSource) -> String {
        let meaning: String? =
            switch source.meaning {
            case .trait(let trait): trait.rawValue
            case .crawler(let slug): "crawler \(slug)"
            case nil: nil
            }
        let words = meaning.map { "\(form): \($0)" } ?? form
        return source.provider.map { "\(words) (\($0))" } ?? words
    }
}
