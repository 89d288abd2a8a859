/// A database of addresses in an MMDB file: MaxMind's, DB-IP's or IPinfo's.
///
/// The file is copied when it is opened, and checked from end to end before it answers anything; whatever happens to the original afterwards, the
/// database goes on with what it was. To take up a new file, open a new database and let go of this one. All of it may be used from any thread.
public final class MaxMindDatabase: Sendable {
    /// The most bytes that a file may have unless the caller says otherwise: 2 GiB.
    public static let sizeLimit = 2 << 30
    /// Where the private copies of files are made unless the caller says otherwise.
    public static let scratchFolder = "/var/tmp"

    /// What the file says of itself.
    public var metadata: MaxMindMetadata { file.metadata }
    /// The file's size in bytes.
    public var size: Int { file.size }
    /// Whose way of writing records it is.
    public var dialect: MaxMindDialect { reader.dialect }
    /// The sorts of facts that its records have; from all of them, or from a sample where there are more than 200,000.
    public let contents: Set<DatabaseRecord.Content>
    /// How many different records there are. Many addresses share one.
    public let recordCount: Int

    private let file: MaxMindFile
    private let reader: MaxMindRecordReader
    private let cache = LookupCache<UInt64, DatabaseRecord?>()

    /// Opens and checks a file.
    /// - Parameters:
    ///   - path: the file.
    ///   - sizeLimit: the most bytes that it may have; no more than 4 GiB are possible.
    ///   - scratchFolder: where the private copy is made: a folder on a disk, with room for the file. The copy has no name in it.
    /// - Throws: `DatabaseError` when the file can't be read, is none, is damaged anywhere in its search tree or in a record that was read for
    ///   ``contents``, or is of a kind whose records have nothing that ``DatabaseRecord`` has a place for.
    public init(
        path: String, sizeLimit: Int = MaxMindDatabase.sizeLimit, scratchFolder: String = MaxMindDatabase.scratchFolder
    ) throws(DatabaseError) {
        let file = try MaxMindFile(path: path, limit: min(sizeLimit, Int(UInt32.max)), scratchFolder: scratchFolder)
        guard let reader = MaxMindRecordReader(file) else { throw Self.unknownKind(file, path) }
        let offsets = file.recordOffsets()
        self.file = file
        self.reader = reader
        recordCount = offsets.count
        contents = try Self.survey(reader, offsets, path)
        if contents.isEmpty { throw Self.unknownKind(file, path) }
    }

    /// What the database says of an address; nil when it says nothing, or what it says can't be read. Of an IPv6 address, an IPv4 database says nothing.
    ///
    /// IPv4 addresses that are written as IPv6 are looked up as what they are (`IPAddress` takes them so); in a database of both versions, 6to4
    /// and Teredo addresses lead where the publisher lets them lead.
    public func lookup(_ address: IPAddress) -> DatabaseRecord? {
        guard let offset = file.offset(of: address) else { return nil }
        return cache.value(UInt64(offset)) { try? reader.record(at: offset) }
    }

    /// How many records are read to see that a file is sound; they take about half a second.
    private static let mostSurveyed = 200_000

    /// Reads records from one end of the file to the other, so that no damaged one is found only when someone asks for it.
    private static func survey(
        _ reader: MaxMindRecordReader, _ offsets: [UInt32], _ path: String
    ) throws(DatabaseError) -> Set<DatabaseRecord.Content> {
        var contents: Set<DatabaseRecord.Content> = []
        let step = 1 + offsets.count / mostSurveyed
        for offset in stride(from: 0, to: offsets.count, by: step).lazy.map({ offsets[$0] }) {
            do {
                if let record = try reader.record(at: offset) { contents.formUnion(record.contents) }
            } catch {
                throw DatabaseError(
                    .inconsistent, file: path, "its record at byte \(offset) of the data section: \(error)")
            }
        }
        return contents
    }

    private static func unknownKind(_ file: MaxMindFile, _ path: String) -> DatabaseError {
        let type = file.metadata.databaseType.debugDescription
        return DatabaseError(
            .unknownKind, file: path, "a database of the type \(type) says nothing that can be used here")
    }
}
