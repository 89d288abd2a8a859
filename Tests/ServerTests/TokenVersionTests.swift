import Foundation
import SealedToken
import Testing

@testable import Server

@Suite("The version of a sealed token")
struct TokenVersionTests {
    private let payload = Array(#"{"object":"session_verification"}"#.utf8)
    private let hashes = (0..<300).map { SecretKeyHash("sk_live_\($0)") }

    private func version(_ token: String) -> UInt8? { Data(base64Encoded: token)?.first }

    @Test("is 1 while there is one secret key, and 2 when there are several, unless one is pinned")
    func automatic() {
        #expect(version(TokenVersion.automatic.seal(payload, for: [hashes[0]])) == 1)
        #expect(version(TokenVersion.automatic.seal(payload, for: Array(hashes[..<2]))) == 2)
        #expect(version(TokenVersion.v2.seal(payload, for: [hashes[0]])) == 2)
        #expect(version(TokenVersion.v1.seal(payload, for: Array(hashes[..<2]))) == 1)
    }

    @Test("1 opens with the oldest key, which every backend has while keys rotate")
    func pinned() throws {
        let token = TokenVersion.v1.seal(payload, for: Array(hashes[..<2]))
        #expect(try SealedToken.open(token, with: hashes[0]) == payload)
        #expect(throws: (any Error).self) { try SealedToken.open(token, with: hashes[1]) }
    }

    @Test("2 has room for the newest 256 keys")
    func many() throws {
        let token = TokenVersion.automatic.seal(payload, for: hashes)
        #expect(try SealedToken.open(token, with: hashes[299]) == payload)
        #expect(try SealedToken.open(token, with: hashes[44]) == payload)
        #expect(throws: (any Error).self) { try SealedToken.open(token, with: hashes[43]) }
    }
}
