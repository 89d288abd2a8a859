/// Reads big-endian numbers and length-prefixed blocks from bytes that a stranger sent, never beyond their end.
///
/// Its functions are inlined: calling them would take longer than what they do.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - offset }
    var isAtEnd: Bool { remaining == 0 }

    @inline(__always)
    mutating func uint8() throws(ClientHello.Malformed) -> UInt8 {
        guard remaining >= 1 else { throw .truncated }
        defer { offset += 1 }
        return bytes[offset]
    }

    @inline(__always)
    mutating func uint16() throws(ClientHello.Malformed) -> UInt16 {
        guard remaining >= 2 else { throw .truncated }
        defer { offset += 2 }
        return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }

    mutating func uint24() throws(ClientHello.Malformed) -> Int {
        let high = try uint8()
        let low = try uint16()
        return Int(high) << 16 | Int(low)
    }

    /// The next `count` bytes, as a reader of their own.
    @inline(__always)
    mutating func block(_ count: Int) throws(ClientHello.Malformed) -> ByteReader {
        guard count >= 0, remaining >= count else { throw .truncated }
        defer { offset += count }
        return ByteReader(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
    }

    mutating func skip(_ count: Int) throws(ClientHello.Malformed) {
        _ = try block(count)
    }

    /// A block behind its length in one byte.
    @inline(__always)
    mutating func block8() throws(ClientHello.Malformed) -> ByteReader {
        let count = try uint8()
        return try block(Int(count))
    }

    /// A block behind its length in two bytes.
    @inline(__always)
    mutating func block16() throws(ClientHello.Malformed) -> ByteReader {
        let count = try uint16()
        return try block(Int(count))
    }

    /// Everything up to the end as 16-bit numbers.
    /// - Parameter limit: the most of them that are accepted.
    mutating func uint16List(limit: Int) throws(ClientHello.Malformed) -> [UInt16] {
        guard remaining % 2 == 0 else { throw .oddLength }
        guard remaining / 2 <= limit else { throw .tooMany }
        defer { offset = bytes.count }
        return Array(unsafeUninitializedCapacity: remaining / 2) { values, count in
            for place in stride(from: offset, to: bytes.count, by: 2) {
                values[count] = UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
                count += 1
            }
        }
    }

    /// Everything up to the end.
    mutating func rest() -> [UInt8] {
        defer { offset = bytes.count }
        return Array(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
    }
}
