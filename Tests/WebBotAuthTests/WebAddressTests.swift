import Testing

@testable import WebBotAuth

@Suite("Addresses")
struct WebAddressTests {
    @Test(
        "An address is read in its normal form",
        arguments: [
            ("https://Example.COM", "https://example.com/"), ("HTTPS://example.com:443/", "https://example.com/"),
            ("http://example.com:80/a", "http://example.com/a"), ("http://example.com:443", "http://example.com:443/"),
            ("https://example.com/a%2db%2F%c3%bc?q=%2d#f", "https://example.com/a-b%2F%C3%BC?q=%2d"),
            ("https://example.com?x", "https://example.com/?x"), ("https://127.0.0.1:8080/", "https://127.0.0.1:8080/"),
            ("https://[::1]:1/", "https://[::1]:1/"),
            ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
            ("http://localhost:3000/x", "http://localhost:3000/x"), ("https://a.b/..a/.b./", "https://a.b/..a/.b./"),
        ])
    func read(text: String, normal: String) {
        #expect(WebAddress(text)?.description == normal)
        #expect(WebAddress(normal)?.description == normal)
    }

    @Test(
        "What is unusual or no address is refused",
        arguments: [
            "", "https://", "https:///path", "example.com", "//example.com", "ftp://example.com", "https:/example.com",
            "https://user@example.com", "https://user:pass@example.com/", "https://example.com:0",
            "https://example.com:",
            "https://example.com:65536", "https://example.com:99999999999999999999", "https://example.com:8a",
            "https://exa mple.com", "https://example.com/a b", "https://example.com/\n", "https://exämple.com",
            "https://example.com/ü", "https://-a.com", "https://a-.com", "https://a..com", "https://example.com.",
            "https://.example.com", "https://a_b.com", "https://example.com/%", "https://example.com/%2",
            "https://[::1",
            "https://example.com/%zz", "https://example.com/../a", "https://example.com/a/%2e%2e/b", "https://[g::]",
            "https://example.com/./", "https://example.com\\@evil.example/", "https://2130706433/", "https://0x7f.1/",
            "https://127.1/", "https://0177.0.0.1/", "https://127.0.0.0x1/", "https://256.0.0.1/", "https://a.0x7f/",
            "https://[]/", "https://[::1]x/", "https://\(String(repeating: "a", count: 64)).com", "data:,x",
            "https://example.com/\(String(repeating: "a", count: 2048))", "javascript:alert(1)",
            "https://example.com/<x>",
        ])
    func refused(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test("What is read can be read again as it is written, up to the last character")
    func longest() throws {
        let start = "https://example.com?"
        let longest = start + String(repeating: "q", count: WebAddress.maximumLength - 1 - start.utf8.count)
        let address = try #require(WebAddress(longest))
        #expect(WebAddress(address.description) == address)
        // With the slash of its path it would be longer than what is read.
        #expect(WebAddress(longest + "q") == nil)
    }

    @Test("The identifier has no query, and the well-known path is at the origin")
    func identifier() throws {
        let address = try #require(WebAddress("https://example.com:8443/bot?x=1"))
        #expect(address.identifier == "https://example.com:8443/bot")
        #expect(
            DirectoryLocation(origin: address).address.description
                == "https://example.com:8443/.well-known/http-message-signatures-directory")
    }

    @Test(
        "data: addresses are decoded, and refused where they are broken",
        arguments: [
            ("data:a/b,x%20y", "a/b", "x y"), ("DATA:A/B;charset=utf-8;base64,aGVsbG8=", "a/b", "hello"),
            ("data:a/b;base64,aGVsbG8", "a/b", "hello"), ("data:a/b;base64,aGVsbG8%3D", "a/b", "hello"),
            ("data:,", "", ""), ("data:a/b;utf8,{\"keys\":[]}", "a/b", "{\"keys\":[]}"), ("data:;base64,", "", ""),
        ])
    func data(text: String, type: String, content: String) {
        #expect(DataAddress(text)?.mediaType == type)
        #expect(DataAddress(text).map { String(decoding: $0.content, as: UTF8.self) } == content)
        for broken in ["data:a/b", "data", "data;,", "date:a/b,x", "data:a/b,%", "data:a/b,%g0", "data:a/b;base64,a"] {
            #expect(DataAddress(broken) == nil)
        }
    }
}
