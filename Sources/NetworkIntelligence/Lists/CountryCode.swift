/// Two letters that name a country (ISO 3166-1). Also those that registries use beside it, such as `EU`: it is not looked up.
public struct CountryCode: Hashable, Sendable, CustomStringConvertible {
    /// Both letters as a number, the first one high; what tables hold.
    public let value: UInt32

    /// The code that a table's value stands for; nil for what is none.
    public init?(value: UInt32) {
        let letters: ClosedRange<UInt32> = 0x41...0x5a
        guard value <= 0xffff, letters.contains(value >> 8), letters.contains(value & 0xff) else { return nil }
        self.value = value
    }

    /// Reads two letters of either case.
    public init?(_ text: String) {
        var text = text
        guard let code = text.withUTF8({ CountryCode(TextBytes($0)) }) else { return nil }
        self = code
    }

    init?(_ text: TextBytes) {
        guard text.count == 2, text[0] & 0xc0 == 0x40, text[1] & 0xc0 == 0x40 else { return nil }
        self.init(value: UInt32(text[0] & 0xdf) << 8 | UInt32(text[1] & 0xdf))
    }

    /// The letters, upper case.
    public var description: String {
        String(decoding: [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)], as: UTF8.self)
    }
}
