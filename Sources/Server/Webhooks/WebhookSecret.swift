import CollectProtocol
import Crypto
import Foundation
import Sessions

/// What an endpoint's deliveries are signed with: `whsec_` and 32 bytes in base64.
struct WebhookSecret: Sendable {
    /// The secret, as it is shown to its owner.
    let text: String
    private let key: SymmetricKey

    fileprivate init(key: SymmetricKey) {
        self.key = key
        text = "whsec_" + key.withUnsafeBytes { Data($0).base64EncodedString() }
    }

    /// The contract's signature: HMAC-SHA256 under the secret as it stands, over `timestamp.body`, in hexadecimal.
    func tripwireSignature(timestamp: String, body: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(timestamp).".utf8) + body, using: SymmetricKey(data: Data(text.utf8)))
        return code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// The signature of the Standard Webhooks specification: HMAC-SHA256 under the 32 bytes, over `id.timestamp.body`, in base64.
    func standardSignature(id: String, timestamp: String, body: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(timestamp).".utf8) + body, using: key)
        return "v1," + Data(code).base64EncodedString()
    }
}

/// The signing secrets of all endpoints.
///
/// They are kept nowhere: each is derived from the master key, the endpoint and the number of its generation.
struct WebhookSecrets: Sendable {
    private let masterKey: MasterKey

    init(masterKey: MasterKey) {
        self.masterKey = masterKey
    }

    /// One generation of an endpoint's secret.
    func secret(of endpoint: EndpointID, generation: Int) -> WebhookSecret {
        WebhookSecret(key: masterKey.derivedKey(for: "webhook secret v1 \(endpoint) \(generation)"))
    }
}
