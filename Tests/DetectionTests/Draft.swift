import Evidence
import OrderedJSON

@testable import Detection

/// A session that is still to be sent: headers and one payload of a recording, to be changed before they go through the door that
/// everything from outside goes through.
struct Draft {
    var headers: [(name: String, value: String)]
    /// The fields of the payload.
    var payload: JSONValue
    /// Events that are sent instead of the recorded ones.
    var streams = EventStreams()
    var transport = TransportEvidence()
    var visitor: VisitorContext?
    var pace: VisitorPace?
    var connection: ConnectionEvidence?
    var webBotAuth: WebBotAuthEvidence?
    var network: NetworkEvidence?
    var crawler: CrawlerEvidence?
    var addressCompany: AddressCompany?
    var listing: PolicyListing?
    var tcpRoundTrip: Double?
    var secondTransports: [SecondTransportEvidence] = []
    var movementSeenBefore: Int?
    var typingSeenBefore: Int?
    /// What was asked for, where the session is of a request alone; nil where an agent reports.
    var asked: RequestEvidence.Asked?

    /// A recorded session.
    init(recording name: String) throws {
        payload = try Recording.named(name)
        headers = (payload["request"]?["headers"]?.array ?? []).compactMap { pair in
            guard let name = pair.array?.first?.string, let value = pair.array?.last?.string else { return nil }
            return (name, value)
        }
        self[payload: "request"] = nil
        self[payload: "v"] = 1
        self[payload: "sequence"] = 0
    }

    /// Chromium on a person's desktop, at rest: nothing about it speaks for a script, and nobody has touched anything yet.
    static func atRest() throws -> Draft {
        var draft = try Draft(recording: "chromium-person")
        draft[payload: "events"] = nil
        return draft
    }

    /// A request alone, as a backend saw it: no page, and so nothing that an agent could have observed.
    static func request(
        _ headers: [(name: String, value: String)], method: String = "GET", url: String = "https://shop.example/login",
        connection: ConnectionEvidence? = nil
    ) throws -> Draft {
        var draft = try Draft.atRest()
        draft.becomeRequest(method: method, url: url)
        draft.headers = headers
        draft.connection = connection
        return draft
    }

    /// Leaves only the request.
    mutating func becomeRequest(method: String = "GET", url: String = "https://shop.example/login") {
        asked = .init(method: method, url: url)
        for field in ["observations", "skipped", "events"] { self[payload: field] = nil }
    }

    /// A field of the payload, by its path such as `skipped.client_hints`.
    subscript(payload path: String) -> JSONValue? {
        get { payload[path: path.split(separator: ".")[...]] }
        set { payload[path: path.split(separator: ".")[...]] = newValue }
    }

    /// An observation, by its path such as `navigator.webdriver`; nil was not observed.
    subscript(path: String) -> JSONValue? {
        get { self[payload: "observations.\(path)"] }
        set { self[payload: "observations.\(path)"] = newValue }
    }

    /// The value of a header; nil where it was not sent.
    subscript(header name: String) -> String? {
        get { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            headers.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue { headers.append((name, newValue)) }
        }
    }

    /// Has the request, the page and both clean realms claim the same user agent.
    mutating func claim(_ userAgent: String) {
        self[header: "User-Agent"] = userAgent
        for path in ["navigator.user_agent", "realms.worker.user_agent", "realms.iframe.user_agent"] {
            self[path] = .string(userAgent)
        }
    }

    /// Has page and worker name the same graphics card.
    mutating func render(_ renderer: String) {
        self["webgl.renderer"] = .string(renderer)
        self["realms.worker.gpu_renderer"] = .string(renderer)
    }

    /// Has the engine what a version has, as a clean frame shows it.
    mutating func behave(
        like version: EngineVersion, as engine: BrowserEngine = .blink, claiming userAgent: String,
        adding added: [String] = [], without removed: Set<String> = []
    ) {
        claim(userAgent)
        let names = EngineFeatures.all.filter { $0.support[engine]?.includes(version) == true }.map(\.name)
        self["engine.features"] = .array((names + added).filter { !removed.contains($0) }.map { .string($0) })
        self["engine.features_list"] = 2
        self["engine.features_realm"] = "frame"
    }

    /// The same of Chromium on Linux.
    mutating func behave(
        like version: EngineVersion, claiming claimed: Int, adding added: [String] = [],
        without removed: Set<String> = []
    ) {
        behave(like: version, claiming: UserAgents.chrome(claimed), adding: added, without: removed)
    }

    var evidence: Evidence {
        get throws {
            var sent = self
            for (name, numbers) in streams.flat {
                sent[payload: "events.\(name)"] = .array(numbers.map { .integer(Int64($0)) })
            }
            var request = RequestEvidence(clientAddress: "198.51.100.7", headers: headers)
            request.asked = asked
            var evidence = Evidence(
                request: request, payloads: [try Payload(parsing: sent.payload.jsonBytes())], transport: transport,
                visitor: visitor)
            evidence.origin = asked == nil ? .agent : .request
            evidence.connection = connection
            evidence.webBotAuth = webBotAuth
            evidence.network = network
            evidence.crawler = crawler
            evidence.addressCompany = addressCompany
            evidence.visitorPace = pace
            evidence.listing = listing
            evidence.tcpRoundTrip = tcpRoundTrip
            evidence.secondTransports = secondTransports
            evidence.movementSeenBefore = movementSeenBefore
            evidence.typingSeenBefore = typingSeenBefore
            return evidence
        }
    }

    var hits: [Hit] { get throws { SignalCatalogue.hits(in: Context(try evidence)) } }

    /// The slugs of the signals that fire.
    var fired: Set<String> { get throws { Set(try hits.map(\.signal.slug)) } }
}

/// What browsers call themselves.
enum UserAgents {
    static func chrome(_ version: Int, on system: String = "X11; Linux x86_64", mobile: Bool = false) -> String {
        "Mozilla/5.0 (\(system)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/\(version).0.0.0 "
            + (mobile ? "Mobile Safari/537.36" : "Safari/537.36")
    }

    static func firefox(_ version: Int) -> String {
        "Mozilla/5.0 (X11; Linux x86_64; rv:\(version).0) Gecko/20100101 Firefox/\(version).0"
    }

    static let windows = chrome(156, on: "Windows NT 10.0; Win64; x64")
    static let android = chrome(156, on: "Linux; Android 10; K", mobile: true)
    static let safari =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15"
    static let epiphany =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"
    static let headless = chrome(156).replacing("Chrome/", with: "HeadlessChrome/")
    static let electron = chrome(156).replacing("Safari/", with: "Electron/40.0.0 Safari/")
    static let googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
}
