/// The numbers of RFC 8489.
enum STUN {
    static let headerLength = 20
    static let cookie: [UInt8] = [0x21, 0x12, 0xa4, 0x42]
    static let bindingRequest: UInt16 = 0x0001
    static let bindingSuccess: UInt16 = 0x0101
    static let bindingError: UInt16 = 0x0111

    /// Attributes (section 14 and the IANA registry).
    enum Attribute {
        static let errorCode: UInt16 = 0x0009
        static let unknownAttributes: UInt16 = 0x000a
        static let xorMappedAddress: UInt16 = 0x0020
        static let fingerprint: UInt16 = 0x8028

        /// What a request may carry: what is about credentials, which this server does not ask for and so may leave unread. USERNAME,
        /// MESSAGE-INTEGRITY, REALM, NONCE, and what came with RFC 8489.
        static let understood: Set<UInt16> = [0x0006, 0x0008, 0x0014, 0x0015, 0x001c, 0x001d, 0x001e]
    }

    static func integer(_ bytes: [UInt8], at offset: Int) -> UInt16 {
        UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }

    static func bytes(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }

    /// The value of FINGERPRINT behind these bytes (section 14.7).
    static func fingerprint(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        let value = checksum(bytes) ^ 0x5354_554e
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }

    /// CRC-32 as in ITU V.42.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { value, byte in
            (0..<8).reduce(value ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1) * 0xedb8_8320 }
        }
    }
}
