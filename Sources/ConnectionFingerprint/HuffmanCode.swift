/// The Huffman code of HPACK (RFC 7541, section 5.2 and appendix B).
///
/// The code is canonical: codes of one length follow each other in the order of their symbols, and the lengths alone determine them.
struct HuffmanCode: Sendable {
    static let shared = HuffmanCode()

    /// Symbols by length of their code, then by value.
    private let symbols: [UInt16]
    /// For each length, the first code, how many codes there are, and the place of the first one's symbol.
    private let groups: [(length: Int, first: UInt32, count: UInt32, place: Int)]
    /// For eight bits, the length of the code that they begin with and, below it, the symbol; 0 where the code is longer.
    private let short: [UInt16]

    private init() {
        let lengths = Self.lengths
        symbols = (0..<UInt16(lengths.count)).sorted { (lengths[Int($0)], $0) < (lengths[Int($1)], $1) }
        var groups: [(length: Int, first: UInt32, count: UInt32, place: Int)] = []
        var code: UInt32 = 0
        var place = 0
        var previous = 0
        for length in 5...30 {
            let count = lengths.count { Int($0) == length }
            guard count > 0 else { continue }
            code <<= UInt32(length - previous)
            groups.append((length, code, UInt32(count), place))
            code += UInt32(count)
            place += count
            previous = length
        }
        self.groups = groups
        short = Self.short(groups, symbols)
    }

    private static func short(
        _ groups: [(length: Int, first: UInt32, count: UInt32, place: Int)], _ symbols: [UInt16]
    ) -> [UInt16] {
        (0..<256 as Range<UInt32>).map { bits in
            for group in groups where group.length <= 8 {
                let code = bits >> UInt32(8 - group.length)
                guard code < group.first + group.count else { continue }
                return UInt16(group.length) << 8 | symbols[group.place + Int(code - group.first)]
            }
            return 0
        }
    }

    /// Decodes a string, and hands its bytes over one by one.
    /// - Returns: how many bytes it decodes to; nil when it is none of this code.
    func decode(_ text: UnsafeRawBufferPointer, _ body: (UInt8) -> Void = { _ in }) -> Int? {
        short.withUnsafeBufferPointer { short in
            var bits: UInt64 = 0
            var available = 0
            var next = 0
            var count = 0
            while true {
                while available <= 32, next < text.count {
                    bits = bits << 8 | UInt64(text[next])
                    available += 8
                    next += 1
                }
                let entry = available >= 8 ? short[Int(bits >> UInt64(available - 8) & 0xff)] : 0
                if entry != 0 {
                    available -= Int(entry >> 8)
                    body(UInt8(entry & 0xff))
                } else {
                    guard let (symbol, length) = symbol(of: bits, available) else {
                        return Self.isPadding(bits, available) ? count : nil
                    }
                    guard symbol < 256 else { return nil }
                    available -= length
                    body(UInt8(symbol))
                }
                count += 1
            }
        }
    }

    /// The symbol at the front of so many bits.
    private func symbol(of bits: UInt64, _ available: Int) -> (symbol: UInt16, length: Int)? {
        for group in groups {
            guard available >= group.length else { return nil }
            let code =
                UInt32(truncatingIfNeeded: bits >> UInt64(available - group.length)) & (1 << UInt32(group.length) - 1)
            // Shorter codes are the smaller numbers, so what is beyond this group belongs to a longer one.
            if code < group.first + group.count {
                return (symbols[group.place + Int(code - group.first)], group.length)
            }
        }
        return nil
    }

    /// Whether what is left are fewer than eight bits, all ones.
    private static func isPadding(_ bits: UInt64, _ available: Int) -> Bool {
        guard available < 8 else { return false }
        let ones: UInt64 = 1 << UInt64(available) - 1
        return bits & ones == ones
    }

    /// Bits of each symbol's code; the last is the end of the string, which never stands in one.
    private static let lengths: [UInt8] = [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28,
        28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23,
        22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22,
        23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26,
        28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27,
        27, 27, 27, 26,
        30,
    ]
}
