import Evidence
import NetworkIntelligence
import Sessions
import Testing

@testable import Server

@Suite("The file of network sources") struct NetworkSourcesFileTests {
    private func read(_ text: String, allowsPrivate: Bool = false) throws -> [NetworkSource] {
        try NetworkSourcesFile.sources(
            in: text, file: "sources.yaml", folder: "/etc/tripline", allowsPrivate: allowsPrivate)
    }

    @Test("Everything that can be said of a source is taken as it was said")
    func everything() throws {
        let sources = try read(
            """
            sources:
              - name: mullvad
                url: https://Lists.example/vpn.csv
                kind: addresses
                means: vpn
                provider: Mullvad VPN
                categories: [abuse, scanning]
                column: exit_ip
                licence: CC0
                every: 12h
                sha256: AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                max_age: 3d
                authorization_file: secret.txt
            """)
        var expected = NetworkSource(name: "mullvad", origin: .url("https://lists.example/vpn.csv"))
        expected.kind = .addresses
        expected.meaning = .trait(.vpn)
        expected.provider = "Mullvad VPN"
        expected.categories = ["abuse", "scanning"]
        expected.column = "exit_ip"
        expected.licence = "CC0"
        expected.refresh = .seconds(43_200)
        expected.checksum = .sha256(String(repeating: "a", count: 64))
        expected.maximumAge = .days(3)
        expected.authorizationFile = "/etc/tripline/secret.txt"
        #expect(sources == [expected])
    }

    @Test("What is left out is the usual: any form, a day between downloads")
    func usual() throws {
        let source = try #require(try read("sources: [{name: a, file: list.txt, means: tor}]").first)
        #expect(source.origin == .file("/etc/tripline/list.txt"))
        #expect(source.kind == .auto)
        #expect(source.refresh == .days(1))
        #expect(source.maximumAge == nil)
    }

    @Test("Every trait can be meant", arguments: NetworkEvidence.Trait.allCases)
    func traits(_ trait: NetworkEvidence.Trait) throws {
        let source = try #require(try read("sources: [{name: a, file: /l, means: \(trait.rawValue)}]").first)
        #expect(source.meaning == .trait(trait))
    }

    @Test("A crawler is named by its slug")
    func crawler() throws {
        let source = try #require(try read("sources: [{name: a, file: /l, means: crawler, crawler: googlebot}]").first)
        #expect(source.meaning == .crawler("googlebot"))
    }

    @Test("The defaults come behind the operator's own, and only where they are asked for")
    func defaults() throws {
        let with = try read("defaults: true\nsources: [{name: a, file: /l}]")
        #expect(with.map(\.name) == ["a", "tor-geoip", "tor-geoip6", "libloc"])
        let without = try read("sources: [{name: a, file: /l}]")
        #expect(without.map(\.name) == ["a"])
    }

    @Test("Plain http is for whoever allows private addresses")
    func plainHTTP() throws {
        let text = "sources: [{name: a, url: 'http://127.0.0.1:8000/l', means: tor}]"
        #expect(throws: NetworkSourcesError.self) { _ = try read(text) }
        let sources = try read(text, allowsPrivate: true)
        #expect(sources.first?.origin == .url("http://127.0.0.1:8000/l"))
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var message: String

        init(_ description: String, _ text: String, _ message: String) {
            testDescription = description
            self.text = text
            self.message = message
        }

        /// A source `a` with more members.
        static func source(_ description: String, _ members: String, _ message: String) -> Mistake {
            Mistake(description, "sources:\n  - name: a\n\(members.indented)", "sources.yaml, source a\(message)")
        }
    }

    static let mistakes = [
        Mistake("nothing", "", "sources.yaml: `sources:` with a list was expected; there is nothing."),
        Mistake(
            "no YAML", "sources: [", "sources.yaml, line 2: YAML was expected; did not find expected node content."),
        Mistake(
            "a name twice", "sources: []\nsources: []",
            "sources.yaml, line 1: YAML was expected; sources stands there twice."),
        Mistake("a list", "- a", "sources.yaml, line 1: a mapping of names and values was expected."),
        Mistake(
            "an unknown member", "sources: []\nsorces: []",
            "sources.yaml, line 2: `sorces` is none of its members, which are defaults, sources."),
        Mistake("no list", "sources: a", "sources.yaml, line 1: `sources` must be a list."),
        Mistake("no truth", "defaults: 7", "sources.yaml, line 1: `defaults` must be true or false."),
        Mistake("a text", "sources:\n  - a", "sources.yaml, source 1, line 2: a mapping with a `name` was expected."),
        Mistake("no name", "sources:\n  - file: /l", "sources.yaml, source 1, line 2: a `name` was expected."),
        Mistake(
            "a name that is none", "sources:\n  - name: A b",
            "sources.yaml, source 1, line 2: `name` must be 1 to 64 of a-z, 0-9 and -, not A b."),
        Mistake(
            "the same name twice", "sources:\n  - {name: a, file: /l}\n  - {name: a, file: /m}",
            "sources.yaml, source a, line 3: another source before it has that name."),
        Mistake(
            "a default's name", "defaults: true\nsources:\n  - {name: libloc, file: /l}",
            "sources.yaml, line 1: no source may be named libloc, as one of the defaults is, with `defaults: true`."),
        .source(
            "an unknown member of a source", "fil: /l",
            """
            , line 3: `fil` is none of its members, which are name, file, url, kind, means, crawler, provider, categories, column, licence, \
            every, sha256, sha256_url, max_age, authorization_file.
            """),
        .source("no origin", "kind: mmdb", ", line 2: a `file` or a `url` was expected."),
        .source(
            "two origins", "file: /l\nurl: https://a.example/",
            ", line 2: either a `file` or a `url` was expected, not both."),
        .source("an origin that is no text", "file: [a]", ", line 3: `file` must be text."),
        .source(
            "an unknown kind", "file: /l\nkind: zip",
            ", line 4: `kind` must be one of auto, mmdb, libloc, tor-geoip, addresses, asns, crawler-ranges, not zip."),
        .source(
            "an unknown meaning", "file: /l\nmeans: bad",
            ", line 4: `means` must be one of vpn, proxy, tor, relay, hosting, residential_proxy, listed, crawler, not bad."
        ),
        .source(
            "a list that means nothing", "file: /l\nkind: asns",
            """
            , line 2: `means` was expected, which says what being in the list means: one of vpn, proxy, tor, relay, hosting, \
            residential_proxy, listed, crawler.
            """),
        .source(
            "a database that means something", "file: /l\nkind: mmdb\nmeans: vpn",
            ", line 5: `means` is for lists: mmdb says itself what it knows."),
        .source(
            "a crawler without a name", "file: /l\nmeans: crawler",
            ", line 2: `crawler` was expected: which one comes from these addresses, such as googlebot."),
        .source(
            "a crawler's name for something else", "file: /l\nmeans: vpn\ncrawler: googlebot",
            ", line 5: `crawler` says which one where `means` is crawler."),
        .source("categories that are no list", "file: /l\ncategories: a", ", line 4: `categories` must be a list."),
        .source(
            "categories that are no texts", "file: /l\ncategories: [[]]",
            ", line 4: `categories` must be a list of texts."),
        .source(
            "an address that is none", "url: lists",
            ", line 3: `url` must be an http or https address with a host, such as https://shop.example/hooks."),
        .source(
            "plain http", "url: http://lists.example/",
            ", line 3: `url` must be an https address; plain http needs --network-allow-private."),
        .source(
            "a user name in the address", "url: https://me@lists.example/",
            ", line 3: `url` must be an http or https address without a user name or password."),
        .source(
            "an interval that is none", "url: https://a.example/\nevery: daily",
            ", line 4: `every` must be a length of time such as 1d, 12h or 30m, not daily."),
        .source(
            "an interval that is too short", "url: https://a.example/\nevery: 5s",
            ", line 4: `every` must be a minute or more."),
        .source(
            "an interval for a file", "file: /l\nevery: 1d",
            ", line 4: `every` is for downloads, and there is no `url`."),
        .source(
            "a checksum for a file", "file: /l\nsha256: a",
            ", line 4: `sha256` is for downloads, and there is no `url`."),
        .source(
            "a checksum that is none", "url: https://a.example/\nsha256: abc",
            ", line 4: `sha256` must be 64 hexadecimal digits."),
        .source(
            "two checksums",
            "url: https://a.example/\nsha256: \(String(repeating: "a", count: 64))\nsha256_url: https://a.example/s",
            ", line 2: either `sha256` or `sha256_url` was expected, not both."),
        .source(
            "a checksum by plain http", "url: https://a.example/\nsha256_url: http://a.example/s",
            ", line 4: `sha256_url` must be an https address; plain http needs --network-allow-private."),
        .source(
            "an age that is none", "file: /l\nmax_age: 30",
            ", line 4: `max_age` must be a length of time such as 1d, 12h or 30m, not 30."),
    ]

    @Test("Each mistake is told with the file, the source, the line, and what was expected", arguments: mistakes)
    func mistake(_ mistake: Mistake) {
        #expect(throws: NetworkSourcesError(description: mistake.message)) { _ = try read(mistake.text) }
    }

    @Test("A file that is not there is told by its path")
    func missing() {
        #expect(
            throws: NetworkSourcesError(
                description: "/nowhere/sources.yaml can't be read: a file with network sources was expected.")
        ) { _ = try NetworkSourcesFile.read("/nowhere/sources.yaml", allowsPrivate: false) }
    }
}

extension String {
    fileprivate var indented: String { split(separator: "\n").map { "    \($0)\n" }.joined() }
}
