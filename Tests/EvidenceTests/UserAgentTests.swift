import Evidence
import Foundation
import Testing

@Suite struct UserAgentTests {
    struct Expected: Sendable {
        var text: String
        var browser: String?
        var version: String?
        var engine: BrowserEngine
        var system: String?
        var systemVersion: String?
        var form: FormFactor
        var agency = UserAgent.Agency.browser
    }

    static let strings: [Expected] = [
        .init(
            text:
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36",
            browser: "Chrome", version: "132.0.0.0", engine: .blink, system: "Windows", systemVersion: "10",
            form: .desktop),
        .init(
            text:
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 Edg/132.0.2957.127",
            browser: "Edge", version: "132.0.2957.127", engine: .blink, system: "Windows", systemVersion: "10",
            form: .desktop),
        .init(
            text: "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
            browser: "Firefox", version: "153.0", engine: .gecko, system: "Linux", form: .desktop),
        .init(
            text:
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
            browser: "Safari", version: "18.3", engine: .webkit, system: "macOS", systemVersion: "10.15.7",
            form: .desktop),
        .init(
            text:
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
            browser: "Safari", version: "18.3", engine: .webkit, system: "iOS", systemVersion: "18.3", form: .mobile),
        .init(
            text:
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/132.0.6834.100 Mobile/15E148 Safari/604.1",
            browser: "Chrome", version: "132.0.6834.100", engine: .webkit, system: "iOS", systemVersion: "18.3",
            form: .mobile),
        .init(
            text:
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Mobile Safari/537.36",
            browser: "Chrome", version: "132.0.0.0", engine: .blink, system: "Android", systemVersion: "10",
            form: .mobile),
        .init(
            text:
                "Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Safari/537.36",
            browser: "Samsung Internet", version: "27.0", engine: .blink, system: "Android", systemVersion: "14",
            form: .tablet),
        .init(
            text: "Mozilla/5.0 (Android 15; Mobile; rv:134.0) Gecko/134.0 Firefox/134.0",
            browser: "Firefox", version: "134.0", engine: .gecko, system: "Android", systemVersion: "15", form: .mobile),
        .init(
            text:
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
            browser: "Chrome", version: "131.0.0.0", engine: .blink, system: "ChromeOS", systemVersion: "14541.0.0",
            form: .desktop),
        .init(
            text: "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
            browser: "Internet Explorer", version: "11.0", engine: .trident, system: "Windows", systemVersion: "7",
            form: .desktop),
        .init(
            text:
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
            browser: "Headless Chrome", version: "156.0.0.0", engine: .blink, system: "Linux", form: .desktop,
            agency: .headless),
        .init(
            text: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", browser: "Googlebot",
            version: "2.1",
            engine: .unknown, form: .unknown, agency: .crawler),
        .init(
            text: "curl/8.5.0", browser: "curl", version: "8.5.0", engine: .unknown, form: .unknown, agency: .library),
        .init(text: "", engine: .unknown, form: .unknown),
    ]

    @Test(arguments: strings) func reads(_ expected: Expected) {
        let agent = UserAgent(expected.text)
        #expect(agent.browser == VersionedName(name: expected.browser, version: expected.version))
        #expect(agent.engine == expected.engine)
        #expect(agent.operatingSystem == VersionedName(name: expected.system, version: expected.systemVersion))
        #expect(agent.formFactor == expected.form)
        #expect(agent.agency == expected.agency)
    }

    @Test func aDeviceThatEndsInBotIsNoCrawler() {
        let text =
            "Mozilla/5.0 (Linux; Android 9; CUBOT Build/PPR1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.0.0 Mobile Safari/537.36"
        #expect(UserAgent(text).agency == .browser)
    }

    @Test func survivesAnything() {
        var generator = SplitMix64(state: 7)
        let alphabet = Array("Mozilla/5.0 ();,[]Chrome Android rv:X_\u{00e9}\u{1F600}".unicodeScalars)
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<Int(generator.next() % 90) {
                text.unicodeScalars.append(alphabet[Int(generator.next() % UInt64(alphabet.count))])
            }
            _ = UserAgent(text)
        }
    }

    // MARK: Conformance

    // Held against strings in the form that browsers send, of browsers and systems that the tables mean to know.

    /// Names that mean the same browser in both vocabularies.
    static let aliases: [String: String] = [
        "Chrome Mobile": "Chrome", "Chrome Mobile iOS": "Chrome", "Mobile Safari": "Safari",
        "Firefox Mobile": "Firefox",
        "Firefox iOS": "Firefox", "Edge Mobile": "Edge", "Opera Mobile": "Opera", "IE": "Internet Explorer",
        "DuckDuckGo Mobile": "DuckDuckGo",
        "HeadlessChrome": "Headless Chrome", "Android": "Android Browser", "QQ Browser Mobile": "QQ Browser Mobile",
    ]

    /// Browsers that people still use, and that the table of products means to know.
    static let known: Set<String> = [
        "Chrome", "Chrome Mobile", "Chrome Mobile iOS", "Mobile Safari", "Safari", "Firefox", "Firefox Mobile",
        "Firefox iOS", "Edge",
        "Edge Mobile", "Opera", "Opera Mobile", "Samsung Internet", "IE", "Android", "Vivaldi", "Yandex Browser",
        "Whale", "UC Browser",
        "Amazon Silk", "HeadlessChrome", "PhantomJS", "curl", "Wget", "Googlebot", "bingbot", "Oculus Browser",
        "Qt Web Engine", "Brave",
        "Pale Moon", "QQ Browser", "DuckDuckGo Mobile", "Opera Touch",
    ]

    static let systemAliases: [String: String] = [
        "Mac OS X": "macOS", "Chrome OS": "ChromeOS", "Symbian OS": "Symbian", "WatchOS": "watchOS",
    ]

    static let knownSystems: Set<String> = [
        "Windows", "iOS", "Android", "Mac OS X", "Chrome OS", "Ubuntu", "Linux", "Windows Phone", "FreeBSD",
    ]

    @Test(.enabled(if: Workspace.shared("vectors/user-agents/test_ua.yaml") != nil, "the shared vectors are not here"))
    func agreesWithTheVectorsOnBrowsers() throws {
        let cases = Self.cases(try #require(Workspace.shared("vectors/user-agents/test_ua.yaml")))
        let relevant = cases.filter { Self.known.contains($0.family) && $0.text.hasPrefix("Mozilla/") }
        let disagreements = relevant.filter { test in
            let agent = UserAgent(test.text)
            let name = Self.aliases[test.family] ?? test.family
            return agent.browser.name != name || agent.browser.major.map(String.init) != test.major
        }
        let rate = 1 - Double(disagreements.count) / Double(relevant.count)
        print("browsers: \(relevant.count) of \(cases.count) strings are of known browsers, agreement \(rate)")
        #expect(relevant.count > 100)
        #expect(rate >= 0.93)
    }

    @Test(.enabled(if: Workspace.shared("vectors/user-agents/test_os.yaml") != nil, "the shared vectors are not here"))
    func agreesWithTheVectorsOnSystems() throws {
        let cases = Self.cases(try #require(Workspace.shared("vectors/user-agents/test_os.yaml")))
        let relevant = cases.filter { Self.knownSystems.contains($0.family) && $0.text.hasPrefix("Mozilla/") }
        let disagreements = relevant.filter { test in
            UserAgent(test.text).operatingSystem.name != Self.systemAliases[test.family] ?? test.family
        }
        let rate = 1 - Double(disagreements.count) / Double(relevant.count)
        print("systems: \(relevant.count) of \(cases.count) strings are of known systems, agreement \(rate)")
        #expect(relevant.count > 100)
        #expect(rate >= 0.95)
    }

    struct Case {
        var text = ""
        var family = ""
        var major: String?
    }

    /// The plain subset of YAML that these files are written in.
    static func cases(_ data: Data) -> [Case] {
        var cases: [Case] = []
        for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = line.trimmingCharacters(in: .whitespaces)
            func value(_ key: String) -> String? {
                guard line.hasPrefix(key) else { return nil }
                let text = line.dropFirst(key.count).trimmingCharacters(in: .whitespaces)
                guard let quote = text.first, quote == "'" || quote == "\"", text.count >= 2 else { return text }
                return String(text.dropFirst().dropLast()).replacingOccurrences(of: "''", with: "'")
            }
            if let text = value("- user_agent_string:") { cases.append(Case(text: text)) }
            guard !cases.isEmpty else { continue }
            if let family = value("family:") { cases[cases.count - 1].family = family }
            if let major = value("major:"), !major.isEmpty { cases[cases.count - 1].major = major }
        }
        return cases
    }
}

/// A generator with a fixed seed, so that a failure can be seen again.
///
/// Source: G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
