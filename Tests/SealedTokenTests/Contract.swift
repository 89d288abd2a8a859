import Crypto
import Foundation

/// The sealed token as the contract describes it, written a second time with cryptography alone: what the room writes
/// is read with this, and the room reads what this writes.
enum Contract {
    static func hash(_ secret: String) -> String {
        SHA256.hash(data: Data(secret.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    static func key(_ secret: String) -> SymmetricKey {
        SymmetricKey(data: SHA256.hash(data: Data("\(hash(secret))\0sealed-results".utf8)))
    }

    static func identifier(_ secret: String) -> [UInt8] {
        Array(SHA256.hash(data: Data("\(hash(secret))\0sealed-results-recipient-id".utf8)))
    }

    static func context(_ purpose: String, _ rest: [UInt8]) -> [UInt8] {
        Array("foil-sealed-results-v2\0\(purpose)\0".utf8) + rest
    }

    /// A zlib stream of one stored block, as one without a compressor writes it.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var low = 1
        var high = 0
        for byte in bytes {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        let length = UInt16(bytes.count)
        return [0x78, 0x01, 0x01] + [length, ~length].flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] } + bytes
            + [high, low].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    }

    // MARK: Sealing

    static func v1(_ compressed: [UInt8], for secret: String) throws -> [UInt8] {
        try [1] + AES.GCM.seal(compressed, using: key(secret)).combined!
    }

    /// Version 2, for as many recipients as asked for.
    static func v2(_ compressed: [UInt8], for secrets: [String]) throws -> [UInt8] {
        let contentKey = SymmetricKey(size: .bits256)
        let nonce = AES.GCM.Nonce()
        let length = compressed.count
        let header: [UInt8] =
            [2, UInt8(secrets.count >> 8), UInt8(secrets.count & 0xff)] + Array(nonce)
            + [UInt8(length >> 24), UInt8(length >> 16 & 0xff), UInt8(length >> 8 & 0xff), UInt8(length & 0xff)]
        let box = try AES.GCM.seal(
            compressed, using: contentKey, nonce: nonce,
            authenticating: context("payload", header + secrets.flatMap(identifier)))
        return try secrets.reduce(header + box.ciphertext + box.tag) { token, secret in
            let wrap = try AES.GCM.seal(
                contentKey.withUnsafeBytes(Array.init), using: key(secret),
                authenticating: context("recipient", identifier(secret)))
            return token + identifier(secret) + wrap.combined!
        }
    }

    // MARK: Opening, to the bytes that are still compressed

    static func openV1(_ token: [UInt8], with secret: String) throws -> [UInt8] {
        try Array(AES.GCM.open(.init(combined: token.dropFirst()), using: key(secret)))
    }

    static func openV2(_ token: [UInt8], with secret: String, at place: Int) throws -> [UInt8] {
        let count = Int(token[1]) << 8 | Int(token[2])
        let length = token[15..<19].reduce(0) { $0 << 8 | Int($1) }
        let entries = (0..<count).map { token.dropFirst(19 + length + 16 + $0 * 92).prefix(92) }
        let contentKey = try AES.GCM.open(
            .init(combined: entries[place].dropFirst(32)), using: key(secret),
            authenticating: context("recipient", identifier(secret)))
        return try Array(
            AES.GCM.open(
                .init(combined: token[3..<15] + token[19..<19 + length + 16]), using: SymmetricKey(data: contentKey),
                authenticating: context("payload", token[..<19] + entries.flatMap { $0.prefix(32) })))
    }
}
