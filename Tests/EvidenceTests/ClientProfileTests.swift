import Testing

@testable import Evidence

@Suite("What the client is")
struct ClientProfileTests {
    private static func chrome(_ system: String) -> String {
        "Mozilla/5.0 (\(system)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36"
    }

    private static let windows = chrome("Windows NT 10.0; Win64; x64")
    private static let safari =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 "
        + "Safari/605.1.15"

    private func profile(_ userAgent: String, _ observations: String = "", brands: String? = nil) throws
        -> ClientProfile
    {
        var headers = [("User-Agent", userAgent)]
        if let brands { headers.append(("Sec-CH-UA", brands)) }
        let payload = try Payloads.parse("\"observations\":{\(observations)}")
        return ClientProfile(
            Evidence(request: RequestEvidence(headers: headers.map { ($0.0, $0.1) }), payloads: [payload]))
    }

    @Test("is named by the most particular brand, with its whole version where the page tells it")
    func brands() throws {
        let edge = try profile(
            Self.windows,
            """
            "client_hints":{"brands":[{"brand":"Not)A;Brand","version":"8"},{"brand":"Chromium","version":"144"},\
            {"brand":"Microsoft Edge","version":"144"}],"full_versions":[{"brand":"Chromium","version":"144.0.7"},\
            {"brand":"Microsoft Edge","version":"144.0.9"}]}
            """)
        #expect(edge.browser == VersionedName(name: "Edge", version: "144.0.9") && edge.majorVersion == 144)
        let brave = try profile(Self.windows, brands: #""Chromium";v="144", "Brave";v="144""#)
        #expect(brave.browser == VersionedName(name: "Brave", version: "144.0.0.0"))
        // A string that names another browser is kept.
        let opera = try profile(Self.windows + " OPR/128.0.1", brands: #""Chromium";v="144", "Google Chrome";v="144""#)
        #expect(opera.browser == VersionedName(name: "Opera", version: "128.0.1"))
    }

    @Test(
        "runs on the system that hints refine and never contradict",
        arguments: [
            ("Windows", "15.0.0", "Windows", "11"), ("Windows", "13.0.0", "Windows", "11"),
            ("Windows", "10.0.0", "Windows", "10"), ("Windows", "0.3.0", "Windows", "10"),
            ("macOS", "15.2", "Windows", "10"), ("Windows", "", "Windows", "10"),
        ])
    func systems(_ platform: String, _ version: String, _ name: String, _ shown: String) throws {
        let client = try profile(
            Self.windows, #""client_hints":{"platform":"\#(platform)","platform_version":"\#(version)"}"#)
        #expect(client.operatingSystem == VersionedName(name: name, version: shown))
    }

    @Test("is an iPad where a Mac's Safari tells several touches apart")
    func tablet() throws {
        let tablet = try profile(Self.safari, #""navigator":{"max_touch_points":5}"#)
        #expect(tablet.operatingSystem == VersionedName(name: "iPadOS") && tablet.formFactor == .tablet)
        let computer = try profile(Self.safari, #""navigator":{"max_touch_points":1}"#)
        #expect(computer.operatingSystem.name == "macOS" && computer.formFactor == .desktop)
        // Chromium on a Mac with a touch screen beside it is still a Mac.
        let chromium = try profile(
            Self.chrome("Macintosh; Intel Mac OS X 10_15_7"), #""navigator":{"max_touch_points":10}"#)
        #expect(chromium.operatingSystem.name == "macOS")
    }

    @Test("has the architecture of hints, then of the string, then of its graphics")
    func architecture() throws {
        #expect(try profile(Self.windows, #""client_hints":{"architecture":"arm"}"#).architecture == "arm")
        #expect(try profile(Self.windows, #""client_hints":{"architecture":""}"#).architecture == "x86")
        #expect(try profile(Self.safari, #""webgl":{"renderer":"Apple M2"}"#).architecture == "arm")
        #expect(try profile(Self.safari).architecture == nil)
    }

    @Test("is what the request says before what the page says, and unknown without either")
    func precedence() throws {
        let page = #""navigator":{"user_agent":"\#(Self.safari)"}"#
        #expect(try profile(Self.windows, page).engine == .blink)
        let pageAlone = Evidence(payloads: [try Payloads.parse("\"observations\":{\(page)}")])
        #expect(ClientProfile(pageAlone).engine == .webkit && pageAlone.userAgentText == Self.safari)
        let unknown = ClientProfile(Evidence())
        #expect(unknown.userAgent == nil && unknown.browser == VersionedName() && unknown.formFactor == .unknown)
        #expect(unknown.engine == .unknown && unknown.operatingSystem == VersionedName())
    }
}
