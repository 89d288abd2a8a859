import Crypto
import Foundation
import Sessions

/// The key with which one session's batches are encrypted.
public struct BatchKey: Sendable, Equatable {
    /// 32 bytes.
    let key: SymmetricKey

    /// Agrees on a key with a client: ECDH over P-256 (NIST SP 800-56A), then HKDF-SHA256 (RFC 5869).
    /// - Parameters:
    ///   - own: this side's ephemeral key.
    ///   - peer: the other side's public key.
    ///   - client: the client's public key, as the 65 bytes that were sent.
    ///   - server: the server's public key, as the 65 bytes that were sent.
    ///   - session: bound into the key.
    /// - Throws: `CryptoKitError` when the peer's point is not on the curve.
    public init(
        own: P256.KeyAgreement.PrivateKey, peer: P256.KeyAgreement.PublicKey, client: Data, server: Data,
        session: SessionID
    ) throws {
        let secret = try own.sharedSecretFromKeyAgreement(with: peer)
        key = secret.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: Data(SHA256.hash(data: client + server)),
            sharedInfo: Data("tripline-collect-v1\0\(session.text)".utf8), outputByteCount: 32)
    }

    /// The key with these 32 bytes.
    init(bytes: some ContiguousBytes) {
        key = SymmetricKey(data: bytes)
    }

    /// Encrypts a batch as an agent does.
    /// - Throws: never for a frame whose parts have their right lengths.
    public func seal(_ plaintext: [UInt8], nonce: [UInt8], authenticating header: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(
            plaintext, using: key, nonce: AES.GCM.Nonce(data: nonce), authenticating: header)
        return Array(box.ciphertext + box.tag)
    }
}

/// The server's half of a handshake.
public struct Handshake: Sendable {
    /// The server's public key, 65 bytes.
    public var serverPublicKey: Data
    /// The agreed key.
    public var batchKey: BatchKey

    /// Answers a client's public key with a fresh one.
    /// - Parameter clientPublicKey: the uncompressed point, 65 bytes.
    /// - Throws: when these are not a point of P-256.
    public init(clientPublicKey: Data, session: SessionID) throws {
        let peer = try P256.KeyAgreement.PublicKey(x963Representation: clientPublicKey)
        let own = P256.KeyAgreement.PrivateKey()
        serverPublicKey = own.publicKey.x963Representation
        batchKey = try BatchKey(
            own: own, peer: peer, client: clientPublicKey, server: serverPublicKey, session: session)
    }
}
