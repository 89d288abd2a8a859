/// A hash of integers that is the same in every process and version, so that it may be stored.
///
/// Source: G. L. Steele, D. Lea & C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014: the mixing
/// function.
struct StableHash {
    private(set) var value: UInt64 = 0x9e37_79b9_7f4a_7c15

    mutating func combine(_ integer: Int) {
        value ^= UInt64(bitPattern: Int64(integer))
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        value ^= value >> 31
        value &+= 0x9e37_79b9_7f4a_7c15
    }
}
