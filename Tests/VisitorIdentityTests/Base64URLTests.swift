import Testing

@testable import VisitorIdentity

@Suite("Base64url")
struct Base64URLTests {
    /// RFC 4648, section 10, without the padding, and the two characters that differ from base64.
    static let vectors: [([UInt8], String)] = [
        ([], ""), (Array("f".utf8), "Zg"), (Array("fo".utf8), "Zm8"), (Array("foo".utf8), "Zm9v"),
        (Array("foob".utf8), "Zm9vYg"), (Array("fooba".utf8), "Zm9vYmE"), (Array("foobar".utf8), "Zm9vYmFy"),
        ([0xfb, 0xef, 0xff], "--__"), ([0xff], "_w"), ([0xfb, 0xf0], "-_A"),
    ]

    @Test("encodes and decodes", arguments: vectors)
    func known(bytes: [UInt8], text: String) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text) == bytes)
    }

    @Test("gives back whatever goes in, of any length")
    func roundTrip() {
        for count in 0..<300 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test("takes padding", arguments: [("Zg==", "f"), ("Zm8=", "fo")])
    func padding(text: String, expected: String) {
        #expect(Base64URL.decode(text) == Array(expected.utf8))
    }

    @Test(
        "refuses what it is not",
        arguments: [
            "Z", "Zm9vY", "Zm9v Zg", "Zm9v\n", " Zg", "Zm+v", "Zm/v", "Zm9v!", "é", "Zm9v\u{0}", "Ｚg", "\"Zg\"", "Zm.v",
        ])
    func refused(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(
        "refuses padding anywhere but at the end, and more than is missing",
        arguments: ["Z=g", "=Zg", "Zm=9v", "Zg======"])
    func misplacedPadding(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
