import Crypto
import Sessions
import Testing

@testable import VisitorIdentity

/// Visitors, moments and one sealer for all.
private enum Known {
    static let sealer = ContinuitySealer(key: SymmetricKey(data: Array<UInt8>(1...32)))
    static let scope = "org_1/live"

    static func visitor(_ number: UInt64) -> VisitorID { VisitorID(high: 0, low: number) }

    /// A sealed token of a visitor, issued that many milliseconds after the epoch.
    static func token(_ visitor: UInt64, at moment: Int64 = 0, scope: String = scope) -> String {
        sealer.seal(
            ContinuityToken(visitor: self.visitor(visitor), session: nil, issuedAt: Timestamp(milliseconds: moment)),
            scope: scope)
    }
}

@Suite("The continuity token")
struct ContinuityTokenTests {
    private let sealer = Known.sealer
    private let token = ContinuityToken(
        visitor: VisitorID("vid_0123456789abcdefghjkmnpqrs")!, session: nil,
        issuedAt: Timestamp(milliseconds: 1_774_382_400_123))

    @Test(
        "carries visitor, time, before 1970 too, and session, if there is one",
        arguments: [0, 1, -1, 1_774_382_400_123, .min, .max] as [Int64], [nil, SessionID(high: 1, low: 2)])
    func roundTrip(milliseconds: Int64, session: SessionID?) {
        let token = ContinuityToken(
            visitor: token.visitor, session: session, issuedAt: Timestamp(milliseconds: milliseconds))
        #expect(sealer.open(sealer.seal(token, scope: "a"), scope: "a") == token)
    }

    @Test("stands wherever a browser keeps text: letters, digits, hyphen and underscore")
    func alphabet() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        for _ in 0..<50 {
            #expect(alphabet.isSuperset(of: sealer.seal(token, scope: "a")))
        }
    }

    @Test("is another one each time, so that visits can't be told to be the same one's by it")
    func fresh() {
        #expect(sealer.seal(token, scope: "a") != sealer.seal(token, scope: "a"))
    }

    @Test(
        "means nothing to another organization or environment",
        arguments: ["org_1/test", "org_2/live", "", "org_1/live "])
    func scopes(other: String) {
        let text = sealer.seal(token, scope: "org_1/live")
        #expect(sealer.open(text, scope: "org_1/live") == token)
        #expect(sealer.open(text, scope: other) == nil)
    }

    @Test("of another installation does not open")
    func otherKey() {
        let other = ContinuitySealer(key: SymmetricKey(data: Array<UInt8>(2...33)))
        #expect(other.open(sealer.seal(token, scope: "a"), scope: "a") == nil)
    }

    @Test("with any bit flipped, or cut short, does not open")
    func tampered() throws {
        let bytes = try #require(Base64URL.decode(sealer.seal(token, scope: "a")))
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(sealer.open(Base64URL.encode(changed), scope: "a") == nil, "bit \(bit)")
        }
        for length in 0..<bytes.count {
            #expect(sealer.open(Base64URL.encode(bytes[..<length]), scope: "a") == nil, "\(length) bytes")
        }
        #expect(sealer.open(Base64URL.encode(bytes + [0]), scope: "a") == nil)
        #expect(sealer.open(Base64URL.encode(bytes), scope: "a") == token)
    }

    @Test("that was sealed well but names no visitor does not open", arguments: ["sid_0123456789abcdefghjkmnpqrs", ""])
    func noVisitor(text: String) throws {
        let key = SymmetricKey(data: Array<UInt8>(1...32))
        func sealed(_ plaintext: [UInt8]) throws -> String {
            let box = try AES.GCM.seal(plaintext, using: key, authenticating: Array("continuity v1\0a".utf8))
            return Base64URL.encode([1] + box.combined!)
        }
        let moment = [UInt8](repeating: 0, count: 8)
        #expect(try sealer.open(sealed(Array(token.visitor.text.utf8) + moment), scope: "a") != nil)
        #expect(try sealer.open(sealed(Array(text.utf8) + moment), scope: "a") == nil)
        #expect(try sealer.open(sealed(Array(token.visitor.text.utf8) + moment + [0]), scope: "a") == nil)
    }

    @Test(
        "is not to be found in foreign text",
        arguments: [
            "", "A", "AQ", "null", "undefined", "{\"a\":1}", "vid_0123456789abcdefghjkmnpqrs", "\u{0}", "é", "AQ==",
        ])
    func foreign(text: String) {
        #expect(sealer.open(text, scope: "a") == nil)
    }

    @Test("is not looked for in a text that is far too long for one: that costs no time")
    func overlong() {
        let text = String(repeating: "A", count: 50_000_000)
        let time = ContinuousClock().measure { #expect(sealer.open(text, scope: "a") == nil) }
        #expect(time < .seconds(1))
    }
}

@Suite("What the five storages say")
struct ContinuityReadingTests {
    private func reading(_ tokens: [String?]) -> ContinuityReading {
        ContinuityReading(tokens: tokens, scope: Known.scope, sealer: Known.sealer)
    }

    @Test("Empty storages name nobody")
    func nobody() {
        for tokens in [[], [nil, nil, nil, nil, nil]] as [[String?]] {
            let reading = reading(tokens)
            #expect(reading.visitor == nil)
            #expect(reading.agreeing == 0)
            #expect(!reading.isConflicting)
            #expect(reading.foreign == 0)
        }
    }

    @Test("Storages that agree name their visitor, however old each one's token is")
    func agreement() {
        let reading = reading([Known.token(1, at: 5), nil, Known.token(1, at: 9), Known.token(1), nil])
        #expect(reading.visitor == Known.visitor(1))
        #expect(reading.agreeing == 3)
        #expect(!reading.isConflicting)
    }

    @Test("The majority wins over the newest token, in any order")
    func majority() {
        let tokens = [Known.token(1, at: 1), Known.token(2, at: 99), Known.token(1, at: 2), Known.token(3, at: 50)]
        for shift in tokens.indices {
            let reading = reading(Array(tokens[shift...] + tokens[..<shift]))
            #expect(reading.visitor == Known.visitor(1))
            #expect(reading.agreeing == 2)
            #expect(reading.isConflicting)
        }
    }

    @Test("Of equals the one with the newest token wins, in any order")
    func tie() {
        let tokens = [Known.token(1, at: 1), Known.token(2, at: 7), Known.token(1, at: 6), Known.token(2, at: 0)]
        for shift in tokens.indices {
            let reading = reading(Array(tokens[shift...] + tokens[..<shift]))
            #expect(reading.visitor == Known.visitor(2))
            #expect(reading.agreeing == 2)
            #expect(reading.isConflicting)
        }
    }

    @Test("What is no token of ours is counted and has no vote")
    func foreign() {
        let others = ["", "foreign", Known.token(2, at: 9, scope: "org_2/live")]
        let reading = reading(others + [nil, Known.token(1)])
        #expect(reading.visitor == Known.visitor(1))
        #expect(reading.agreeing == 1)
        #expect(!reading.isConflicting)
        #expect(reading.foreign == 3)
        #expect(self.reading(others).visitor == nil)
    }

    @Test("A token that is too old names nobody and is counted, to the millisecond")
    func expired() {
        let tokens = [Known.token(1, at: 10), Known.token(1, at: 9), Known.token(2, at: 11), "foreign"]
        let reading = ContinuityReading(
            tokens: tokens, scope: Known.scope, sealer: Known.sealer, oldest: Timestamp(milliseconds: 10))
        #expect(reading.visitors == [Known.visitor(2)])
        #expect(reading.expired == 2)
        #expect(reading.foreign == 1)
        #expect(reading.found == 4)
        #expect(!reading.isConflicting)
    }

    @Test("Storages that disagree make the tie less sure")
    func confidence() {
        let agreeing = reading([Known.token(1), Known.token(1)])
        let conflicting = reading([Known.token(1), Known.token(1), Known.token(2)])
        #expect(agreeing.confidence > conflicting.confidence)
        #expect((1...99).contains(conflicting.confidence))
        #expect((1...99).contains(agreeing.confidence))
    }
}
