import Evidence
import Foundation
import OrderedJSON
import Testing

@testable import Detection

@Suite("What an engine can do")
struct EngineReadingTests {
    /// What a browser has, as its clean frame shows it.
    private static func observation(_ features: [String], list: Int? = 2, realm: String? = "frame") -> EngineObservation
    {
        var observed = EngineObservation()
        observed.features = features
        observed.featuresList = list
        observed.featuresRealm = realm
        return observed
    }

    private static func names(_ engine: BrowserEngine, _ version: EngineVersion) -> [String] {
        EngineFeatures.all.filter { $0.support[engine]?.includes(version) == true }.map(\.name)
    }

    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()

    // MARK: The table

    @Test("is told by sixty features or more of each engine, each under a name of its own")
    func size() {
        #expect(Set(EngineFeatures.all.map(\.name)).count == EngineFeatures.all.count)
        for engine in [BrowserEngine.blink, .gecko, .webkit] {
            #expect(EngineFeatures.all.count { $0.support[engine] != nil } >= 60, "\(engine)")
        }
        #expect(EngineFeatures.inFirstList.isSubset(of: EngineFeatures.all.map(\.name)))
    }

    @Test("never shrinks from version to version, but for what was removed")
    func monotone() {
        for (engine, versions) in Self.versions {
            for (version, next) in zip(versions, versions.dropFirst()) {
                let lost = Set(Self.names(engine, version)).subtracting(Self.names(engine, next))
                let removed = EngineFeatures.all.filter { $0.support[engine]?.until != nil }.map(\.name)
                #expect(lost.isSubset(of: removed), "\(engine) \(next)")
            }
        }
        for feature in EngineFeatures.all {
            for support in feature.support.values {
                #expect(support.until.map { $0 >= support.since } ?? true, "\(feature.name)")
            }
        }
    }

    /// Versions that are in use, or were within memory.
    private static let versions: [(BrowserEngine, [EngineVersion])] = [
        (.blink, (80...156).map(EngineVersion.init)), (.gecko, (78...153).map(EngineVersion.init)),
        (
            .webkit,
            [
                14, 14.1, 15, 15.2, 15.4, 15.5, 15.6, 16, 16.1, 16.4, 16.6, 17, 17.1, 17.2, 17.4, 17.5, 17.6, 18, 18.2,
                18.4, 18.6,
                26, 26.2, 26.4, 26.5,
            ]
        ),
    ]

    @Test("holds every version within the range that its own features allow, and the range is narrow")
    func everyVersion() throws {
        for (engine, versions) in Self.versions {
            var widths: [Double] = []
            for version in versions {
                let reading = try #require(
                    EngineReading(Self.observation(Self.names(engine, version)), as: engine, isSecure: true))
                #expect(reading.understatement(of: version) == 0, "\(engine) \(version): \(reading)")
                #expect(reading.overstatement(of: version) == 0, "\(engine) \(version): \(reading)")
                #expect(reading.isCoherent, "\(engine) \(version): \(reading)")
                if let least = reading.atLeast, let most = reading.atMost { widths.append(most - least) }
            }
            let mean = widths.reduce(0, +) / Double(max(widths.count, 1))
            #expect(mean < (engine == .webkit ? 2 : 8), "\(engine): \(mean)")
        }
    }

    @Test("is asked for by the agent under the names of the table, and nothing else but the marks of engines")
    func agentList() throws {
        let file = Self.folder.appending(path: "../../Web/agent/sources/engine.js").standardizedFileURL
        let source = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(source.firstRange(of: "const features =\n")).upperBound
        let literal = source[start...].prefix { $0 != ";" }
        let asked = literal.split { $0 == "\"" || $0 == "+" || $0.isWhitespace }.map(String.init)
        #expect(asked.prefix(EngineFeatures.all.count).elementsEqual(EngineFeatures.all.map(\.name)))
        #expect(asked.count - EngineFeatures.all.count == 13)
        // More than these would be cut when they are read.
        #expect(asked.count <= 256)
        #expect(source.contains("const list = 2;"))
    }

    // MARK: Reading

    @Test("takes two features of different owners at each end")
    func independence() {
        let old = Self.names(.blink, 100)
        func atLeast(_ more: String...) -> EngineVersion? {
            EngineReading(Self.observation(old + more), as: .blink, isSecure: true)?.atLeast
        }
        #expect(atLeast() == 99)
        #expect(atLeast("CommandEvent") == 99)
        #expect(atLeast("Element.prototype.moveBefore", "Element.prototype.getHTML") == 99)
        #expect(atLeast("Element.prototype.moveBefore", "CommandEvent") == 133)
    }

    @Test("counts what secure contexts alone have only there")
    func insecure() throws {
        let names = Self.names(.blink, 156).filter { $0 != "CookieStore" && $0 != "Crypto.prototype.randomUUID" }
        let observed = Self.observation(names)
        let open = try #require(EngineReading(observed, as: .blink, isSecure: false))
        #expect(open.overstatement(of: 156) == 0)
        let secure = try #require(EngineReading(observed, as: .blink, isSecure: true))
        #expect(secure.atMost == 91)
    }

    @Test("takes no function for the engine's own that the page may have brought along")
    func broughtAlong() throws {
        let names = Self.names(.blink, 100) + ["Promise.try", "Set.prototype.union", "RegExp.escape", "Temporal.Now"]
        let page = try #require(EngineReading(Self.observation(names, realm: "page"), as: .blink, isSecure: true))
        #expect(page.understatement(of: 100) == 0)
        let frame = try #require(EngineReading(Self.observation(names), as: .blink, isSecure: true))
        #expect(frame.atLeast == 136)
    }

    @Test("misses nothing that an old agent did not ask for")
    func oldList() throws {
        let names = Array(EngineFeatures.inFirstList)
        let reading = try #require(
            EngineReading(Self.observation(names, list: nil, realm: nil), as: .blink, isSecure: true))
        #expect(reading.overstatement(of: 156) == 0 && reading.isCoherent)
        #expect(EngineReading(nil, as: .blink, isSecure: true) == nil)
        #expect(EngineReading(Self.observation([]), as: .blink, isSecure: true) == nil)
        #expect(EngineReading(Self.observation(names), as: .trident, isSecure: true) == nil)
    }

    // MARK: Real browsers

    @Test("fits the claim of every browser that was recorded", arguments: Recording.names)
    func recordings(_ name: String) throws {
        let context = Context(try Draft(recording: name).evidence)
        let reading = try #require(context.engineReading)
        let claim = try #require(context.claimedVersion)
        #expect(reading.isCoherent && reading.understatement(of: claim) == 0 && reading.overstatement(of: claim) == 0)
    }

    @Test("was asked of real browsers, with flags and without, in secure contexts and others, and accuses none")
    func realBrowsers() throws {
        let file = Self.folder.appending(path: "../Fixtures/engine-features.json").standardizedFileURL
        let browsers = try #require(try JSONValue(parsing: Data(contentsOf: file)).object)
        #expect(browsers.count >= 6)
        for browser in browsers {
            let features = (browser.value["features"]?.array ?? []).compactMap(\.string)
            let claimed = UserAgent(browser.value["user_agent"]?.string ?? "")
            let isSecure = browser.value["secure"]?.bool == true
            let reading = try #require(
                EngineReading(Self.observation(features), as: claimed.engine, isSecure: isSecure))
            // WebKitGTK 2.50 is the engine of Safari 26, and makes its version up.
            let version: EngineVersion? =
                switch claimed.engine {
                case .blink: claimed.chromium.map(EngineVersion.init)
                case .gecko: claimed.gecko.map(EngineVersion.init)
                default: 26
                }
            let claim = try #require(version)
            #expect(reading.isCoherent, "\(browser.key): \(reading)")
            #expect(reading.understatement(of: claim) == 0, "\(browser.key): \(reading)")
            #expect(reading.overstatement(of: claim) == 0, "\(browser.key): \(reading)")
        }
    }

    @Test("tells a version that is far from the claim, by every claim and every engine of the last years")
    func everyClaim() throws {
        let pairs: [(Int, Int)] = [
            (120, 131), (100, 156), (131, 120), (156, 119), (90, 96), (109, 116), (140, 156), (156, 140),
        ]
        for (claimed, real) in pairs {
            var draft = try Draft.atRest()
            draft.behave(like: EngineVersion(real), claiming: claimed)
            let fired = try draft.fired
            #expect(fired.contains("engine_version_understated") == (claimed < real), "\(claimed) that is \(real)")
            #expect(fired.contains("engine_version_overstated") == (claimed > real), "\(claimed) that is \(real)")
        }
    }

    @Test(
        "says nothing of engines off the beaten track: televisions, forks that stayed behind, WebKit off Apple's systems"
    )
    func unaccused() throws {
        let agents = [
            UserAgents.epiphany,
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Goanna/6.7 Firefox/128.0 PaleMoon/33.5",
            "Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) 94.0.4606.31/7.0 TV Safari/537.36",
        ]
        for agent in agents {
            var draft = try Draft.atRest()
            draft.claim(agent)
            #expect(Context(try draft.evidence).claimedVersion == nil, "\(agent)")
        }
    }
}
