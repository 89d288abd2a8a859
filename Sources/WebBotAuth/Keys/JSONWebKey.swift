import Crypto
import Foundation
import OrderedJSON
import Sessions

/// A public key of a signer (RFC 7517), known by its thumbprint.
///
/// Ed25519 (RFC 8037), P-256 and RSA keys can be read. Private members are not looked at.
public struct JSONWebKey: Hashable, Sendable {
    /// The public parts, decoded.
    enum Material: Hashable, Sendable {
        case ed25519([UInt8])
        case p256(x: [UInt8], y: [UInt8])
        case rsa(modulus: [UInt8], exponent: [UInt8])
    }

    let material: Material
    /// The SHA-256 thumbprint (RFC 7638) in base64url: how signatures name the key.
    public let thumbprint: String
    /// The algorithm that signatures of this key must have; nil for a key that says it is for something else.
    public let algorithm: SignatureAlgorithm?
    /// The key signs nothing before.
    public let notBefore: Timestamp?
    /// The key signs nothing from then on.
    public let expires: Timestamp?

    /// Why a key is not taken.
    public enum KeyError: Error, Equatable, Sendable {
        /// A kind of key or a curve that is not known here; to be skipped.
        case unknownType
        /// A member is missing or not what it should be.
        case malformed
        /// An RSA key of less than 2048 or more than 8192 bits.
        case size
    }

    /// Reads a key.
    /// - Throws: ``KeyError``.
    public init(_ json: JSONValue) throws(KeyError) {
        material = try Self.material(of: json)
        thumbprint = Base64.encode(SHA256.hash(data: Data(material.thumbprintInput.utf8)).map(\.self), alphabet: .url)
        algorithm = Self.algorithm(for: material, json)
        notBefore = try Self.moment("nbf", in: json)
        expires = try Self.moment("exp", in: json)
    }

    /// Whether the key may be used at that moment, by its `nbf` and `exp`.
    public func isValid(at moment: Timestamp) -> Bool {
        if let notBefore, moment < notBefore { return false }
        if let expires, moment >= expires { return false }
        return true
    }

    /// Whether a text has the form of a thumbprint: SHA-256 in base64url, 43 characters.
    public static func isThumbprint(_ text: String) -> Bool {
        text.utf8.count == 43 && Base64.decode(text.utf8, alphabet: .url)?.count == 32
    }

    private static func algorithm(for material: Material, _ json: JSONValue) -> SignatureAlgorithm? {
        let own: SignatureAlgorithm =
            switch material {
            case .ed25519: .ed25519
            case .p256: .ecdsaP256SHA256
            case .rsa: .rsaPSSSHA512
            }
        if let use = json["use"], use.string != "sig" { return nil }
        if let operations = json["key_ops"]?.array, !operations.contains(.string("verify")) { return nil }
        guard let name = json["alg"] else { return own }
        return name.string.flatMap(SignatureAlgorithm.init(jose:)) == own ? own : nil
    }

    private static func moment(_ name: String, in json: JSONValue) throws(KeyError) -> Timestamp? {
        guard let value = json[name], !value.isNull else { return nil }
        // Some directories write milliseconds; as seconds those lie far ahead, and are harmless for `exp`.
        guard let seconds = value.double, seconds.magnitude < 1e15 else { throw .malformed }
        // Only to the precision in which it can be written and read again.
        let isFar = seconds.magnitude >= 1e12
        return Timestamp(milliseconds: isFar ? Int64(seconds) * 1000 : Int64((seconds * 1000).rounded()))
    }
}

extension JSONWebKey.Material {
    /// What a thumbprint is the hash of: the required members in the order of their names, without space (RFC 7638, section 3.2).
    fileprivate var thumbprintInput: String {
        func text(_ bytes: [UInt8]) -> String { Base64.encode(bytes, alphabet: .url) }
        return switch self {
        case .ed25519(let x): #"{"crv":"Ed25519","kty":"OKP","x":"\#(text(x))"}"#
        case .p256(let x, let y): #"{"crv":"P-256","kty":"EC","x":"\#(text(x))","y":"\#(text(y))"}"#
        case .rsa(let modulus, let exponent): #"{"e":"\#(text(exponent))","kty":"RSA","n":"\#(text(modulus))"}"#
        }
    }
}

extension JSONWebKey {
    private static func material(of json: JSONValue) throws(KeyError) -> Material {
        switch (json["kty"]?.string, json["crv"]?.string) {
        case ("OKP", "Ed25519"):
            return .ed25519(try bytes("x", in: json, count: 32))
        case ("EC", "P-256"):
            return .p256(x: try bytes("x", in: json, count: 32), y: try bytes("y", in: json, count: 32))
        case ("RSA", _):
            return try rsa(json)
        default:
            throw .unknownType
        }
    }

    private static func rsa(_ json: JSONValue) throws(KeyError) -> Material {
        let modulus = try integer("n", in: json)
        let exponent = try integer("e", in: json)
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard (2048...8192).contains(bits) else { throw .size }
        guard exponent.count <= 4, let last = exponent.last, last & 1 == 1, exponent != [1] else { throw .malformed }
        return .rsa(modulus: modulus, exponent: exponent)
    }

    /// A number without leading zeros: else one key had several thumbprints.
    private static func integer(_ name: String, in json: JSONValue) throws(KeyError) -> [UInt8] {
        let bytes = try bytes(name, in: json)
        guard let first = bytes.first, first != 0 else { throw .malformed }
        return bytes
    }

    private static func bytes(
        _ name: String, in json: JSONValue, count: Int? = nil
    ) throws(KeyError) -> [UInt8] {
        guard let text = json[name]?.string, text.utf8.count <= 2048,
            let bytes = Base64.decode(text.utf8, alphabet: .url), count == nil || bytes.count == count
        else { throw .malformed }
        return bytes
    }
}

extension JSONWebKey: JSONWritable {
    /// Writes the public members that ``init(_:)`` reads.
    public func write(to writer: inout JSONWriter) {
        func text(_ bytes: [UInt8]) -> String { Base64.encode(bytes, alphabet: .url) }
        writer.object {
            switch material {
            case .ed25519(let x):
                $0.field("kty", "OKP")
                $0.field("crv", "Ed25519")
                $0.field("x", text(x))
            case .p256(let x, let y):
                $0.field("kty", "EC")
                $0.field("crv", "P-256")
                $0.field("x", text(x))
                $0.field("y", text(y))
            case .rsa(let modulus, let exponent):
                $0.field("kty", "RSA")
                $0.field("n", text(modulus))
                $0.field("e", text(exponent))
            }
            // A key that is for something else must stay so.
            if algorithm == nil { $0.field("use", "other") }
            Self.write(notBefore, as: "nbf", to: &$0)
            Self.write(expires, as: "exp", to: &$0)
        }
    }

    /// In seconds (RFC 7519, section 2, NumericDate).
    private static func write(_ moment: Timestamp?, as name: String, to writer: inout JSONWriter) {
        guard let moment else { return }
        let (seconds, thousandths) = moment.milliseconds.quotientAndRemainder(dividingBy: 1000)
        if thousandths == 0 {
            writer.field(name, Int(seconds))
        } else {
            writer.field(name, Double(moment.milliseconds) / 1000)
        }
    }
}
