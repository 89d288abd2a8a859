import OrderedJSON
import Sessions
import Testing

@testable import WebBotAuth

@Suite("Keys")
struct JSONWebKeyTests {
    private func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    private func failure(_ text: String) throws -> JSONWebKey.KeyError? {
        let json = try json(text)
        do {
            _ = try JSONWebKey(json)
            return nil
        } catch {
            return error
        }
    }

    private static let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

    @Test("A key is written as it is read, whatever its kind, and without private parts")
    func roundTrip() throws {
        for signer in [try TestSigner(.ed25519), try TestSigner(.ecdsaP256SHA256), TestSigner.rsa] {
            #expect(try JSONWebKey(try JSONValue(parsing: signer.jwk.jsonBytes())) == signer.jwk)
            #expect(JSONWebKey.isThumbprint(signer.keyID))
        }
        let json = try json(
            #"{"kty":"OKP","crv":"Ed25519","x":"\#(Self.x)","d":"c2VjcmV0","kid":"any","nbf":1.5,"exp":2,"use":"enc"}"#)
        let key = try JSONWebKey(json)
        let again = try JSONValue(parsing: key.jsonBytes())
        #expect(again["d"] == nil)
        #expect(try JSONWebKey(again) == key)
        #expect(key.notBefore == Timestamp(milliseconds: 1500))
    }

    @Test(
        "The moments of a key are the same however often it is written and read",
        arguments: [
            "1.0011", "-1.0011", "0.0004", "1799999994.4987", "999999999999.4987", "1000000000000.5",
            "1800000000123.4987", "123456789012345.678", "-999999999999999.9", "999999999999999",
        ])
    func moments(seconds: String) throws {
        let key = try JSONWebKey(
            try json(#"{"kty":"OKP","crv":"Ed25519","x":"\#(Self.x)","nbf":\#(seconds),"exp":\#(seconds)}"#))
        #expect(key.notBefore == key.expires)
        #expect(try JSONWebKey(try JSONValue(parsing: key.jsonBytes())) == key)
    }

    @Test(
        "A malformed key is refused",
        arguments: [
            "null", "{}", "[]", #"{"kty":"oct","k":"AAAA"}"#, #"{"kty":"OKP","crv":"X25519","x":"\#(x)"}"#,
            #"{"kty":"EC","crv":"P-384","x":"\#(x)","y":"\#(x)"}"#, #"{"kty":"OKP","crv":"Ed25519"}"#,
            #"{"kty":"OKP","crv":"Ed25519","x":"AAAA"}"#, #"{"kty":"OKP","crv":"Ed25519","x":"\#(x)="}"#,
            #"{"kty":"OKP","crv":"Ed25519","x":"\#(x)A"}"#, #"{"kty":"OKP","crv":"Ed25519","x":1}"#,
            #"{"kty":"EC","crv":"P-256","x":"\#(x)"}"#, #"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#,
            #"{"kty":"RSA","n":"","e":"AQAB"}"#, #"{"kty":"OKP","crv":"Ed25519","x":"\#(x)","exp":"never"}"#,
            #"{"kty":"OKP","crv":"Ed25519","x":"\#(x)","nbf":1e300}"#,
        ])
    func malformed(text: String) throws {
        #expect(try failure(text) != nil)
    }

    @Test("An RSA key has 2048 to 8192 bits, no leading zeros, and an odd exponent of at most four bytes")
    func rsa() throws {
        func key(_ bits: Int, exponent: [UInt8] = [1, 0, 1], leading: [UInt8] = []) -> String {
            let modulus = leading + [0x80] + [UInt8](repeating: 1, count: bits / 8 - 1)
            return #"{"kty":"RSA","n":"\#(Base64.encode(modulus, alphabet: .url))","#
                + #""e":"\#(Base64.encode(exponent, alphabet: .url))"}"#
        }
        for bits in [2048, 4096, 8192] { #expect(try failure(key(bits)) == nil) }
        for bits in [1024, 2040, 8200, 16384] { #expect(try failure(key(bits)) != nil) }
        #expect(try failure(key(2048, leading: [0])) == .malformed)
        for exponent: [UInt8] in [[], [0, 3], [2], [1], [1, 0, 0, 0, 1]] {
            #expect(try failure(key(2048, exponent: exponent)) == .malformed)
        }
    }

    @Test("A point that is not on the curve, and a modulus that is none, verify nothing")
    func notOnCurve() throws {
        let zero = Base64.encode([UInt8](repeating: 1, count: 32), alphabet: .url)
        let modulus = Base64.encode([UInt8](repeating: 0xff, count: 256), alphabet: .url)
        for text in [
            #"{"kty":"EC","crv":"P-256","x":"\#(zero)","y":"\#(zero)"}"#,
            #"{"kty":"OKP","crv":"Ed25519","x":"\#(zero)"}"#, #"{"kty":"RSA","n":"\#(modulus)","e":"AQAB"}"#,
        ] {
            let key = try JSONWebKey(try json(text))
            for length in [0, 1, 63, 64, 65, 255, 256, 257, 1000] {
                let signature = [UInt8](repeating: 1, count: length)
                #expect(throws: JSONWebKey.SignatureFailure.signature) {
                    try key.verify(signature, over: [1, 2, 3], named: nil)
                }
            }
        }
    }

    @Test("A key that says it is for something else signs nothing")
    func use() throws {
        for (member, usable) in [
            (#""use":"sig""#, true), (#""use":"enc""#, false), (#""use":1"#, false), (#""alg":"EdDSA""#, true),
            (#""alg":"ed25519""#, true), (#""alg":"Ed25519""#, true), (#""alg":"ES256""#, false),
            (#""alg":"HS256""#, false), (#""alg":null"#, false), (#""key_ops":["verify"]"#, true),
            (#""key_ops":["sign"]"#, false),
        ] {
            let key = try JSONWebKey(try json(#"{"kty":"OKP","crv":"Ed25519","x":"\#(Self.x)",\#(member)}"#))
            #expect((key.algorithm != nil) == usable, "\(member)")
        }
        #expect(SignatureAlgorithm(jose: "RS256") == nil)
        #expect(SignatureAlgorithm(jose: "PS512") == .rsaPSSSHA512)
    }

    @Test("A set passes over keys that it cannot read, and knows each thumbprint once")
    func set() throws {
        let key = #"{"kty":"OKP","crv":"Ed25519","x":"\#(Self.x)"}"#
        let text = #"{"keys":[{"kty":"oct"},\#(key),3,{"kty":"OKP","crv":"Ed25519","x":"AA"},\#(key)],"more":{}}"#
        let set = try JSONWebKeySet(parsing: Array(text.utf8))
        #expect(set.keys.count == 1)
        #expect(set["kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"] != nil)
        #expect(try JSONWebKeySet(parsing: set.jsonBytes()) == set)
    }

    @Test("A set that is too large, too deep or none is refused")
    func badSets() throws {
        let many = #"{"keys":[\#(Array(repeating: "{}", count: 65).joined(separator: ","))]}"#
        let long = #"{"keys":[],"x":"\#(String(repeating: "x", count: 65_536))"}"#
        let deep = #"{"keys":\#(String(repeating: "[", count: 10_000))"#
        for (text, error) in [
            (many, JSONWebKeySet.SetError.tooLarge), (long, .tooLarge), (deep, .malformed), ("[]", .malformed),
            ("{}", .malformed), (#"{"keys":{}}"#, .malformed), ("<html>", .malformed), ("", .malformed),
        ] {
            #expect(throws: error) { try JSONWebKeySet(parsing: Array(text.utf8)) }
        }
    }
}
