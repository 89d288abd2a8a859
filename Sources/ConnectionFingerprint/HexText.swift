/// Lower-case hexadecimal, written byte by byte: formatting through Foundation takes longer than all the rest of a JA4.
enum HexText {
    /// The digit of a value 0–15.
    @inline(__always)
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// Whether a byte of text is a digit as ``digit(_:)`` writes it.
    static func isDigit(_ byte: UInt8) -> Bool {
        isDecimal(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// Whether a byte of text is `0`–`9`.
    static func isDecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Whether a byte of text is a digit or a letter of ASCII.
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDecimal(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

/// ASCII text that is put together in memory of a fixed size.
struct TextWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    /// What has been written.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]) }

    @inline(__always)
    mutating func write(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func write(_ character: Unicode.Scalar) {
        write(UInt8(ascii: character))
    }

    /// Two digits of a byte.
    @inline(__always)
    mutating func writeHex(_ byte: UInt8) {
        write(HexText.digit(byte >> 4))
        write(HexText.digit(byte & 0x0f))
    }

    /// Four digits each, with commas between.
    mutating func writeList(_ values: [UInt16]) {
        for value in values {
            writeHex(UInt8(value >> 8))
            writeHex(UInt8(value & 0xff))
            write(",")
        }
        // The comma behind the last one; a later byte takes its place.
        if !values.isEmpty { count -= 1 }
    }

    /// A number in decimal, as short as it goes.
    mutating func writeDecimal(_ value: some FixedWidthInteger & UnsignedInteger) {
        var divisor: UInt64 = 1
        while UInt64(value) / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            write(HexText.digit(UInt8(UInt64(value) / divisor % 10)))
            divisor /= 10
        }
    }

    /// Two decimal digits; 99 for more.
    mutating func writeCount(_ count: Int) {
        let capped = UInt8(min(count, 99))
        write(HexText.digit(capped / 10))
        write(HexText.digit(capped % 10))
    }
}
