import Foundation
import Sessions

extension SourceReading {
    /// The most bytes of a list.
    static let mostListBytes = 512 << 20
    /// How much of a file's end MMDB's metadata may take (MaxMind DB File Format 2.0), in bytes.
    private static let metadataBytes = 128 << 10

    /// Reads a source's data, whole.
    /// - Parameters:
    ///   - path: the file that they are in.
    ///   - scratch: a folder on a disk, where databases are copied to.
    /// - Throws: ``SourceFailure``.
    public init(_ source: NetworkSource, path: String, scratch: String) throws {
        do {
            switch try source.kind == .auto ? Self.kind(of: path) : source.kind {
            case .mmdb: try self.init(database: path, scratch: scratch)
            case .libloc: try self.init(locations: path, scratch: scratch)
            case let kind: try self.init(list: Self.contents(of: path), as: kind, source)
            }
        } catch let error as DatabaseError {
            // The path is the source's own, which everybody knows, or a draft's, which nobody does.
            throw SourceFailure("\(error.detail) (\(error.code.rawValue))")
        } catch let error as ListError {
            throw SourceFailure("\(error)")
        } catch let error as CrawlerRangesReader.Unreadable {
            throw SourceFailure(error.description)
        }
        guard source.meaning == nil || isList else {
            throw SourceFailure("`means` is for lists, and this is \(form), which says itself what it knows")
        }
        guard source.meaning != nil || !isList else {
            throw SourceFailure(
                "`means` is missing, which says what being in the list means: this is a list of \(form)")
        }
    }

    /// Whether it is a list that means what the operator says.
    private var isList: Bool {
        switch content {
        case .addresses, .systems: true
        case .crawlers, .countries, .database, .locations: false
        }
    }

    private init(database path: String, scratch: String) throws {
        let database = try MaxMindDatabase(path: path, scratchFolder: scratch)
        self.init(
            .database(database), form: "mmdb \(database.metadata.databaseType)", entries: database.recordCount)
        builtAt = database.metadata.buildDate
    }

    private init(locations path: String, scratch: String) throws {
        let database = try LocationDatabase(path: path, scratchFolder: scratch)
        self.init(.locations(database), form: "libloc", entries: database.networkCount)
        (builtAt, licence) = (database.createdAt, database.license)
    }

    private init(list data: Data, as kind: NetworkSource.Kind, _ source: NetworkSource) throws {
        let kind = try kind == .auto ? Self.listKind(of: data) : kind
        switch kind {
        case .crawlerRanges: try self.init(crawlers: data)
        case .torGeoIP: try self.init(countries: data)
        case .asns: try self.init(systems: ListColumn.selected(source.column, of: data))
        default: try self.init(addresses: ListColumn.selected(source.column, of: data))
        }
        bytes = data
    }

    private init(addresses data: Data) throws {
        let list = try data.withUnsafeBytes { try AddressListReader().read($0) }
        self.init(.addresses(list.ranges), form: "addresses", entries: list.ranges.count)
        note(list.problems)
    }

    private init(systems data: Data) throws {
        let list = try data.withUnsafeBytes { try ASNListReader().read($0) }
        self.init(.systems(list.entries), form: "asns", entries: list.entries.count)
        note(list.problems)
    }

    private init(countries data: Data) throws {
        let table = try data.withUnsafeBytes { try TorGeoIPReader().read($0) }
        self.init(.countries(table.ranges), form: "tor-geoip", entries: table.ranges.count)
        builtAt = table.generated.flatMap(HTTPDate.timestamp)
        licence = table.license
        note(table.problems)
    }

    private init(crawlers data: Data) throws {
        let reader = try CrawlerRangesReader(data)
        self.init(
            .crawlers(reader.lists), form: "crawler-ranges", entries: reader.lists.reduce(0) { $0 + $1.blocks.count })
        problemCount = reader.problemCount
        // JSON has places, and no lines.
        problems = reader.problems.map { SourceProblem(line: nil, text: $0.place, reason: $0.reason) }
    }
}

extension SourceReading {
    private static func contents(of path: String) throws -> Data {
        guard let signature = FileSignature(of: path), let file = FileHandle(forReadingAtPath: path) else {
            throw SourceFailure("\(path) can't be read")
        }
        defer { try? file.close() }
        guard signature.size <= mostListBytes else {
            throw SourceFailure("it is larger than the \(mostListBytes) bytes of a list")
        }
        // One that grows meanwhile is one byte too large for its reader.
        let data = try file.read(upToCount: mostListBytes + 1) ?? Data()
        return data
    }

    /// Whether it is one of the databases by its marks; a list otherwise, of whatever kind.
    private static func kind(of path: String) throws -> NetworkSource.Kind {
        guard let signature = FileSignature(of: path), let file = FileHandle(forReadingAtPath: path) else {
            throw SourceFailure("\(path) can't be read")
        }
        defer { try? file.close() }
        if let start = try file.read(upToCount: 7), start.elementsEqual("LOCDBXX".utf8) { return .libloc }
        try file.seek(toOffset: UInt64(max(0, signature.size - metadataBytes)))
        let end = try file.read(upToCount: metadataBytes) ?? Data()
        return end.firstRange(of: Data([0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8))) == nil ? .auto : .mmdb
    }

    private static func listKind(of data: Data) throws -> NetworkSource.Kind {
        let start = data.first { !$0.isBlank && $0 != 0x0a }
        if start == UInt8(ascii: "{"), CrawlerRangesReader.recognizes(data) { return .crawlerRanges }
        return switch try data.withUnsafeBytes({ try ListKind(of: $0) }) {
        case .asns: .asns
        case .countries: .torGeoIP
        // Its reader says what is there instead.
        case .addresses, nil: .addresses
        }
    }
}
