import Crypto
import CryptoExtras
import Foundation
import OrderedJSON
import Sessions

@testable import WebBotAuth

/// An agent with a key of its own.
struct TestSigner {
    private enum Key {
        case ed25519(Curve25519.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)
    }

    private let key: Key
    let jwk: JSONWebKey
    let algorithm: SignatureAlgorithm

    var keys: JSONWebKeySet { JSONWebKeySet(keys: [jwk]) }
    var keyID: String { jwk.thumbprint }

    /// An RSA key takes a second to make: there is one for all tests.
    static let rsa = try! TestSigner(.rsaPSSSHA512)

    init(_ algorithm: SignatureAlgorithm, members: [JSONValue.Member] = []) throws {
        self.algorithm = algorithm
        func text(_ bytes: some Collection<UInt8>) -> JSONValue { .string(Base64.encode(bytes, alphabet: .url)) }
        let json: [JSONValue.Member]
        switch algorithm {
        case .ed25519:
            let made = Curve25519.Signing.PrivateKey()
            key = .ed25519(made)
            json = [
                .init("kty", .string("OKP")), .init("crv", .string("Ed25519")),
                .init("x", text(made.publicKey.rawRepresentation)),
            ]
        case .ecdsaP256SHA256:
            let made = P256.Signing.PrivateKey()
            key = .p256(made)
            let point = Array(made.publicKey.rawRepresentation)
            json = [
                .init("kty", .string("EC")), .init("crv", .string("P-256")), .init("x", text(point.prefix(32))),
                .init("y", text(point.suffix(32))),
            ]
        case .rsaPSSSHA512:
            let made = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            key = .rsa(made)
            let parts = try made.publicKey.getKeyPrimitives()
            json = [
                .init("kty", .string("RSA")), .init("n", text(parts.modulus)), .init("e", text(parts.publicExponent)),
            ]
        }
        jwk = try JSONWebKey(.object(json + members))
    }

    func signature(over base: [UInt8]) throws -> [UInt8] {
        switch key {
        case .ed25519(let key): Array(try key.signature(for: Data(base)))
        case .p256(let key): Array(try key.signature(for: Data(base)).rawRepresentation)
        case .rsa(let key):
            Array(try key.signature(for: SHA512.hash(data: Data(base)), padding: .PSS).rawRepresentation)
        }
    }

    /// The two fields that sign a message.
    /// - Parameter input: the member of `Signature-Input`.
    func fields(label: String, input: String, over message: SignedMessage) throws -> [MessageField] {
        let parsed = try StructuredField.dictionary("\(label)=\(input)")
        let base = try SignatureBase(SignatureInput(parsed.entries[0].member), of: message)
        let signature = Base64.encode(try signature(over: base.bytes))
        return [.init("Signature-Input", "\(label)=\(input)"), .init("Signature", "\(label)=:\(signature):")]
    }
}

/// A signed request in the making; what a test does not change is as an honest agent has it.
struct Draft {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    var label = "sig1"
    var components = #"("@authority" "signature-agent";key="sig1")"#
    var agent: String? = #"sig1="https://agent.example""#
    var created: String? = ";created=1799999990"
    var expires: String? = ";expires=1800000300"
    var keyID: String?
    var algorithm: String?
    var nonce: String? = ";nonce=\"n1\""
    var tag = ";tag=\"web-bot-auth\""
    var request = SignedRequest(
        method: "GET", scheme: "https", authority: "shop.example", target: "/cart?item=1",
        headers: [.init("Host", "shop.example"), .init("User-Agent", "ExampleBot/1.0")])

    func input(_ signer: TestSigner) -> String {
        let keyID = keyID ?? ";keyid=\"\(signer.keyID)\""
        let algorithm = algorithm ?? ";alg=\"\(signer.algorithm.rawValue)\""
        return components + (created ?? "") + (expires ?? "") + keyID + algorithm + (nonce ?? "") + tag
    }

    func signed(by signer: TestSigner) throws -> SignedRequest {
        var request = request
        if let agent { request.headers.append(.init("Signature-Agent", agent)) }
        request.headers += try signer.fields(label: label, input: input(signer), over: .request(request))
        return request
    }
}
