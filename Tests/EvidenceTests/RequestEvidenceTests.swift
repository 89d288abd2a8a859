import Testing

@testable import Evidence

@Suite("A request")
struct RequestEvidenceTests {
    @Test("keeps the names of headers in their order, in lower case, a hundred at most")
    func names() {
        let request = RequestEvidence(headers: [("Host", "a"), ("USER-AGENT", "b"), ("Cookie", "c"), ("Host", "d")])
        #expect(request.headerNames == ["host", "user-agent", "cookie", "host"])
        #expect(request.has("cookie") && !request.has("Cookie") && !request.has("origin"))
        let many = RequestEvidence(headers: (0..<200).map { ("x-\($0)", "") } + [("User-Agent", "late")])
        #expect(many.headerNames.count == 100 && many.userAgent == nil)
        let long = RequestEvidence(headers: [(String(repeating: "n", count: 500), "")])
        #expect(long.headerNames.first?.utf8.count == 64)
    }

    @Test("keeps no cookie, no credential and nothing else that does not describe the client")
    func secrets() {
        let names = [
            "Cookie", "Set-Cookie", "Authorization", "Proxy-Authorization", "X-API-Key", "X-Auth-Token",
            "X-CSRF-Token", "X-Forwarded-For", "Forwarded", "Host",
        ]
        let request = RequestEvidence(headers: names.map { ($0, "secret-value") })
        for name in names { #expect(request[name.lowercased()] == nil && request[name] == nil, "\(name)") }
        // Nowhere in the value, by whatever name.
        var text = ""
        dump(request, to: &text)
        #expect(text.contains("cookie") && !text.contains("secret-value"))
    }

    @Test("keeps what describes the client, the first of each, and cuts it")
    func values() {
        let request = RequestEvidence(
            clientAddress: "2001:db8::1",
            headers: [
                ("User-Agent", "first"), ("user-agent", "second"), ("Accept-Language", "de"),
                ("Origin", "https://a.example"), ("Referer", "https://a.example/b"), ("Sec-Fetch-Mode", "cors"),
                ("Sec-GPC", "1"), ("Accept", String(repeating: "a", count: 5000)),
            ])
        #expect(request.clientAddress == "2001:db8::1")
        #expect(request.userAgent == "first" && request.acceptLanguage == "de")
        #expect(request.origin == "https://a.example" && request.referer == "https://a.example/b")
        #expect(request["sec-fetch-mode"] == "cors" && request["sec-gpc"] == "1")
        #expect(request["accept"]?.utf8.count == 1024)
    }

    private func brands(_ header: String) -> [String]? {
        RequestEvidence(headers: [("Sec-CH-UA", header)]).brands?.map { "\($0.brand ?? "-")/\($0.version ?? "-")" }
    }

    @Test("reads the brands that client hints list")
    func brandLists() {
        #expect(RequestEvidence().brands == nil)
        #expect(
            brands(#""Not(A:Brand";v="8", "Chromium";v="144", "Google Chrome";v="144""#) == [
                "Not(A:Brand/8", "Chromium/144", "Google Chrome/144",
            ])
        #expect(brands(#""A\"B\\C";v="1""#) == [#"A"B\C/1"#])
        #expect(brands(#""Chromium""#) == ["Chromium/-"])
        // RFC 9651 allows spaces before a parameter.
        #expect(brands(#""Chromium"; v="144", "Edge"; v="144""#) == ["Chromium/144", "Edge/144"])
    }

    @Test("reads brands that are no list as far as they are one")
    func brokenBrandLists() {
        for broken in ["", "Chromium", ";v=\"1\"", ",,,", "()"] { #expect(brands(broken) == [], "\(broken)") }
        #expect(brands(#""Chromium";v="144", Edge;v="1""#) == ["Chromium/144"])
        #expect(brands(#""Chromium"#) == ["Chromium/-"])
        #expect(brands("\"a\\") == ["a\\/-"])
        #expect(brands(Array(repeating: #""B";v="1""#, count: 40).joined(separator: ", "))?.count == 16)
    }

    @Test("knows the brand that browsers make up from a real one")
    func grease() {
        for made in ["Not(A:Brand", "Not=A?Brand", "Not;A=Brand", "Not A(Brand"] {
            var brand = BrandVersion()
            brand.brand = made
            #expect(brand.isGrease)
        }
        for real in ["Chromium", "Google Chrome", "Brave", "Notion"] {
            var brand = BrandVersion()
            brand.brand = real
            #expect(!brand.isGrease)
        }
        let list = BrandVersion.list(header: #""Not=A?Brand";v="24", "Chromium";v="140", "Vivaldi";v="7""#)
        #expect(list.mostParticular?.brand == "Vivaldi" && list.version(of: "Chromium") == "140")
        #expect(BrandVersion.list(header: #""Not=A?Brand", "Chromium""#).mostParticular?.brand == "Chromium")
        #expect(BrandVersion.list(header: #""Not=A?Brand""#).mostParticular == nil)
    }

    @Test("reads the hints on platform and on being mobile, where they are hints")
    func hints() {
        let request = RequestEvidence(headers: [("Sec-CH-UA-Platform", #""macOS""#), ("Sec-CH-UA-Mobile", "?1")])
        #expect(request.hintedPlatform == "macOS" && request.hintedMobile == true)
        #expect(RequestEvidence(headers: [("Sec-CH-UA-Mobile", "?0")]).hintedMobile == false)
        for wrong in ["1", "true", "", "?2"] {
            #expect(RequestEvidence(headers: [("Sec-CH-UA-Mobile", wrong)]).hintedMobile == nil, "\(wrong)")
        }
        #expect(RequestEvidence().hintedPlatform == nil && RequestEvidence().hintedMobile == nil)
    }
}
