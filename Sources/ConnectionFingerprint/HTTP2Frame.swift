/// The header of an HTTP/2 frame (RFC 9113, section 4.1).
struct HTTP2FrameHeader {
    /// The types that a client may send before its first request is whole, or that need a name to be refused.
    enum Kind {
        static let data: UInt8 = 0
        static let headers: UInt8 = 1
        static let priority: UInt8 = 2
        static let settings: UInt8 = 4
        static let pushPromise: UInt8 = 5
        static let windowUpdate: UInt8 = 8
        static let continuation: UInt8 = 9
    }

    /// Flags of the frames above; their bits mean different things in different types.
    enum Flag {
        static let acknowledgement: UInt8 = 0x01
        static let endHeaders: UInt8 = 0x04
        static let padded: UInt8 = 0x08
        static let priority: UInt8 = 0x20
    }

    /// How many bytes a header takes.
    static let length = 9

    var payloadLength: Int
    var kind: UInt8
    var flags: UInt8
    var stream: UInt32

    /// Reads a header from at least ``length`` bytes.
    init(_ bytes: ArraySlice<UInt8>) {
        let start = bytes.startIndex
        payloadLength = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
        kind = bytes[start + 3]
        flags = bytes[start + 4]
        stream = bytes[(start + 5)...].bigEndian32 & 0x7fff_ffff
    }

    func has(_ flag: UInt8) -> Bool { flags & flag != 0 }
}

extension ArraySlice<UInt8> {
    /// The first two bytes as a number; the slice has at least as many.
    var bigEndian16: UInt16 { UInt16(self[startIndex]) << 8 | UInt16(self[startIndex + 1]) }

    /// The first four bytes as a number; the slice has at least as many.
    var bigEndian32: UInt32 { prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }
}

extension HTTP2Preface.Priority {
    /// Reads the five bytes that rank a stream (RFC 7540, section 6.3).
    init(_ bytes: ArraySlice<UInt8>, stream: UInt32) {
        let word = bytes.bigEndian32
        self.init(
            stream: stream, isExclusive: word >> 31 == 1, dependency: word & 0x7fff_ffff,
            weight: Int(bytes[bytes.startIndex + 4]) + 1)
    }
}
