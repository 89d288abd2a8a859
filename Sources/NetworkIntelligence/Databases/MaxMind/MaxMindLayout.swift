/// Where the parts of an MMDB file lie, found and checked before libmaxminddb opens it.
struct MaxMindLayout {
    /// The zeros between the search tree and the data section.
    static let separator = 16

    let metadata: MaxMindMetadata
    let size: Int
    /// The bytes of the data section.
    let data: Range<Int>

    /// Finds the parts of a file.
    /// - Parameters:
    ///   - file: its bytes.
    ///   - path: its path, for errors.
    init(_ file: UnsafeRawBufferPointer, _ path: String) throws(DatabaseError) {
        guard let start = MaxMindMetadata.start(in: file) else { throw Self.stranger(file, path) }
        do {
            metadata = try MaxMindMetadata(UnsafeRawBufferPointer(rebasing: file[start...]))
        } catch {
            throw Self.refusal(error, path)
        }
        size = file.count
        try Self.checkFormat(metadata, path)
        let dataStart = metadata.treeBytes + Self.separator
        let dataEnd = MaxMindMetadata.dataEnd(start: start)
        guard dataStart < dataEnd else {
            throw DatabaseError(
                .cutShort, file: path, "its search tree alone needs \(dataStart) bytes, and it has \(dataEnd)")
        }
        guard file[metadata.treeBytes..<dataStart].allSatisfy({ $0 == 0 }) else {
            throw DatabaseError(.inconsistent, file: path, "its data section is not where its metadata say")
        }
        data = dataStart..<dataEnd
    }

    private static func checkFormat(_ metadata: MaxMindMetadata, _ path: String) throws(DatabaseError) {
        guard metadata.majorVersion == 2 else {
            throw DatabaseError(
                .unsupportedVersion, file: path, "version \(metadata.majorVersion) of the format is not known")
        }
        guard [24, 28, 32].contains(metadata.recordSize), [4, 6].contains(metadata.ipVersion), metadata.nodeCount > 0
        else {
            throw DatabaseError(
                .inconsistent, file: path,
                "its metadata speak of \(metadata.nodeCount) nodes of \(metadata.recordSize) bits, IP version \(metadata.ipVersion)"
            )
        }
    }

    /// What a file without metadata is.
    private static func stranger(_ file: UnsafeRawBufferPointer, _ path: String) -> DatabaseError {
        let isCompressed = file.starts(with: [0x1f, 0x8b]) || file.starts(with: Array("PK\u{3}\u{4}".utf8))
        let detail =
            isCompressed
            ? "it is an archive: unpack it first"
            : "it has no metadata in its last 128 KiB: it is no MMDB file, or its end is missing"
        return DatabaseError(.notADatabase, file: path, detail)
    }

    private static func refusal(_ fault: MaxMindData.Fault, _ path: String) -> DatabaseError {
        if case .beyondEnd = fault { return DatabaseError(.cutShort, file: path, "its metadata are incomplete") }
        return DatabaseError(.inconsistent, file: path, "its metadata can't be read: \(fault)")
    }
}
