/// GREASE: values reserved so that a peer which chokes on the unknown is found early (RFC 8701, section 2).
///
/// A client picks them anew for each connection, so a fingerprint leaves them out wherever they can stand.
enum Grease {
    /// Whether a cipher suite, extension, version, group or signature algorithm is one of the sixteen reserved values:
    /// `0x0a0a`, `0x1a1a` … `0xfafa`.
    @inline(__always)
    static func contains(_ value: UInt16) -> Bool {
        value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff
    }

    /// Whether a protocol name of ALPN is two bytes that make up a reserved value.
    static func contains(_ name: some Collection<UInt8>) -> Bool {
        guard name.count == 2, let first = name.first else { return false }
        return first & 0x0f == 0x0a && name.allSatisfy { $0 == first }
    }
}
