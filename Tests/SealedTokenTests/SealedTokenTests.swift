import Crypto
import Foundation
import Testing

@testable import SealedToken

@Suite("The sealed token")
struct SealedTokenTests {
    private let payload = Array(#"{"object":"session_verification","session_id":"sid_1","é":[1,2,3]}"#.utf8)
    private let secret = "sk_test_one"

    private func keys(_ count: Int) -> [String] { (0..<count).map { "sk_test_\($0)" } }

    private func sealShared(_ payload: [UInt8], for secrets: [String]) -> [UInt8] {
        bytes(SealedToken.seal(payload, for: secrets.map { SecretKeyHash($0) }))
    }

    private func sealSingle(_ payload: [UInt8], for secret: String) -> [UInt8] {
        bytes(SealedToken.seal(payload, for: SecretKeyHash(secret)))
    }

    private func bytes(_ token: String) -> [UInt8] { Array(Data(base64Encoded: token)!) }

    private func opened(_ token: [UInt8], with secret: String) -> [UInt8]? {
        try? SealedToken.open(Data(token).base64EncodedString(), with: SecretKeyHash(secret))
    }

    // MARK: Sealing and opening

    @Test("Version 1 opens with its key, and with no other")
    func single() {
        let token = sealSingle(payload, for: secret)
        #expect(token[0] == 1)
        #expect(opened(token, with: secret) == payload)
        #expect(opened(token, with: "sk_test_two") == nil)
        #expect(opened(token, with: "") == nil)
    }

    @Test("Version 2 opens with the key of each recipient, and with no other", arguments: [1, 2, 3, 255, 256])
    func shared(count: Int) {
        let token = sealShared(payload, for: keys(count))
        #expect(token[..<3] == [2, UInt8(count >> 8), UInt8(count & 0xff)])
        for secret in Set([0, 1, count / 2, count - 1]).filter({ $0 < count }).map({ keys(count)[$0] }) {
            #expect(opened(token, with: secret) == payload)
        }
        #expect(opened(token, with: "sk_test_\(count)") == nil)
    }

    @Test("To seal for nobody is a mistake of the program")
    func nobody() async {
        await #expect(processExitsWith: .failure) { _ = SealedToken.seal(Array("{}".utf8), for: [SecretKeyHash]()) }
    }

    @Test("To seal for more than 256 is a mistake of the program")
    func crowd() async {
        await #expect(processExitsWith: .failure) {
            _ = SealedToken.seal(Array("{}".utf8), for: (0...256).map { SecretKeyHash("sk_test_\($0)") })
        }
    }

    @Test("The server seals with the hash that it keeps, and the key opens it")
    func hashAtRest() throws {
        let token = SealedToken.seal(payload, for: SecretKeyHash(Contract.hash(secret)))
        #expect(try SealedToken.open(token, with: SecretKeyHash(secret)) == payload)
    }

    @Test("No two tokens share a nonce, a content key or anything else that is sealed")
    func nonces() throws {
        let single = (0..<2).map { _ in sealSingle(payload, for: secret) }
        #expect(single[0][1..<13] != single[1][1..<13])
        #expect(single[0][13...] != single[1][13...])

        let shared = (0..<2).map { _ in sealShared(payload, for: keys(2)) }
        let nonces = shared.flatMap { token in
            let entries = token.count - 2 * 92
            return [token[3..<15]] + [0, 1].map { token.dropFirst(entries + $0 * 92 + 32).prefix(12) }
        }
        #expect(Set(nonces.map(Array.init)).count == 6)
        #expect(shared[0][19..<40] != shared[1][19..<40])
    }

    // MARK: The contract

    @Test("What is sealed is what the contract says", arguments: [1, 2, 5])
    func writtenByContract(count: Int) throws {
        let single = try Contract.openV1(sealSingle(payload, for: secret), with: secret)
        let token = sealShared(payload, for: keys(count))
        for (place, key) in keys(count).enumerated() {
            // The compressed bytes say the same as those of version 1, which the room has to read below.
            #expect(try Contract.openV2(token, with: key, at: place) == single)
        }
        #expect(opened(try Contract.v1(single, for: "sk_test_other"), with: "sk_test_other") == payload)
    }

    @Test("What another sealer made by the contract opens, uncompressed too")
    func readByContract() throws {
        let stored = Contract.stored(payload)
        #expect(opened(try Contract.v1(stored, for: secret), with: secret) == payload)
        for count in [1, 2, 256] {
            let token = try Contract.v2(stored, for: keys(count))
            #expect(opened(token, with: keys(count)[count - 1]) == payload)
        }
    }

    @Test("A token for nobody or for more than 256 is refused, however well it is sealed", arguments: [0, 257, 300])
    func recipientCount(count: Int) throws {
        let token = try Contract.v2(Contract.stored(payload), for: keys(count))
        #expect(opened(token, with: keys(1)[0]) == nil)
    }

    // MARK: What is refused

    @Test("A token cut short anywhere, or with a byte too many, is refused")
    func truncated() {
        for token in [sealSingle(payload, for: "sk_test_0"), sealShared(payload, for: keys(2))] {
            for length in 0..<token.count {
                #expect(opened(Array(token[..<length]), with: "sk_test_0") == nil, "\(length) of \(token.count)")
            }
            #expect(opened(token + [0], with: "sk_test_0") == nil)
            #expect(opened(token, with: "sk_test_0") == payload)
        }
    }

    @Test("A token with any bit flipped is refused")
    func flipped() {
        for token in [sealSingle(payload, for: "sk_test_0"), sealShared(payload, for: keys(1))] {
            for bit in 0..<token.count * 8 {
                var changed = token
                changed[bit / 8] ^= 1 << (bit % 8)
                #expect(opened(changed, with: "sk_test_0") == nil, "bit \(bit) of version \(token[0])")
            }
        }
    }

    @Test("A recipient's part that was damaged harms nobody but that recipient; an identifier harms all")
    func foreignPart() {
        let token = sealShared(payload, for: keys(2))
        for offset in token.count - 92..<token.count {
            var changed = token
            changed[offset] ^= 0x80
            #expect(opened(changed, with: "sk_test_1") == nil)
            let isIdentifier = offset < token.count - 60
            #expect(opened(changed, with: "sk_test_0") == (isIdentifier ? nil : payload))
        }
    }

    @Test("Recipients can't be put in another order, left out or added")
    func recipientsAreBound() throws {
        let token = sealShared(payload, for: keys(2))
        let body = Array(token.dropLast(2 * 92))
        let first = Array(token.dropLast(92).suffix(92))
        let second = Array(token.suffix(92))
        #expect(opened(body + first + second, with: "sk_test_0") == payload)
        #expect(opened(body + second + first, with: "sk_test_0") == nil)
        for (count, parts) in [(1, first), (3, first + second + first), (2, first + first)] {
            var changed = body + parts
            changed[2] = UInt8(count)
            #expect(opened(changed, with: "sk_test_0") == nil)
        }
    }

    @Test(
        "What is no token is refused",
        arguments: [
            "", "A", "AQ==", "Ag==", "AgAB", "not base64!", "sk_live_x", "{\"sealed\":1}", "\u{0}", "é", "====", " ",
        ])
    func noToken(text: String) {
        #expect(throws: SealedToken.VerificationFailure()) { try SealedToken.open(text, with: SecretKeyHash(secret)) }
    }

    @Test("Other versions are refused", arguments: [0, 3, 0x31, 0xff] as [UInt8])
    func versions(version: UInt8) {
        for token in [sealSingle(payload, for: secret), sealShared(payload, for: [secret])] {
            #expect(opened([version] + token.dropFirst(), with: secret) == nil)
        }
    }

    @Test("A length field that lies is refused", arguments: [0, 1, 0x7fff_ffff, 0xffff_ffff] as [UInt32])
    func lyingLength(length: UInt32) {
        var token = sealShared(payload, for: [secret])
        token.replaceSubrange(15..<19, with: withUnsafeBytes(of: length.bigEndian, Array.init))
        #expect(opened(token, with: secret) == nil)
    }

    @Test(
        "A payload that is sealed well but is no JSON object is refused",
        arguments: ["", "[]", "null", "1", "\"text\"", "{", "{}{}", "{'a':1}", "\u{FEFF}", "{\"a\":}"])
    func noObject(text: String) {
        #expect(opened(sealSingle(Array(text.utf8), for: secret), with: secret) == nil)
        #expect(opened(sealShared(Array(text.utf8), for: [secret]), with: secret) == nil)
    }

    @Test("A payload that does not inflate is refused")
    func noStream() throws {
        let stored = Contract.stored(payload)
        for compressed in [payload, [], Array(stored.dropLast()), stored + [0], Array(stored.dropFirst(2))] {
            #expect(opened(try Contract.v1(compressed, for: secret), with: secret) == nil)
            #expect(opened(try Contract.v2(compressed, for: [secret]), with: secret) == nil)
        }
    }

    @Test("A payload inflates to one mebibyte and no further")
    func payloadLimit() {
        func object(_ length: Int) -> [UInt8] { Array("{\"a\":\"\(String(repeating: "x", count: length - 8))\"}".utf8) }
        let largest = object(SealedToken.payloadLimit)
        #expect(largest.count == 1 << 20)
        #expect(opened(sealSingle(largest, for: secret), with: secret) == largest)
        #expect(opened(sealSingle(object(largest.count + 1), for: secret), with: secret) == nil)
    }
}

@Suite("The hash of a secret key")
struct SecretKeyHashTests {
    private let hash = String(repeating: "0123456789abcdef", count: 4)

    @Test("A key is hashed with SHA-256")
    func hashed() {
        #expect(
            SecretKeyHash("abc").hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SecretKeyHash("sk_live_é").hexadecimal == Contract.hash("sk_live_é"))
    }

    @Test("64 hexadecimal digits of either case are taken as the hash")
    func taken() {
        #expect(SecretKeyHash(hash).hexadecimal == hash)
        #expect(SecretKeyHash(hash.uppercased()) == SecretKeyHash(hash))
    }

    @Test("Anything else is a key, however much it looks like a hash")
    func almost() {
        let others = [
            String(hash.dropLast()), hash + "0", hash.dropLast() + "g", hash.dropLast() + " ", "0x" + hash.dropLast(2),
            // 64 bytes of digits that are not ASCII.
            String(repeating: "１", count: 21) + "1",
        ]
        for other in others {
            #expect(SecretKeyHash(other).hexadecimal == Contract.hash(other), "\(other)")
        }
    }

    @Test("The two keys that come of a hash say nothing of each other")
    func purposes() {
        let secret = SecretKeyHash("sk_test_one")
        #expect(secret.recipientIdentifier == Contract.identifier("sk_test_one"))
        #expect(secret.wrappingKey == Contract.key("sk_test_one"))
        #expect(secret.wrappingKey.withUnsafeBytes(Array.init) != secret.recipientIdentifier)
    }
}
