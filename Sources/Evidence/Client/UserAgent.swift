/// Which engine renders pages.
public enum BrowserEngine: String, Sendable, CaseIterable {
    /// Chromium and what is built on it.
    case blink
    /// Firefox and what is built on it.
    case gecko
    /// Safari, every browser on iOS, WebKitGTK.
    case webkit
    /// Internet Explorer.
    case trident
    /// Edge before it was built on Chromium.
    case edgehtml
    /// Opera before it was built on Chromium.
    case presto
    /// None that is known here.
    case unknown
}

/// What kind of device a browser runs on.
public enum FormFactor: String, Sendable, CaseIterable {
    /// A desktop or laptop computer.
    case desktop
    /// A telephone.
    case mobile
    /// A tablet.
    case tablet
    /// A television or a box beside one.
    case tv
    /// A game console.
    case console
    /// A watch.
    case watch
    /// Glasses.
    case xr
    /// None of these is known.
    case unknown
}

/// A name and a version.
public struct VersionedName: Sendable, Equatable {
    /// The name, for display.
    public var name: String?
    /// The version, as written, with dots.
    public var version: String?

    /// A name and a version.
    public init(name: String? = nil, version: String? = nil) {
        self.name = name
        self.version = version
    }

    /// The version up to its first dot, as a number.
    public var major: Int? { version.flatMap { Int($0.prefix { $0.isASCII && $0.isNumber }) } }
}

/// What a user agent string says it is. It is a claim and no more: detection holds it against what else was seen.
///
/// The string is read as RFC 9110, section 10.1.5 writes it, products and comments, and held against a table of products, most
/// particular first, because nearly every browser also names the ones it wants to be taken for.
public struct UserAgent: Sendable, Equatable {
    /// What it is when it is no browser that a person drives.
    public enum Agency: Sendable, Equatable {
        /// A browser, or an app that shows pages.
        case browser
        /// A browser that runs without a window and says so.
        case headless
        /// A crawler or another automatic reader, by its own word.
        case crawler
        /// An HTTP library or a command-line client.
        case library
    }

    /// The browser.
    public var browser: VersionedName
    /// Its engine.
    public var engine: BrowserEngine
    /// The operating system.
    public var operatingSystem: VersionedName
    /// The kind of device.
    public var formFactor: FormFactor
    /// Whether it says itself that nobody drives it.
    public var agency: Agency
    /// The version of Chromium underneath, whatever the browser is called.
    public var chromium: Int?
    /// The version of Gecko underneath.
    public var gecko: Int?
    /// Such as `x86` or `arm`, in the words of client hints; nil when the string does not say.
    public var architecture: String?

    /// Reads a user agent string.
    public init(_ text: String) {
        let tokens = UserAgentTokens(text.cut())
        operatingSystem = OperatingSystemRule.read(tokens)
        let product = ProductRule.match(tokens)
        browser = product.browser
        engine = Self.engine(tokens, operatingSystem: operatingSystem.name)
        chromium = (tokens.version("Chrome") ?? tokens.version("HeadlessChrome") ?? tokens.version("Chromium"))
            .flatMap { VersionedName(version: $0).major }
        gecko = engine == .gecko ? tokens.version("Firefox").flatMap { VersionedName(version: $0).major } : nil
        agency = product.agency
        architecture = Self.architecture(tokens)
        formFactor = Self.formFactor(tokens, operatingSystem: operatingSystem.name, agency: product.agency)
    }

    private static func engine(_ tokens: UserAgentTokens, operatingSystem: String?) -> BrowserEngine {
        if tokens.has("Edge") { return .edgehtml }
        if tokens.has("Trident") || tokens.comment(startingWith: "MSIE") != nil { return .trident }
        if tokens.has("Presto") || tokens.has("Opera") { return .presto }
        let onApple = operatingSystem == "iOS" || operatingSystem == "iPadOS"
        if !onApple, tokens.has("Chrome") || tokens.has("Chromium") || tokens.has("HeadlessChrome") {
            // Chromium left WebKit with version 28.
            let major = tokens.version("Chrome").flatMap { VersionedName(version: $0).major } ?? 28
            return major >= 28 ? .blink : .webkit
        }
        if tokens.has("AppleWebKit") || tokens.has("WebKit") { return .webkit }
        if tokens.has("Gecko"), !tokens.text.holds("like Gecko") { return .gecko }
        return .unknown
    }

    private static func architecture(_ tokens: UserAgentTokens) -> String? {
        for part in tokens.comments {
            let part = part.lowercased()
            if part.holds("aarch64") || part.holds("arm64") || part.holds("armv") { return "arm" }
            if part.holds("x86_64") || part.holds("x64") || part.holds("win64") || part.holds("wow64")
                || part.holds("i686") || part.holds("i586") || part.holds("amd64")
            {
                return "x86"
            }
            // Every Mac says Intel since Safari and Chromium froze the string, so it tells nothing.
        }
        return nil
    }

    private static func formFactor(
        _ tokens: UserAgentTokens, operatingSystem: String?, agency: Agency
    ) -> FormFactor {
        if tokens.has("OculusBrowser") || tokens.comments.contains(where: { $0.hasPrefix("Quest") }) { return .xr }
        switch operatingSystem {
        case "iOS": return tokens.comments.contains { $0.hasPrefix("iPad") } ? .tablet : .mobile
        case "iPadOS": return .tablet
        case "watchOS", "Wear OS": return .watch
        case "tvOS", "Tizen TV", "webOS TV", "Google TV", "Chromecast", "Roku": return .tv
        case "Android":
            if tokens.text.holds("TV") || tokens.text.holds("AFT") || tokens.text.holds("BRAVIA") {
                return .tv
            }
            return tokens.has("Mobile") || tokens.comments.contains("Mobile") ? .mobile : .tablet
        case "Windows Phone", "KaiOS", "Firefox OS", "BlackBerry", "Symbian", "Tizen", "Sailfish OS", "Bada":
            return tokens.comments.contains { $0.hasPrefix("Tablet") } ? .tablet : .mobile
        case "PlayStation", "Xbox", "Nintendo": return .console
        case "Windows", "macOS", "Linux", "ChromeOS", "Ubuntu", "Fedora", "Debian", "FreeBSD", "OpenBSD", "NetBSD",
            "Solaris":
            if tokens.text.holds("SMART-TV") || tokens.text.holds("SmartTV") { return .tv }
            return .desktop
        default: return .unknown
        }
    }
}
