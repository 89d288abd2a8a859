import Crypto
import Foundation

@testable import CollectProtocol

/// The protocol as `docs/protocol.md` says it, written a second time with cryptography alone.
enum PageOfTheProtocol {
    /// The page itself.
    static func text() throws -> String {
        let page = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "../../docs/protocol.md").standardizedFileURL
        return try String(contentsOf: page, encoding: .utf8)
    }

    /// The batch key, by an agent that has its private key and the two public keys as they were sent.
    static func batchKey(
        own: P256.KeyAgreement.PrivateKey, client: Data, server: Data, session: String, from peer: Data
    ) throws -> [UInt8] {
        let shared = try own.sharedSecretFromKeyAgreement(with: .init(x963Representation: peer))
        let secret = shared.withUnsafeBytes { Data($0) }
        // HKDF (RFC 5869) for one block of output is two HMACs.
        let salt = SymmetricKey(data: SHA256.hash(data: client + server))
        let pseudorandom = HMAC<SHA256>.authenticationCode(for: secret, using: salt)
        let info = Data("tripline-collect-v1\0\(session)".utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: info + [1], using: SymmetricKey(data: pseudorandom)))
    }

    static func root(_ session: String) -> [UInt8] {
        Array(SHA256.hash(data: Data("tripline-collect-v1 chain\0\(session)".utf8)))
    }

    static func link(after link: [UInt8], _ sealed: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Data(link + sealed)))
    }

    /// A batch, and the ciphertext and tag that stand in it.
    static func frame(
        _ compressed: [UInt8], key: [UInt8], ticket: [UInt8], sequence: UInt32, chain: [UInt8], nonce: [UInt8]
    ) throws -> (frame: [UInt8], sealed: [UInt8]) {
        var frame: [UInt8] = [1, UInt8(ticket.count / 256), UInt8(ticket.count % 256)] + ticket
        frame += [24, 16, 8, 0].map { UInt8(sequence >> $0 & 0xff) }
        frame += chain + nonce
        let box = try AES.GCM.seal(
            compressed, using: SymmetricKey(data: key), nonce: .init(data: nonce), authenticating: frame)
        let sealed = Array(box.ciphertext + box.tag)
        return (frame + sealed, sealed)
    }
}

extension BatchKey {
    var bytes: [UInt8] { key.withUnsafeBytes(Array.init) }
}

/// Two hexadecimal digits for each byte.
func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
}
