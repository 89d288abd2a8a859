import Crypto
import Foundation

/// `Content-Digest` (RFC 9530).
enum ContentDigest {
    /// Whether a body is what the field says: false where a digest of a known algorithm is another one, or the field is malformed. Without
    /// the field, or with algorithms only that are not known, there is nothing to contradict.
    static func holds(for body: [UInt8], in headers: [MessageField]) -> Bool {
        let lines = headers.filter { $0.name == "content-digest" }.map(\.value)
        guard !lines.isEmpty else { return true }
        guard let digests = try? StructuredField.dictionary(lines.joined(separator: ", ")) else { return false }
        return digests.entries.allSatisfy { entry in
            switch entry.key {
            case "sha-256": entry.member.item?.value.bytes == Array(SHA256.hash(data: Data(body)))
            case "sha-512": entry.member.item?.value.bytes == Array(SHA512.hash(data: Data(body)))
            default: true
            }
        }
    }
}
