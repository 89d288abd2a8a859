import OrderedJSON
import Testing

@testable import SealedToken

@Suite(
    "The golden vectors",
    .enabled(if: Vectors.areThere, "../shared/contract/sealed-token is not beside the repository"))
struct GoldenTests {
    @Test("The version 1 token opens with its key, and with the key's hash in either case")
    func single() throws {
        let vector = try Vectors.read("vector.v1")
        let token = try #require(vector["token"]?.string)
        let secret = try #require(vector["secretKey"]?.string)
        let hash = try #require(vector["secretHash"]?.string)
        #expect(SecretKeyHash(secret).hexadecimal == hash)
        for key in [secret, hash, hash.uppercased()] {
            #expect(try JSONValue(parsing: SealedToken.open(token, with: SecretKeyHash(key))) == vector["payload"])
        }
    }

    @Test("The version 2 token opens with each of its keys and hashes")
    func shared() throws {
        let vector = try Vectors.read("vector.v2")
        let token = try #require(vector["token"]?.string)
        let keys = ["secretKeys", "secretHashes"].flatMap { vector[$0]?.array?.compactMap(\.string) ?? [] }
        try #require(keys.count == 4)
        for key in keys {
            #expect(try JSONValue(parsing: SealedToken.open(token, with: SecretKeyHash(key))) == vector["payload"])
        }
    }

    @Test("A key that is not among a token's recipients does not open it")
    func others() throws {
        let secondary = SecretKeyHash("sk_live_fixture_secondary")
        let single = try #require(Vectors.read("vector.v1")["token"]?.string)
        let shared = try #require(Vectors.read("vector.v2")["token"]?.string)
        #expect(throws: SealedToken.VerificationFailure()) { try SealedToken.open(single, with: secondary) }
        #expect(throws: SealedToken.VerificationFailure()) {
            try SealedToken.open(shared, with: SecretKeyHash("sk_live_somebody_else"))
        }
    }

    @Test("The invalid token is refused")
    func invalid() throws {
        let token = try #require(Vectors.read("invalid")["token"]?.string)
        #expect(throws: SealedToken.VerificationFailure()) {
            try SealedToken.open(token, with: SecretKeyHash("sk_live_fixture_secret"))
        }
    }
}
