/// Whether a connection is that of the program that the user agent string claims to be.
///
/// It accuses only where the whole fingerprint is known from the table and none of the programs that show it can be the claimed one.
public enum UserAgentAlignment: String, Sendable, CaseIterable {
    /// The claimed program shows this connection.
    case match
    /// The claimed program never shows this connection.
    case mismatch
    /// The connection was not recognized, or may be the claimed program's and others' as well.
    case unknown

    /// Holds a connection against a claim; one layer that contradicts it is enough.
    /// - Parameter claimed: what the request's user agent string says; nil where there was none.
    /// - Returns: nil where the connection has no fingerprint.
    public init?(_ connection: ConnectionEvidence, claimed: UserAgent?) {
        guard connection.ja4 != nil || connection.http2 != nil else { return nil }
        guard let claimed else {
            self = .unknown
            return
        }
        let layers = [connection.tlsMatch, connection.http2Match].compactMap { $0?.alignment(with: claimed) }
        if layers.contains(.mismatch) || connection.tlsMatch?.versionsBehind(claimed) != nil {
            self = .mismatch
        } else {
            self = layers.contains(.match) ? .match : .unknown
        }
    }
}

extension ClientMatch {
    /// Whether the match is good enough to accuse: the whole fingerprint is known, and from the table. What was learned here may be
    /// shown by others that nobody has met yet.
    public var isFirm: Bool { (confidence == .exact || confidence == .high) && source != .learned }

    /// The engines of the browsers that show it. What an impersonator is modelled on does not count, only what it equals.
    public var engines: Set<BrowserEngine> {
        Set((kind == .impersonator ? sharedWith : [family] + sharedWith).compactMap(BrowserEngine.init(family:)))
    }

    /// Whether the claimed program shows it.
    public func alignment(with claimed: UserAgent) -> UserAgentAlignment {
        guard confidence != .unknown else { return .unknown }
        switch claimed.agency {
        case .library:
            // Which library it is is not told apart: most can be built on several TLS stacks, and many share one.
            if kind != .browser { return .match }
            return isFirm && !isSharedWithLibraries ? .mismatch : .unknown
        case .crawler: return .unknown
        case .browser, .headless:
            guard claimed.engine != .unknown else { return .unknown }
            if engines.contains(claimed.engine) || isOwnOfWebKitOffApple(claimed) { return .match }
            return isFirm && claimed.bringsItsOwnStack && !mayServeWebKitOffApple(claimed) ? .mismatch : .unknown
        }
    }

    /// By how many major versions the claim is newer than the last version that shows this hello; nil where it does not contradict the
    /// claim.
    ///
    /// The newest hello of the table has an open end, so that a version newer than the table is no contradiction. A newer hello under an
    /// older claim is none either: the table may not have met the old version.
    public func versionsBehind(_ claimed: UserAgent) -> Int? {
        guard kind == .browser, isFirm, isDeterministic || confidence == .exact, source != .http2,
            Self.countedProducts.contains(product.lowercased()), let last = versions?.upperBound, last >= 0,
            let engine = BrowserEngine(family: family), engine == claimed.engine,
            let version = engine == .blink ? claimed.chromium : claimed.gecko, version - last > Self.versionMargin
        else { return nil }
        return version - last
    }

    /// A version may show an older hello where a policy or an experiment holds a change back; rarely for longer than this.
    private static let versionMargin = 10

    /// Products whose versions are those of their engine.
    private static let countedProducts: Set<String> = [
        "chrome", "google-chrome", "chromium", "headless-chrome", "chromium-headless-shell", "edge", "microsoft-edge",
        "firefox",
    ]

    private var isSharedWithLibraries: Bool { sharedWith.contains { BrowserEngine(family: $0) == nil } }

    /// WebKit outside Apple's systems has no TLS of its own: GnuTLS as a rule.
    private func isOwnOfWebKitOffApple(_ claimed: UserAgent) -> Bool {
        claimed.isWebKitOffApple && names(["webkitgtk", "gnutls"])
    }

    /// Some builds are made with OpenSSL, which proves nothing either way.
    private func mayServeWebKitOffApple(_ claimed: UserAgent) -> Bool {
        claimed.isWebKitOffApple && names(["openssl"])
    }

    private func names(_ families: Set<String>) -> Bool {
        ([family] + sharedWith).contains { families.contains($0.lowercased()) }
    }
}

extension BrowserEngine {
    /// The engine of a family of the table of known clients; nil for libraries.
    init?(family: String) {
        switch family.lowercased() {
        case "chromium", "chrome", "blink", "edge", "opera", "brave": self = .blink
        case "firefox", "gecko", "tor": self = .gecko
        case "webkit", "safari": self = .webkit
        default: return nil
        }
    }
}

extension UserAgent {
    /// Whether it claims WebKit on a system that is not Apple's.
    var isWebKitOffApple: Bool {
        engine == .webkit && !["macOS", "iOS", "iPadOS", "tvOS", "watchOS"].contains(operatingSystem.name ?? "")
    }

    /// Whether the browser makes its connections itself, with the stack that its engine comes with: some fetch through servers of
    /// their maker, and televisions and consoles have stacks of their own.
    var bringsItsOwnStack: Bool {
        guard [.blink, .gecko, .webkit].contains(engine) else { return false }
        if [.tv, .console, .watch].contains(formFactor) { return false }
        return !["Opera Mini", "Puffin", "UC Browser", "Amazon Silk", "QQ Browser", "QQ Browser Mobile"]
            .contains(browser.name ?? "")
    }
}
