import Crypto
import Foundation

/// The one secret of an installation. Every other key is derived from it, each for one purpose.
public struct MasterKey: Sendable {
    private let key: SymmetricKey

    /// The master key with these 32 bytes; nil for any other length.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: Data(bytes))
    }

    /// A new one.
    public static func random() -> MasterKey {
        MasterKey(bytes: SymmetricKey(size: .bits256).withUnsafeBytes(Array.init))!
    }

    /// The 32 bytes, for the file they are kept in.
    public var bytes: [UInt8] { key.withUnsafeBytes(Array.init) }

    /// The key for one purpose (HKDF-SHA256, RFC 5869). Different purposes give keys that say nothing of each other.
    public func derivedKey(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Data("tripline \(purpose)".utf8), outputByteCount: 32)
    }
}
