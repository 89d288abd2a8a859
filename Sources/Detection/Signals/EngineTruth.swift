import Evidence
import Sessions

extension SignalCatalogue {
    /// What the engine can do, beside the version that it claims.
    static let engineTruth: [Signal] = [
        Signal(
            "engine_version_understated", "Newer than it claims", .fingerprint, .strong, score: 75,
            looksAt: """
                Features of the engine that came only after the claimed version, while none of the versions between is missing. \
                Two independent ones are needed, and three versions.
                """,
            innocent:
                "Extensions and developer tools that set another user agent; flags alone leave gaps and do not count.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 60
        ) { context in
            guard let claim = context.claimedVersion, let reading = context.engineReading, reading.isCoherent,
                let least = reading.atLeast, let feature = reading.newest
            else { return nil }
            let steps = context.steps(reading.understatement(of: claim))
            guard steps >= 3 else { return nil }
            return Finding(
                "\(feature) came with \(context.named(least)), the user agent claims \(claim.plain)",
                extent: 0.25 + steps / 20)
        },
        Signal(
            "engine_version_overstated", "Older than it claims", .fingerprint, .strong, score: 75,
            looksAt: """
                Features that every build of the claimed version has and this browser lacks, together with all that came later. Two \
                independent ones are needed, and three versions.
                """,
            innocent: """
                Forks and embedded engines that claim a newer version than they are built on; features that were only taken out \
                leave newer ones in place and do not count.
                """,
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 60
        ) { context in
            guard let claim = context.claimedVersion, let reading = context.engineReading, reading.isCoherent,
                let most = reading.atMost, let feature = reading.oldestMissing
            else { return nil }
            let steps = context.steps(reading.overstatement(of: claim))
            guard steps >= 3 else { return nil }
            return Finding(
                "\(feature) is missing as in \(context.named(most)) and before, the user agent claims \(claim.plain)",
                extent: 0.25 + steps / 25)
        },
        Signal(
            "engine_marks_mismatch", "Marks of another engine", .fingerprint, .strong, score: 85, role: .risk,
            looksAt: """
                Names that only one engine ever had, such as `mozInnerScreenX`, `webkitRequestFileSystem` or `WebKitNamespace`, of an \
                engine that the user agent does not claim. Two are needed.
                """,
            innocent: "A user agent that was set by hand, to see a page as another browser does.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 70
        ) { context in
            guard let names = context.observed.engine?.features, EngineMarks.byEngine[context.engine] != nil else {
                return nil
            }
            let present = Set(names)
            let own = EngineMarks.count(of: context.engine, in: present)
            for engine in [BrowserEngine.blink, .gecko, .webkit] where engine != context.engine {
                let found = EngineMarks.byEngine[engine, default: []].filter(present.contains)
                if found.count >= 2, found.count > own {
                    return Finding("\(found.listed()) exist, the user agent claims \(context.engine.rawValue)")
                }
            }
            return nil
        },
        Signal(
            "engine_features_contradict", "Features of several ages", .fingerprint, .weak, score: 5, effect: .context,
            looksAt:
                "Features that are missing although newer ones are there: they were taken out, or new ones switched on.",
            innocent: "Flags, trials, policies, and forks that leave features out for privacy.",
            highlight: .privacyProtections, integrity: (.privacyHardening, .notice)
        ) { context in
            guard let reading = context.engineReading, !reading.isCoherent, let missing = reading.oldestMissing,
                let newest = reading.newest
            else { return nil }
            return Finding("\(missing) is missing beside \(newest)")
        },
        Signal(
            "outdated_engine", "Engine long out of date", .environment, .weak, score: 10, effect: .context,
            looksAt: "An engine that behaves like one that has had no security fixes for years, whatever it claims.",
            innocent: "Old machines, televisions and embedded engines.", highlight: .outdatedBrowser,
            integrity: (.outdatedEnvironment, .elevated)
        ) { context in
            guard let reading = context.engineReading, reading.isCoherent, let most = reading.atMost,
                let supported = EngineMarks.supported[reading.engine], most < supported
            else { return nil }
            return Finding("it behaves like \(context.named(most)) or before")
        },
    ]
}

/// Names that tell engines apart, and which of their versions still get fixes.
private enum EngineMarks {
    /// Names that only one engine has, in every version that matters, by what Chromium 156, Firefox 153 and WebKitGTK 2.50 have and MDN's
    /// browser-compat-data says of the others.
    static let byEngine: [BrowserEngine: [String]] = [
        .blink: ["webkitRequestFileSystem", "BackgroundFetchManager", "HTMLInputElement.prototype.incremental"],
        .gecko: ["mozInnerScreenX", "netscape", "InternalError", "CSSMozDocumentRule"],
        .webkit: [
            "WebKitPoint", "WebKitNamespace", "webkitConvertPointFromNodeToPage", "onwebkitmouseforcedown",
            "GestureEvent",
            "ApplePaySession",
        ],
    ]

    /// Versions before these have had no fixes for years.
    static let supported: [BrowserEngine: EngineVersion] = [.blink: 109, .gecko: 102, .webkit: 15]

    static func count(of engine: BrowserEngine, in present: Set<String>) -> Int {
        byEngine[engine, default: []].count(where: present.contains)
    }
}

extension EngineReading {
    /// Whether both ends of the range agree. They don't where features were switched on or off one by one.
    var isCoherent: Bool {
        guard let atLeast, let atMost else { return true }
        return atLeast <= atMost + 1
    }
}

extension Context {
    /// The version that the user agent claims for its engine; nil where the claim is of no counted version.
    var claimedVersion: EngineVersion? {
        guard let claimed, [.desktop, .mobile, .tablet].contains(claimed.formFactor) else { return nil }
        switch claimed.engine {
        case .blink: return claimed.chromium.map(EngineVersion.init)
        case .gecko:
            // They went their own ways from old versions of Gecko and claim new ones to be let in.
            let branches = ["Pale Moon", "Basilisk", "SeaMonkey", "K-Meleon", "Waterfox"]
            return branches.contains(claimed.browser.name ?? "") ? nil : claimed.gecko.map(EngineVersion.init)
        case .webkit:
            // Off Apple's systems the version is made up; other browsers on them count their own.
            guard claimed.browser.name == "Safari", system == "macOS" || system == "iOS" else { return nil }
            let numbers = claimed.browser.version?.split(separator: ".").prefix(2).map(String.init) ?? []
            return EngineVersion(numbers.joined(separator: "."))
        default: return nil
        }
    }

    /// A distance between versions, in releases as Chromium and Firefox count them: Safari has about eight months of theirs between two.
    func steps(_ distance: Double) -> Double { engine == .webkit ? distance * 8 : distance }

    /// A version with the engine that counts it, for a person.
    func named(_ version: EngineVersion) -> String {
        let name = [.blink: "Chromium", .gecko: "Firefox", .webkit: "Safari"][engine, default: ""]
        return "\(name) \(version.plain)"
    }
}
