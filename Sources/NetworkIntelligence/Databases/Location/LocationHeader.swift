import Sessions

/// Where the parts of a libloc database lie (format version 1; `libloc/format.h`). All numbers are big-endian.
struct LocationHeader {
    /// A part that is a table of entries of one size.
    struct Table {
        var start: Int
        var count: Int
    }

    /// Seven bytes, and behind them the version.
    static let magic = Array("LOCDBXX".utf8)
    /// Magic, version, 60 bytes of what stands below, two signatures with room for 2,048 bytes each, and 32 bytes that mean nothing.
    static let size = 8 + 60 + 2 * 2048 + 32

    let createdAt: Timestamp
    /// Offsets in the pool.
    let vendor: Int
    let description: Int
    let license: Int
    /// Entries of 8 bytes: the number of a system, and its name.
    let systems: Table
    /// Entries of 12 bytes: country, system and flags.
    let networks: Table
    /// Entries of 12 bytes: the nodes behind the bits 0 and 1, and the network that ends here.
    let nodes: Table
    /// Entries of 8 bytes: code, continent and name.
    let countries: Table
    /// Texts that end with a zero.
    let pool: Range<Int>

    /// Reads and checks a header.
    init(_ file: UnsafeRawBufferPointer, _ path: String) throws(DatabaseError) {
        guard file.starts(with: Self.magic) else {
            throw DatabaseError(.notADatabase, file: path, "it does not begin as libloc databases do")
        }
        guard file.count > Self.magic.count, file[Self.magic.count] == 1 else {
            throw DatabaseError(.unsupportedVersion, file: path, "only version 1 of the format is known")
        }
        guard file.count >= Self.size else { throw DatabaseError(.cutShort, file: path, "its header is incomplete") }
        func word(_ index: Int) -> Int { Int(file.bigEndian(at: 16 + 4 * index, as: UInt32.self)) }
        func table(_ index: Int, of entrySize: Int) throws(DatabaseError) -> Table {
            let (start, length) = (word(index), word(index + 1))
            guard start + length <= file.count else {
                throw DatabaseError(.cutShort, file: path, "a table of it reaches beyond its end")
            }
            guard length % entrySize == 0 else {
                throw DatabaseError(.inconsistent, file: path, "a table of it ends within an entry")
            }
            return Table(start: start, count: length / entrySize)
        }
        let seconds = file.bigEndian(at: 8, as: UInt64.self)
        createdAt = Timestamp(milliseconds: seconds < 253_402_300_800 ? Int64(seconds) * 1000 : 0)
        (vendor, description, license) = (word(0), word(1), word(2))
        systems = try table(3, of: 8)
        networks = try table(5, of: 12)
        nodes = try table(7, of: 12)
        countries = try table(9, of: 8)
        let texts = try table(11, of: 1)
        pool = texts.start..<texts.start + texts.count
    }
}

extension UnsafeRawBufferPointer {
    /// A number in network order. The caller knows that it lies within.
    func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Number.Type) -> Number {
        loadUnaligned(fromByteOffset: offset, as: type).bigEndian
    }
}
