import Crypto
import Foundation
import OrderedJSON
import Testing

@testable import WebBotAuth

@Suite(
    "The examples of RFC 9421, appendix B.2",
    .enabled(if: Vectors.areThere, "../shared/vectors is not beside the repository"))
struct MessageSignatureVectorTests {
    private static let names = [
        "b21_request", "b22_request", "b23_request", "b24_response", "b25_request", "b26_request",
    ]

    /// The one signature of an example, and its base.
    private func signature(_ name: String) throws -> (bytes: [UInt8], base: [UInt8]) {
        let message = try Vectors.message("\(name)_signed.txt")
        let fields = try FieldValues(message.headers)
        let inputs = try StructuredField.dictionary(try fields.combined("signature-input") ?? "")
        let signatures = try StructuredField.dictionary(try fields.combined("signature") ?? "")
        let entry = try #require(inputs.entries.first)
        let base = try SignatureBase(SignatureInput(entry.member), of: message).bytes
        return (try #require(signatures[entry.key]?.item?.value.bytes), base)
    }

    @Test("The signature base is the printed one, byte by byte", arguments: names)
    func bases(name: String) throws {
        let printed = try Vectors.text("http-message-signatures/\(name)_sigbase.txt")
        let base = try signature(name).base
        #expect(String(decoding: base, as: UTF8.self) == printed)
    }

    @Test("The signatures of the RSA-PSS key hold, and not over another base", arguments: names.prefix(3))
    func rsa(name: String) throws {
        let key = try JSONWebKey(try Vectors.json("http-message-signatures/rsapss"))
        try holds(name, key, .rsaPSSSHA512)
    }

    @Test("The signature of the Ed25519 key holds, and not over another base")
    func ed25519() throws {
        try holds("b26_request", try JSONWebKey(try Vectors.json("http-message-signatures/ed25519")), .ed25519)
    }

    @Test("The signature of the P-256 key holds, and not over another base")
    func ecdsa() throws {
        try holds("b24_response", try JSONWebKey(RFC9421.p256), .ecdsaP256SHA256)
    }

    @Test("The code with the shared secret is that of the base")
    func hmac() throws {
        let (bytes, base) = try signature("b25_request")
        let code = HMAC<SHA256>.authenticationCode(for: Data(base), using: SymmetricKey(data: RFC9421.sharedSecret))
        #expect(Array(code) == bytes)
    }

    private func holds(_ name: String, _ key: JSONWebKey, _ algorithm: SignatureAlgorithm) throws {
        let (bytes, base) = try signature(name)
        try key.verify(bytes, over: base, named: nil)
        try key.verify(bytes, over: base, named: algorithm.rawValue)
        for other in ["hmac-sha256", "rsa-v1_5-sha256", "none", ""] + SignatureAlgorithm.allCases.map(\.rawValue)
        where other != algorithm.rawValue {
            #expect(throws: JSONWebKey.SignatureFailure.algorithm) { try key.verify(bytes, over: base, named: other) }
        }
        #expect(throws: JSONWebKey.SignatureFailure.signature) {
            try key.verify(bytes, over: base + [0x0a], named: nil)
        }
        for length in 0..<bytes.count + 8 where length != bytes.count {
            let cut = Array((bytes + [UInt8](repeating: 0, count: 8)).prefix(length))
            #expect(throws: JSONWebKey.SignatureFailure.signature) { try key.verify(cut, over: base, named: nil) }
        }
    }
}

/// Keys of RFC 9421, appendix B.1, that are not among the vectors' files.
enum RFC9421 {
    static let p256 = JSONValue.object([
        .init("kty", .string("EC")), .init("crv", .string("P-256")),
        .init("x", .string("qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA")),
        .init("y", .string("Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0")),
    ])

    static let sharedSecret =
        Data(
            base64Encoded: "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==")
        ?? Data()
}
