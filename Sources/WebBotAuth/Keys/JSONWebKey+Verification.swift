import Crypto
import CryptoExtras
import Foundation

extension JSONWebKey {
    /// Why a signature does not hold.
    enum SignatureFailure: Error, Equatable {
        /// The signature names an algorithm that is not this key's, or none that is accepted.
        case algorithm
        /// The signature is not this key's over these bytes.
        case signature
    }

    /// Checks a signature.
    /// - Parameters:
    ///   - named: the `alg` parameter of the signature; nil leaves it to the key.
    /// - Throws: ``SignatureFailure``.
    func verify(_ signature: [UInt8], over base: [UInt8], named: String?) throws(SignatureFailure) {
        guard let algorithm, named == nil || named == algorithm.rawValue else { throw .algorithm }
        guard holds(signature, over: Data(base)) else { throw .signature }
    }

    private func holds(_ signature: [UInt8], over base: Data) -> Bool {
        switch material {
        case .ed25519(let x):
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x) else { return false }
            return key.isValidSignature(Data(signature), for: base)
        case .p256(let x, let y):
            guard let key = try? P256.Signing.PublicKey(x963Representation: [4] + x + y),
                let signature = try? P256.Signing.ECDSASignature(rawRepresentation: Data(signature))
            else { return false }
            return key.isValidSignature(signature, for: base)
        case .rsa(let modulus, let exponent):
            guard let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent) else { return false }
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: Data(signature)), for: SHA512.hash(data: base),
                padding: .PSS)
        }
    }
}
