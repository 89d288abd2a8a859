import Crypto
import Foundation

/// The SHA-256 of a secret key: what the server keeps, and what tokens are sealed with.
public struct SecretKeyHash: Hashable, Sendable {
    /// 64 lowercase hexadecimal digits.
    public let hexadecimal: String

    /// Takes a secret key, or its hash as 64 hexadecimal digits of either case.
    public init(_ secretOrHash: String) {
        if secretOrHash.utf8.count == 64, secretOrHash.utf8.allSatisfy(Self.isHexadecimal) {
            hexadecimal = secretOrHash.lowercased()
        } else {
            hexadecimal = Self.hexadecimal(SHA256.hash(data: Data(secretOrHash.utf8)))
        }
    }

    /// The key that a version 1 token, or one recipient's part of a version 2 token, is sealed with.
    var wrappingKey: SymmetricKey { SymmetricKey(data: digest("sealed-results")) }

    /// Tells a recipient of a version 2 token which part is theirs.
    var recipientIdentifier: [UInt8] { Array(digest("sealed-results-recipient-id")) }

    private func digest(_ purpose: String) -> SHA256.Digest {
        SHA256.hash(data: Data("\(hexadecimal)\0\(purpose)".utf8))
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for byte in bytes {
            for half in [byte >> 4, byte & 0xf] {
                digits.append(half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10)
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
