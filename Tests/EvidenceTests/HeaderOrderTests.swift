import OrderedJSON
import Testing

@testable import Evidence

/// A request that was captured on its way, outside this project.
struct CapturedRequest: Sendable, CustomTestStringConvertible {
    let client: String
    let userAgent: String
    let names: [String]

    var testDescription: String { client }

    static let browsers = captures("vectors/ja4/browsers.json", list: "browsers", name: "browser")
    static let clients = captures("vectors/ja4/live-clients.json", list: "clients", name: "client")
    static let imitations = clients.filter {
        ["curl_cffi", "primp", "tls_client"].contains(where: $0.client.hasPrefix)
    }

    private static func captures(_ path: String, list: String, name: String) -> [CapturedRequest] {
        guard let file = Workspace.shared(path), let entries = (try? JSONValue(parsing: file))?[list]?.array else {
            return []
        }
        return entries.compactMap { entry in
            let order = entry["header_order"]
            // One file has a list, the other a text with commas.
            let listed = order?.string?.split(separator: ",").map(String.init)
            let names = order?.array?.compactMap(\.string) ?? listed ?? []
            guard !names.isEmpty, let client = entry[name]?.string, let userAgent = entry["user_agent"]?.string else {
                return nil
            }
            return CapturedRequest(client: client, userAgent: userAgent, names: names)
        }
    }
}

@Suite("The order of headers")
struct HeaderOrderTests {
    private func contradiction(_ names: [String], _ userAgent: String, isNavigation: Bool = true)
        -> HeaderOrder.Contradiction?
    {
        HeaderOrder.contradiction(in: names, claimed: UserAgent(userAgent), isNavigation: isNavigation)
    }

    private static let chrome =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
    private static let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
    private static let safari =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15"

    @Test(
        "of no real browser contradicts itself, and that of Chromium and Firefox contradicts the other",
        .enabled(if: !CapturedRequest.browsers.isEmpty, "the shared vectors are not here"),
        arguments: CapturedRequest.browsers)
    func realBrowsers(_ capture: CapturedRequest) {
        let agent = UserAgent(capture.userAgent)
        for isNavigation in [true, false] {
            #expect(contradiction(capture.names, capture.userAgent, isNavigation: isNavigation) == nil)
        }
        switch agent.engine {
        case .blink: #expect(contradiction(capture.names, Self.firefox) != nil)
        case .gecko: #expect(contradiction(capture.names, Self.chrome) != nil)
        default: break
        }
    }

    @Test(
        "of no client captured live contradicts what it says of itself",
        .enabled(if: !CapturedRequest.clients.isEmpty, "the shared vectors are not here"),
        arguments: CapturedRequest.clients)
    func liveClients(_ capture: CapturedRequest) {
        #expect(contradiction(capture.names, capture.userAgent) == nil)
    }

    @Test(
        "is what imitations get right, and then it says nothing",
        .enabled(if: !CapturedRequest.imitations.isEmpty, "the shared vectors are not here"))
    func imitations() {
        #expect(CapturedRequest.imitations.count >= 8)
        let found = CapturedRequest.imitations.filter { contradiction($0.names, $0.userAgent) != nil }
        #expect(found.map(\.client) == [])
    }

    @Test("of the agent's own requests never contradicts the browser", arguments: Workspace.fixtureNames)
    func agents(_ name: String) throws {
        let recording = try JSONValue(parsing: Workspace.fixture(name))
        let headers = (recording["request"]?["headers"]?.array ?? []).compactMap { pair in
            pair.array.flatMap { pair in
                pair.first?.string.flatMap { name in pair.last?.string.map { (name: name, value: $0) } }
            }
        }
        let request = RequestEvidence(headers: headers)
        let agent = UserAgent(try #require(request.userAgent))
        #expect(!request.isNavigation && request.orderContradiction(claimed: agent) == nil)
        let reversed = RequestEvidence(headers: headers.reversed())
        #expect(reversed.orderContradiction(claimed: agent) != nil)
    }

    @Test("of libraries contradicts the browser they claim to be")
    func libraries() {
        let requests = ["host", "user-agent", "accept-encoding", "accept", "connection"]
        #expect(contradiction(requests, Self.chrome) == .init(first: "accept-encoding", second: "accept"))
        #expect(contradiction(requests, Self.firefox) == .init(first: "accept-encoding", second: "accept"))
        let copied = ["user-agent", "accept-language", "accept", "sec-fetch-mode", "sec-fetch-site"]
        #expect(contradiction(copied, Self.chrome)?.first == "sec-fetch-mode")
        #expect(contradiction(copied, Self.firefox)?.first == "accept-language")
    }

    @Test("says nothing where it was lost, and nothing of WebKit, of embedded engines and of old versions")
    func silence() {
        let wrong = ["accept-language", "accept-encoding", "sec-fetch-dest", "accept", "user-agent", "sec-ch-ua"]
        #expect(contradiction(wrong, Self.chrome) != nil)
        #expect(contradiction(wrong.sorted(), Self.chrome) == nil)
        for silent in [
            Self.safari, Self.chrome.replacing("Chrome/156", with: "Chrome/89"),
            Self.chrome.replacing("Chrome/", with: "QtWebEngine/6.8 Chrome/"), "", "curl/8.0",
            Self.firefox.replacing("153", with: "78"),
        ] {
            #expect(contradiction(wrong, silent) == nil, "\(silent)")
        }
    }

    @Test("leaves scripts their own Accept and Accept-Language, but not pages that are opened")
    func scripts() {
        let names = ["accept-language", "accept", "user-agent", "sec-fetch-site", "accept-encoding"]
        #expect(contradiction(names, Self.chrome, isNavigation: false) == nil)
        #expect(contradiction(names, Self.chrome, isNavigation: true) != nil)
    }

    @Test("counts the first of a name that comes twice, and takes any names in linear time")
    func hostile() {
        let names = ["user-agent", "accept", "sec-fetch-site", "user-agent", "accept-encoding"]
        #expect(contradiction(names, Self.chrome) == nil)
        let many = RequestEvidence(headers: (0..<100_000).map { ("x-\($0 % 7)", "") })
        #expect(many.orderContradiction(claimed: UserAgent(Self.chrome)) == nil)
        #expect(contradiction([], Self.chrome) == nil && contradiction([""], Self.firefox) == nil)
    }

    @Test("is read together with what kind of request it is")
    func kinds() {
        func request(_ headers: [(String, String)], method: String = "GET", url: String = "") -> RequestEvidence {
            var request = RequestEvidence(headers: headers.map { (name: $0.0, value: $0.1) })
            request.asked = .init(method: method, url: url)
            return request
        }
        #expect(request([("sec-fetch-mode", "navigate")]).isNavigation)
        #expect(!request([("sec-fetch-mode", "cors"), ("accept", "text/html")]).isNavigation)
        #expect(request([("accept", "text/html,*/*")]).isNavigation && !request([("accept", "*/*")]).isNavigation)
        #expect(request([], method: "options").isPreflight && !request([]).isPreflight)
        #expect(request([("Sec-WebSocket-Key", "")]).opensWebSocket && request([("Range", "")]).asksForPart)
        #expect(request([("Via", "1.1 a")]).isRelayed && request([("CDN-Loop", "a")]).isRelayed)
        #expect(!request([("user-agent", "a")]).isRelayed)
        #expect(request([], url: "HTTPS://a.example").asksSecurely && request([], url: "wss://a").asksSecurely)
        #expect(!request([], url: "http://a.example").asksSecurely && !RequestEvidence().asksSecurely)
    }
}
