/// Reads integers and strings of HPACK (RFC 7541, section 5), never beyond the end of the block.
struct HPACKReader {
    /// A string as it lies in the block.
    struct Text {
        var isHuffman: Bool
        var bytes: UnsafeRawBufferPointer
    }

    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next byte, which stays; nil at the end.
    var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// An integer behind a prefix of so many bits (section 5.1); nil at the end and above 2²⁸.
    mutating func integer(_ prefix: Int) -> Int? {
        guard let first = pop() else { return nil }
        let mask = (1 << prefix) - 1
        var value = Int(first) & mask
        guard value == mask else { return value }
        for shift in stride(from: 0, through: 21, by: 7) {
            guard let byte = pop() else { return nil }
            value += Int(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }

    /// A string (section 5.2); nil when it ends beyond the block.
    mutating func string() -> Text? {
        guard let first = peek, let length = integer(7), length <= bytes.count - offset else { return nil }
        defer { offset += length }
        return Text(
            isHuffman: first & 0x80 != 0, bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
    }

    private mutating func pop() -> UInt8? {
        guard let byte = peek else { return nil }
        offset += 1
        return byte
    }
}
