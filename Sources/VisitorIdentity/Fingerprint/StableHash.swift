/// A hash that is the same in every process: 64-bit FNV-1a with a last mixing (that of SplitMix64).
///
/// It tells values apart and keeps no secret.
struct StableHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    init(_ parts: [String] = []) {
        for part in parts {
            combine(part)
        }
    }

    mutating func combine(_ text: String) {
        for byte in text.utf8 { mix(byte) }
        // No byte of UTF-8: where a part ends makes a difference.
        mix(0xff)
    }

    mutating func combine(_ number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    private mutating func mix(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }

    var value: UInt64 {
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
