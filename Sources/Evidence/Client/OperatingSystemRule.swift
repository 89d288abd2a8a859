/// Which parts of a user agent string name which operating system.
enum OperatingSystemRule {
    static func read(_ tokens: UserAgentTokens) -> VersionedName {
        if let phone = tokens.comment(startingWith: "Windows Phone") { return named("Windows Phone", phone) }
        // Browsers of tablets and glasses ask for desktop pages in the name of a Mac or of Linux.
        if ["CriOS", "FxiOS", "EdgiOS", "OPiOS"].contains(where: tokens.has),
            tokens.comment(startingWith: "Macintosh") != nil
        {
            return VersionedName(name: "iOS")
        }
        if tokens.has("Silk") || tokens.has("OculusBrowser"), tokens.comment(startingWith: "Android") == nil {
            return VersionedName(name: "Android")
        }
        for part in tokens.comments {
            if let system = read(part: part, tokens) { return system }
        }
        return fallback(tokens)
    }

    private static func read(part: String, _ tokens: UserAgentTokens) -> VersionedName? {
        if part.holds("Xbox") { return VersionedName(name: "Xbox") }
        if part.hasPrefix("Windows") || part.hasPrefix("Win") && part.count < 9 { return windows(part, tokens) }
        if part.hasPrefix("CPU OS ") || part.hasPrefix("CPU iPhone OS ") || part.hasPrefix("CPU iPad OS ") {
            return VersionedName(name: "iOS", version: version(in: part))
        }
        if part == "iOS" || part.hasPrefix("iOS ") || part.hasPrefix("iPhone OS ") { return named("iOS", part) }
        if part.hasPrefix("CrOS") {
            return VersionedName(
                name: "ChromeOS", version: part.split(separator: " ").last.map { version(in: String($0)) } ?? nil)
        }
        if part.hasPrefix("Android") { return VersionedName(name: "Android", version: version(in: part)) }
        if part.hasPrefix("Adr ") { return named("Android", part) }
        if part.holds("Mac OS X") || part.hasPrefix("macOS") { return apple(part, tokens) }
        if part.hasPrefix("Tizen") {
            return VersionedName(
                name: tokens.text.holds("SMART-TV") ? "Tizen TV" : "Tizen", version: version(in: part))
        }
        if part.hasPrefix("PlayStation") || part.hasPrefix("PLAYSTATION") { return VersionedName(name: "PlayStation") }
        if part.hasPrefix("Nintendo") { return VersionedName(name: "Nintendo") }
        if part.hasPrefix("Web0S") || part.hasPrefix("webOS.TV") { return VersionedName(name: "webOS TV") }
        if part.hasPrefix("SymbianOS") || part.hasPrefix("Symbian") || part.hasPrefix("Series60") {
            return VersionedName(name: "Symbian", version: version(in: part))
        }
        if part.hasPrefix("BlackBerry") || part == "BB10" { return VersionedName(name: "BlackBerry") }
        if part.hasPrefix("Ubuntu") { return VersionedName(name: "Ubuntu", version: version(in: part)) }
        for system in ["FreeBSD", "OpenBSD", "NetBSD", "Fedora", "Debian"] where part.hasPrefix(system) {
            return VersionedName(name: system, version: nil)
        }
        if part.hasPrefix("SunOS") { return VersionedName(name: "Solaris") }
        if part == "Mobile" || part == "Tablet", tokens.has("Gecko"), tokens.comment(startingWith: "Android") == nil,
            tokens.comments.count <= 3
        {
            return VersionedName(name: "Firefox OS")
        }
        return nil
    }

    private static func fallback(_ tokens: UserAgentTokens) -> VersionedName {
        if let version = tokens.version("KAIOS") ?? tokens.version("KaiOS") {
            return VersionedName(name: "KaiOS", version: Self.version(in: version))
        }
        if tokens.has("watchOS") { return VersionedName(name: "watchOS", version: tokens.version("watchOS")) }
        if let version = tokens.version("Android") {
            return VersionedName(name: "Android", version: Self.version(in: version))
        }
        if tokens.has("Android") { return VersionedName(name: "Android") }
        if tokens.has("iOS") { return VersionedName(name: "iOS", version: tokens.version("iOS")) }
        if let first = tokens.comments.first(where: {
            $0.hasPrefix("iPhone") || $0.hasPrefix("iPad") || $0.hasPrefix("iPod")
        }) {
            return VersionedName(name: "iOS", version: version(in: String(first.drop { $0 != ";" })))
        }
        if tokens.has("CFNetwork"), tokens.has("Darwin") { return darwin(tokens) }
        if tokens.has("Ubuntu") { return VersionedName(name: "Ubuntu", version: tokens.version("Ubuntu")) }
        if tokens.comments.contains(where: {
            $0.hasPrefix("Macintosh") || $0.holds("Mac_PowerPC") || $0.hasPrefix("PPC Mac")
        }) {
            return VersionedName(name: "macOS")
        }
        if tokens.comments.contains(where: { $0.holds("Linux") || $0 == "X11" }) || tokens.has("Linux") {
            return VersionedName(name: "Linux")
        }
        return VersionedName()
    }

    private static func named(_ name: String, _ part: String) -> VersionedName {
        VersionedName(name: name, version: version(in: part))
    }

    private static func windows(_ part: String, _ tokens: UserAgentTokens) -> VersionedName? {
        if part.hasPrefix("Windows Mobile") || part.hasPrefix("Windows CE") {
            return VersionedName(name: "Windows Mobile")
        }
        guard part.hasPrefix("Windows") else {
            return ["Win98": "98", "Win95": "95", "WinNT": "NT", "Win32": nil, "Win64": nil, "Win16": nil][part]
                .map { VersionedName(name: "Windows", version: $0) }
        }
        let releases = [
            "10.0": "10", "6.4": "10", "6.3": "8.1", "6.2": "8", "6.1": "7", "6.0": "Vista", "5.2": "XP", "5.1": "XP",
            "5.0": "2000", "4.0": "NT",
        ]
        guard let number = version(in: part) else {
            for word in ["Vista", "XP", "ME", "NT"] where part.hasSuffix(word) {
                return VersionedName(name: "Windows", version: word)
            }
            return VersionedName(name: "Windows")
        }
        return VersionedName(name: "Windows", version: part.holds("NT") ? releases[number] ?? number : number)
    }

    private static func apple(_ part: String, _ tokens: UserAgentTokens) -> VersionedName {
        let mobile =
            part.holds("like Mac OS X")
            || tokens.comments.contains {
                $0.hasPrefix("iPhone") || $0.hasPrefix("iPad") || $0.hasPrefix("iPod")
            }
        if mobile { return VersionedName(name: "iOS", version: version(in: part)) }
        return VersionedName(name: "macOS", version: version(in: part))
    }

    /// Apps on Apple's systems name the kernel: Darwin 20 is macOS 11 and iOS 14. Only apps of iOS leave out the machine.
    private static func darwin(_ tokens: UserAgentTokens) -> VersionedName {
        let desktop = tokens.comments.contains { $0.holds("x86_64") || $0.hasPrefix("Mac") }
        return VersionedName(name: desktop ? "macOS" : "iOS")
    }

    /// The first run of digits, dots and underscores.
    private static func version(in text: String) -> String? {
        guard let start = text.firstIndex(where: { $0.isASCII && $0.isNumber }) else { return nil }
        let run = text[start...].prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "_") }
        return String(run.map { $0 == "_" ? "." : $0 }).trimming(".")
    }
}
