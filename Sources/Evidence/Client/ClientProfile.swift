/// What the browser and the device are, put together from the user agent string and the client hints that refine it.
///
/// It is what the client says, refined and never corrected: contradictions are for detection to find.
public struct ClientProfile: Sendable, Equatable {
    /// What the user agent string says; nil when there was none.
    public var userAgent: UserAgent?
    /// The browser.
    public var browser: VersionedName
    /// The version up to its first dot.
    public var majorVersion: Int? { browser.major }
    /// The engine.
    public var engine: BrowserEngine
    /// The operating system.
    public var operatingSystem: VersionedName
    /// The kind of device.
    public var formFactor: FormFactor
    /// `x86` or `arm`; nil when unknown.
    public var architecture: String?

    /// The profile of a session's client.
    public init(_ evidence: Evidence) {
        let observations = evidence.observations
        let text = evidence.userAgentText
        let claimed = text.isEmpty ? nil : UserAgent(text)
        let hints = observations.clientHints
        userAgent = claimed
        engine = claimed?.engine ?? .unknown
        browser = Self.browser(claimed, hints, header: evidence.request.brands)
        operatingSystem = Self.operatingSystem(claimed, hints)
        formFactor = claimed?.formFactor ?? .unknown
        // Safari on an iPad sends a Mac's user agent; no Mac tells several touches apart.
        if engine == .webkit, operatingSystem.name == "macOS", (observations.navigator?.maxTouchPoints ?? 0) > 1 {
            operatingSystem = VersionedName(name: "iPadOS")
            formFactor = .tablet
        }
        architecture = hints?.architecture.flatMap { $0.isEmpty ? nil : $0 } ?? claimed?.architecture
        if architecture == nil, observations.webgl?.renderer?.holds("Apple M") == true { architecture = "arm" }
    }

    private static func browser(
        _ claimed: UserAgent?, _ hints: ClientHintsObservation?, header: [BrandVersion]?
    ) -> VersionedName {
        var browser = claimed?.browser ?? VersionedName()
        let short = hints?.brands ?? header ?? []
        guard let brand = short.mostParticular else { return browser }
        // The string of a Chromium is Chrome's; only the brands tell them apart. A string that names another browser is kept.
        if browser.name == nil || browser.name == "Chrome" {
            browser.name = displayNames[brand.brand ?? ""] ?? brand.brand
        }
        let full = hints?.fullVersions?.first { $0.brand == brand.brand }?.version
        if let version = full, !version.isEmpty, displayNames[brand.brand ?? ""] ?? brand.brand == browser.name {
            browser.version = version
        }
        return browser
    }

    private static func operatingSystem(_ claimed: UserAgent?, _ hints: ClientHintsObservation?) -> VersionedName {
        var system = claimed?.operatingSystem ?? VersionedName()
        guard let platform = hints?.platform, !platform.isEmpty, let version = hints?.platformVersion, !version.isEmpty
        else { return system }
        guard Self.systemNames[platform] ?? platform == system.name else { return system }
        // On Windows the hint counts feature updates: 13 and above is Windows 11 (Microsoft's table for User-Agent Client Hints).
        if system.name == "Windows" {
            if let major = VersionedName(version: version).major, major > 0 {
                system.version = major >= 13 ? "11" : "10"
            }
        } else {
            system.version = version
        }
        return system
    }

    private static let displayNames = [
        "Google Chrome": "Chrome", "Microsoft Edge": "Edge", "HeadlessChrome": "Headless Chrome",
        "YaBrowser": "Yandex Browser",
        "Yandex": "Yandex Browser", "Android WebView": "Android WebView", "Microsoft Edge WebView2": "Edge WebView2",
    ]

    /// Names of client hints where ours differ.
    private static let systemNames = ["Chrome OS": "ChromeOS", "Chromium OS": "ChromeOS"]
}

extension Evidence {
    /// The user agent string: of the request, or else of the page; empty when neither showed one.
    public var userAgentText: String { request.userAgent ?? observations.navigator?.userAgent ?? "" }
}

extension [BrandVersion] {
    /// The brand that names the browser: not the one put in at random (GREASE), and Chromium only when it is alone.
    public var mostParticular: BrandVersion? {
        let real = filter { !($0.brand ?? "").isEmpty && !$0.isGrease }
        return real.first { $0.brand != "Chromium" } ?? real.first
    }

    /// The version of one brand.
    public func version(of brand: String) -> String? { first { $0.brand == brand }?.version }
}

extension BrandVersion {
    /// Whether this is the brand that browsers make up, such as `Not=A?Brand` (User-Agent Client Hints, section 6.2).
    public var isGrease: Bool {
        guard let brand else { return false }
        return brand.holds("Not") && brand.holds("Brand")
    }
}
