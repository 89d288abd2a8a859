import Foundation
import NetworkIntelligence
import Sessions

/// What came of an update.
public enum SourceUpdate: Sendable, Equatable {
    /// There are new data.
    case updated
    /// There is nothing newer.
    case unchanged
    /// Nothing came of it, and why. What was there before is there still.
    case failed(String)

    /// The word for it in metrics.
    var word: String {
        switch self {
        case .updated: "updated"
        case .unchanged: "unchanged"
        case .failed: "failed"
        }
    }
}

/// Brings what sources have that is newer: asks, checks, reads it whole, and only then puts it in the place of what was there.
public struct SourceUpdater: Sendable {
    /// The part of what was there that new data must come to at least, in size and in entries, unless they are forced.
    static let leastPart = 0.1
    /// How soon a source that failed is asked again, unless its own interval is shorter.
    static let pause: Duration = .seconds(3600)

    private let library: String
    private let fetcher: SourceFetcher
    private let clock: any WallClock

    /// An updater of a folder of downloads.
    public init(settings: NetworkSettings, clock: any WallClock = SystemWallClock()) {
        library = settings.folder
        fetcher = SourceFetcher(
            destinations: OutboundDestinations(allowsPrivate: settings.allowsPrivate), trust: settings.trust,
            timeout: settings.updateTimeout)
        self.clock = clock
    }

    /// Updates one source that is downloaded.
    /// - Parameter isForced: whether it is downloaded even if it seems to be there, and taken even if it is much smaller than before or of
    ///   another form.
    public func update(_ source: NetworkSource, isForced: Bool = false) async -> SourceUpdate {
        guard case .url(let url) = source.origin else { return .failed("it is a file, which others look after") }
        let folder = SourceFolder(library: library, name: source.name)
        do {
            try folder.make()
        } catch {
            return .failed("\(folder.path) can't be made")
        }
        guard let lock = UpdateLock(folder) else {
            return .failed("it can't be locked in \(folder.path): another update of it may be under way")
        }
        defer { withExtendedLifetime(lock) {} }
        folder.removeDrafts()
        defer { folder.removeDrafts() }
        return await update(source, url, folder, isForced)
    }

    private func update(
        _ source: NetworkSource, _ url: String, _ folder: SourceFolder, _ isForced: Bool
    ) async -> SourceUpdate {
        let known = DownloadRecord(in: folder).flatMap { $0.url == url ? $0 : nil }
        var record = known ?? DownloadRecord(url: url)
        record.checkedAt = clock.now
        var result: SourceUpdate
        do {
            let isThere = FileManager.default.fileExists(atPath: folder.data)
            let change = try await bring(source, folder, isThere ? record : DownloadRecord(url: url), isForced)
            if let change { record = change }
            record.failure = nil
            result = change == nil || change?.digest == known?.digest && isThere ? .unchanged : .updated
        } catch {
            record.failure = "\(error)"
            result = .failed("\(error)")
        }
        let wait = if case .failed = result { min(source.refresh, Self.pause) } else { source.refresh }
        record.nextAt = clock.now + wait * Double.random(in: 0.9...1.1)
        do {
            try record.write(in: folder)
        } catch {
            result = .failed("\(error)")
        }
        return result
    }

    /// Brings a newer file.
    /// - Returns: what is known of it; nil when there is none.
    private func bring(
        _ source: NetworkSource, _ folder: SourceFolder, _ known: DownloadRecord, _ isForced: Bool
    ) async throws -> DownloadRecord? {
        let authorization = try source.authorizationFile.map(Self.authorization)
        let draft = folder.draft()
        let answer = try await fetcher.fetch(
            SourceRequest(
                url: known.url, entityTag: isForced ? nil : known.entityTag,
                lastModified: isForced ? nil : known.lastModified, authorization: authorization,
                limit: DownloadedFile.maximumBytes), to: draft)
        guard case .file(let file) = answer else { return nil }
        try await verify(source, file, authorization, folder)
        let now = clock.now
        let record = try await PatientThread.run {
            try Self.take(draft, source, folder, known, file, isForced: isForced, at: now)
        }
        return record
    }

    private func verify(
        _ source: NetworkSource, _ file: FetchedFile, _ authorization: String?, _ folder: SourceFolder
    ) async throws {
        let expected: String
        switch source.checksum {
        case nil: return
        case .sha256(let digits): expected = digits
        case .published(let url): expected = try await published(url, source, authorization, folder)
        }
        guard file.digest == expected else {
            throw SourceFailure("its SHA-256 is \(file.digest), and \(expected) was expected")
        }
    }

    private func published(
        _ url: String, _ source: NetworkSource, _ authorization: String?, _ folder: SourceFolder
    ) async throws -> String {
        let draft = folder.draft()
        var request = SourceRequest(url: url, limit: 4096)
        if case .url(let data) = source.origin, URL(string: data)?.host == URL(string: url)?.host {
            request.authorization = authorization
        }
        do {
            _ = try await fetcher.fetch(request, to: draft)
        } catch {
            throw SourceFailure("its checksum could not be had: \(error)")
        }
        let text = FileManager.default.contents(atPath: draft).map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let digits = text.split(whereSeparator: \.isWhitespace).first?.lowercased(), digits.isSHA256 else {
            throw SourceFailure("its checksum could not be had: 64 hexadecimal digits were expected")
        }
        return digits
    }

    /// Reads what was downloaded, holds it against what is there, and puts it into its place.
    private static func take(
        _ draft: String, _ source: NetworkSource, _ folder: SourceFolder, _ known: DownloadRecord, _ file: FetchedFile,
        isForced: Bool, at now: Timestamp
    ) throws -> DownloadRecord {
        let path = try DownloadedFile.unpack(draft, in: folder)
        try DownloadedFile.check(path)
        let reading = try SourceReading(source, path: path, scratch: folder.path)
        var record = DownloadRecord(url: known.url)
        (record.entityTag, record.lastModified, record.digest) = (file.entityTag, file.lastModified, file.digest)
        (record.checkedAt, record.fetchedAt) = (now, now)
        let changed = file.lastModified.flatMap(HTTPDate.timestamp) ?? now
        record.dataDate = min(changed, now)
        (record.form, record.entries) = (reading.form, reading.entries)
        record.bytes = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue
        if !isForced { try compare(record, known) }
        if file.digest == known.digest, FileManager.default.fileExists(atPath: folder.data) {
            record.fetchedAt = known.fetchedAt
            if file.lastModified == nil { record.dataDate = known.dataDate }
        } else {
            try DurableFile.move(path, to: folder.data)
        }
        return record
    }

    private static func compare(_ new: DownloadRecord, _ old: DownloadRecord) throws {
        if let form = old.form, form != new.form {
            throw SourceFailure("it is \(new.form ?? "something else"), and was \(form) before: --force takes it")
        }
        for (what, before, now) in [("entries", old.entries, new.entries), ("bytes", old.bytes, new.bytes)] {
            guard let before, let now, Double(now) < Double(before) * leastPart else { continue }
            throw SourceFailure("it has \(now) \(what), and had \(before) before: --force takes it")
        }
    }

    private static func authorization(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 16_384 else {
            throw SourceFailure("\(path) can't be read, which should have the value of the Authorization header")
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            throw SourceFailure("\(path) should have the value of the Authorization header, one line of ASCII")
        }
        return text
    }
}
