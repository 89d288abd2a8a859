import Crypto
import Sessions
import Storage
import Testing

@testable import Server

@Suite("Cursors")
struct CursorTests {
    private let key = SymmetricKey(size: .bits256)
    private let tenant = Tenant(OrganizationID(high: 0, low: 1), .live)

    @Test("come back as they were, in the list that they are of")
    func roundTrip() {
        let list = ListName("sessions", tenant, "bot", nil)
        for cursor in [
            Cursor(), Cursor(horizon: .max, value: .min, serial: -1, id: "key_00000000000000000000000001"),
        ] {
            #expect(Cursor(cursor.text(list: list, key: key), list: list, key: key) == cursor)
        }
    }

    @Test("are of no other list, tenant, filter or server")
    func foreign() {
        let text = Cursor(serial: 7).text(list: ListName("a", tenant, "x", nil), key: key)
        let others = [
            ListName("b", tenant, "x", nil), ListName("a", Tenant(tenant.organization, .test), "x", nil),
            ListName("a", Tenant(.random(), .live), "x", nil), ListName("a", tenant, nil, "x"),
            ListName("a", tenant, "x", ""), ListName("a", tenant, "x"), ListName("a", tenant, "", "x"),
        ]
        for list in others { #expect(Cursor(text, list: list, key: key) == nil) }
        let mine = ListName("a", tenant, "x", nil)
        #expect(Cursor(text, list: mine, key: key) != nil)
        #expect(Cursor(text, list: mine, key: SymmetricKey(size: .bits256)) == nil)
    }

    @Test("are refused when a single character is changed, cut or added")
    func tampered() {
        let list = ListName("a", tenant)
        let text = Cursor(horizon: 1, value: 2, serial: 3, id: "x").text(list: list, key: key)
        for index in text.indices {
            var changed = text
            changed.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            // The last character of base64 may have bits that mean nothing.
            if changed.dropLast() != text.dropLast() { #expect(Cursor(changed, list: list, key: key) == nil) }
        }
        for bad in ["", "A", String(text.dropLast(4)), text + "AAAA", "é", String(repeating: "A", count: 10_000)] {
            #expect(Cursor(bad, list: list, key: key) == nil)
        }
    }
}

@Suite("Origins of pages")
struct WebOriginTests {
    @Test(
        "are kept as browsers write them",
        arguments: [
            ("https://shop.example", "https://shop.example"), ("HTTPS://Shop.Example/", "https://shop.example"),
            ("https://shop.example:443", "https://shop.example"), ("http://shop.example:80", "http://shop.example"),
            ("http://shop.example:443", "http://shop.example:443"), ("http://localhost:3000", "http://localhost:3000"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://[::1]:8080", "http://[::1]:8080"),
            ("https://xn--shp-sna.example", "https://xn--shp-sna.example"),
        ])
    func kept(_ text: String, _ origin: String) {
        #expect(WebOrigin.read(text) == origin)
    }

    @Test(
        "and what is none is refused",
        arguments: [
            "", "shop.example", "*", "null", "ftp://shop.example", "https://", "https:///", "https://shop.example/path",
            "https://shop.example//", "https://shop.example?x", "https://shop.example#x", "https://user@shop.example",
            "https://shop.example:", "https://shop.example:0", "https://shop.example:65536", "https://shop.example:+1",
            "https://*.shop.example", "https://shop example", "https://[::1", "https://[nonsense]", "https://.example",
            "https://shöp.example", "https://\u{212A}ey.example", "https://" + String(repeating: "a", count: 300),
        ])
    func refused(_ text: String) {
        #expect(WebOrigin.read(text) == nil)
    }
}
