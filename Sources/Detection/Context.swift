import Behavior
import Evidence

/// Evidence with what is derived from it, computed once for all signals.
struct Context: Sendable {
    let evidence: Evidence
    let features: InteractionFeatures
    /// What the session's client is.
    let profile: ClientProfile
    /// What the page's user agent string says; nil when the page was not looked at.
    let page: UserAgent?
    /// What the request's user agent string says; nil when there was none.
    let header: UserAgent?
    /// Which versions of the claimed engine behave as this browser does; nil where the page tells nothing.
    let engineReading: EngineReading?

    /// - Parameter features: what can be said of the interaction, if it is known already.
    init(_ evidence: Evidence, profile known: ClientProfile? = nil, features: InteractionFeatures? = nil) {
        self.evidence = evidence
        self.features = features ?? evidence.interaction.features
        profile = known ?? ClientProfile(evidence)
        let pageText = evidence.observations.navigator?.userAgent
        let headerText = evidence.request.userAgent
        header = headerText == nil ? nil : profile.userAgent
        page = pageText == headerText ? header : pageText.map { UserAgent($0) }
        engineReading = EngineReading(
            evidence.observations.engine, as: (page ?? header)?.engine ?? .unknown,
            isSecure: evidence.observations.page?.secureContext == true)
    }

    var observed: Observations { evidence.observations }
    var request: RequestEvidence { evidence.request }
    var transport: TransportEvidence { evidence.transport }
    var connection: ConnectionEvidence? { evidence.connection }

    /// Whether the session is of a request alone, with no page whose agent could report.
    var isRequestAlone: Bool { evidence.origin == .request }

    /// What the session claims to be: by the page's user agent string, or by the request's where there is no page.
    var claimed: UserAgent? { isRequestAlone ? header : page }

    /// The engine that the user agent string claims.
    var engine: BrowserEngine { claimed?.engine ?? profile.engine }

    /// The engine that runs the page, by the form of its stack traces; nil where nobody looked.
    var runningEngine: BrowserEngine? {
        switch observed.engine?.stackStyle {
        case "v8": .blink
        case "spidermonkey": .gecko
        case "javascriptcore": .webkit
        default: nil
        }
    }

    /// Whether the page runs in another engine than it claims: what of that engine does not fit the claim is then one fact with it.
    var runsAnotherEngine: Bool { runningEngine.map { $0 != engine } ?? false }

    /// Whether a connection is that of the browser which runs the page. What contradicts it then is the claim to be another browser,
    /// and that is held against the page already.
    func runsEngine(of connection: ClientMatch) -> Bool {
        guard connection.kind == .browser, let runningEngine else { return false }
        return connection.engines.contains(runningEngine)
    }

    /// The version of Chromium that the user agent string claims; nil for other engines.
    var chromium: Int? { claimed.flatMap { $0.engine == .blink ? $0.chromium : nil } }

    /// Whether the user agent string claims a desktop computer.
    var isDesktop: Bool { claimed?.formFactor == .desktop }

    /// Whether the user agent string claims a phone or tablet.
    var isHandheld: Bool { claimed?.formFactor == .mobile || claimed?.formFactor == .tablet }

    /// The operating system that the user agent string claims, with Linux distributions as one.
    var system: String? { claimed.flatMap { Self.family(ofSystem: $0.operatingSystem.name) } }

    /// Whether one CSS pixel is one device pixel all the time: no scaled display, no zoom.
    var isUnscaled: Bool {
        guard let screen = observed.screen else { return false }
        return screen.pixelRatio == 1 && screen.viewportScale ?? 1 == 1 && screen.scaleChanged != true
    }

    /// Whether there is more of the window than the page, as browsers with tabs and an address field have.
    var hasWindowFrame: Bool {
        guard let outer = observed.screen?.outerHeight, let inner = observed.screen?.innerHeight else { return false }
        return (30...300).contains(outer - inner)
    }

    /// Whether the page is in a secure context, where browsers send client hints and fetch metadata. Of a request alone its address or
    /// its connection tells.
    var isSecure: Bool {
        isRequestAlone ? connection?.ja4 != nil || request.asksSecurely : observed.page?.secureContext == true
    }

    static func family(ofSystem name: String?) -> String? {
        switch name {
        case "Ubuntu", "Fedora", "Debian", "Linux": "Linux"
        case "iPadOS": "iOS"
        default: name
        }
    }
}

extension [String] {
    /// The first texts, put together for a person.
    func listed(_ most: Int = 4) -> String {
        count <= most ? joined(separator: ", ") : prefix(most).joined(separator: ", ") + " and \(count - most) more"
    }
}

extension Double {
    /// A number for a person: whole from 10 up, one decimal below.
    var plain: String {
        let scaled = self >= 10 ? rounded() : (self * 10).rounded() / 10
        return Int(exactly: scaled).map(String.init) ?? "\(scaled)"
    }

    /// A share for a person.
    var percent: String { "\(Int((self * 100).rounded())) %" }
}
