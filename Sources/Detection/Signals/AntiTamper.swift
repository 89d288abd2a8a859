import Behavior
import Evidence
import Sessions

extension SignalCatalogue {
    /// What the server sees to contradict the page's agent.
    static let antiTamper: [Signal] = requestContradictions + realmContradictions + transportContradictions

    // MARK: The request against the page

    private static let requestContradictions: [Signal] = [
        Signal(
            "user_agent_header_mismatch", "User agents differ", .antiTamper, .strong, score: 85,
            looksAt: """
                The user agent string of the request beside that of the page. Whoever sets the one forgets the other.
                """,
            innocent: "Proxies that change headers.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .highRisk),
            manipulation: 70
        ) { context in
            guard let header = context.request.userAgent, let page = context.observed.navigator?.userAgent,
                header != page
            else { return nil }
            return Finding(
                "the request says \(context.header?.browser.shown ?? "another"), the page \(context.page?.browser.shown ?? "another")"
            )
        },
        Signal(
            "platform_mismatch", "Platforms differ", .antiTamper, .strong, score: 80,
            looksAt: "`navigator.platform` beside the system that the user agent string claims.",
            innocent: "Desktop mode of browsers on telephones, which is left out.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { context in
            guard let platform = context.observed.navigator?.platform, let system = context.system,
                let own = Platform.system(of: platform),
                !own.contains(system)
            else { return nil }
            return Finding("navigator.platform is \(platform), the user agent claims \(system)")
        },
        Signal(
            "client_hints_platform_mismatch", "Client hints name another platform", .antiTamper, .strong, score: 80,
            looksAt: "The platform of client hints beside the system that the user agent string claims.",
            innocent: "Desktop mode of browsers on telephones.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .highRisk),
            manipulation: 60
        ) { context in
            guard let hint = context.observed.clientHints?.platform ?? context.request.hintedPlatform, !hint.isEmpty,
                hint != "Unknown", let system = context.system, !context.isRequestAlone || !context.isAnotherBrowser
            else { return nil }
            let names = ["Chrome OS": "ChromeOS", "Chromium OS": "ChromeOS"]
            let hinted = names[hint] ?? hint
            guard hinted != system else { return nil }
            return Finding("client hints say \(hint.prefix(40)), the user agent \(system)")
        },
        Signal(
            "client_hints_platform_empty", "Client hints without a platform", .antiTamper, .strong, score: 70,
            looksAt: "An empty platform in client hints: it is empty where the user agent was overridden.",
            innocent: "None known.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 50
        ) { context in
            context.observed.clientHints?.platform == "" ? Finding("userAgentData.platform is empty") : nil
        },
        Signal(
            "client_hints_header_missing", "Client hints missing", .antiTamper, .moderate, score: 50,
            looksAt: "`Sec-CH-UA`, which every Chromium sends from a secure context.",
            innocent: "Embedded engines; proxies that remove headers.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .notice), manipulation: 30
        ) { context in
            guard let version = context.chromium, version >= 90, context.isSecure, context.request.userAgent != nil,
                context.request["sec-ch-ua"] == nil, context.claimed?.browser.name != "Qt Web Engine",
                context.claimed?.browser.name != "Electron", !context.sendsFewerHeaders, !context.isEmbedded,
                !context.isRequestAlone || !context.isAnotherBrowser
            else { return nil }
            return Finding("Chromium \(version) sent no client hints", extent: context.trustInHeaders)
        },
        Signal(
            "client_hints_page_missing", "Page without client hints", .antiTamper, .moderate, score: 50,
            looksAt: "`navigator.userAgentData`, which every Chromium has in a secure context.",
            innocent: "Embedded engines.", highlight: .identityContradictions, integrity: (.identitySpoofing, .notice),
            manipulation: 40
        ) { context in
            guard let version = context.chromium, version >= 90, context.isSecure, context.observed.clientHints == nil,
                context.evidence.skipped["client_hints"] == .unsupported, context.page?.browser.name != "Qt Web Engine",
                context.page?.browser.name != "Electron"
            else { return nil }
            return Finding("Chromium \(version) without userAgentData")
        },
        Signal(
            "brands_header_mismatch", "Brands differ", .antiTamper, .strong, score: 75,
            looksAt: "The brands of the request beside those of the page.", innocent: "None known.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { context in
            guard let header = context.request.brands, let page = context.observed.clientHints?.brands, !page.isEmpty
            else { return nil }
            let sent = Set(header.filter { !$0.isGrease }.map { "\($0.brand ?? "") \($0.version ?? "")" })
            let read = Set(page.filter { !$0.isGrease }.map { "\($0.brand ?? "") \($0.version ?? "")" })
            guard sent != read else { return nil }
            return Finding("the request says \(sent.sorted().listed()), the page \(read.sorted().listed())")
        },
        Signal(
            "brand_version_mismatch", "Versions differ", .antiTamper, .strong, score: 80,
            looksAt: "The version of Chromium in client hints beside that in the user agent string.",
            innocent: "None known.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { context in
            let brands = context.observed.clientHints?.brands ?? context.request.brands
            guard let version = context.chromium,
                let hinted = brands?.version(of: "Chromium").flatMap({ VersionedName(version: $0).major }),
                hinted != version
            else { return nil }
            return Finding("client hints say Chromium \(hinted), the user agent \(version)")
        },
        Signal(
            "mobile_hint_mismatch", "Client hints disagree on being mobile", .antiTamper, .moderate, score: 45,
            looksAt: "The mobile hint of the request beside that of the page.",
            innocent: "Device emulation switched on in between.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 40
        ) { context in
            guard let header = context.request.hintedMobile, let page = context.observed.clientHints?.mobile,
                header != page
            else { return nil }
            return Finding("the request says \(header ? "mobile" : "not mobile"), the page the opposite")
        },
        Signal(
            "accept_language_missing", "No accepted languages", .antiTamper, .moderate, score: 50,
            looksAt: "`Accept-Language`, which browsers with a window always send.", innocent: "Some embedded engines.",
            highlight: .headlessEnvironment, integrity: (.identitySpoofing, .notice)
        ) { context in
            context.request.userAgent != nil && context.request.headerNames.count >= 3
                && context.request.acceptLanguage == nil && !context.sendsFewerHeaders
                && context.evidence.crawler?.isProven != true
                ? Finding("the request has no Accept-Language", extent: context.trustInHeaders) : nil
        },
        Signal(
            "accept_language_mismatch", "Languages differ", .antiTamper, .moderate, score: 50,
            looksAt: "The first language of the request beside the first of the page.",
            innocent: "Proxies and extensions that change the header.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 40
        ) { context in
            guard let header = context.request.acceptLanguage, let page = context.observed.navigator?.languages?.first
            else { return nil }
            let first = header.prefix { $0 != "," && $0 != ";" }
            guard !first.isEmpty, first != "*", first.lowercased() != page.lowercased() else { return nil }
            return Finding("the request prefers \(first), the page \(page)")
        },
        Signal(
            "fetch_metadata_missing", "Fetch metadata missing", .antiTamper, .moderate, score: 45,
            looksAt: "`Sec-Fetch-Mode`, which current browsers send with every request from a secure context.",
            innocent: "Proxies that remove headers.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .notice)
        ) { context in
            let expected = context.chromium.map { $0 >= 80 } ?? context.claimed?.gecko.map { $0 >= 90 } ?? false
            guard expected || context.isSafariWithFetchMetadata, context.isSecure, context.request.userAgent != nil,
                context.request["sec-fetch-mode"] == nil, !context.sendsFewerHeaders
            else { return nil }
            return Finding("the request has no Sec-Fetch-Mode", extent: context.trustInHeaders)
        },
        Signal(
            "fetch_metadata_contradicts", "Fetch metadata contradict", .antiTamper, .moderate, score: 50,
            looksAt: "`Sec-Fetch-Dest` and `Sec-Fetch-Mode` of a request that only a script of a page can make.",
            innocent: "None known.",
            highlight: .reportAnomalies, integrity: (.tampering, .elevated)
        ) { context in
            guard !context.isRequestAlone else { return nil }
            if let mode = context.request["sec-fetch-mode"], mode == "navigate" {
                return Finding("Sec-Fetch-Mode is navigate")
            }
            if let site = context.request["sec-fetch-site"], site == "none" { return Finding("Sec-Fetch-Site is none") }
            return nil
        },
        Signal(
            "origin_mismatch", "Page and origin differ", .antiTamper, .strong, score: 75,
            looksAt: "The `Origin` of the request, which the browser sets, beside the address that the agent reports.",
            innocent: "None known.", highlight: .reportAnomalies, integrity: (.tampering, .highRisk)
        ) { context in
            guard let origin = context.request.origin, origin != "null", let url = context.observed.page?.url,
                let reported = Origin.of(url), reported != origin.lowercased()
            else { return nil }
            return Finding("the request comes from \(origin), the agent reports \(reported)")
        },
    ]

    // MARK: Clean realms against the page

    private static let realmContradictions: [Signal] = [
        Signal(
            "realm_user_agent_mismatch", "A worker has another user agent", .antiTamper, .strong, score: 85,
            looksAt: "The user agent string of a worker and of a fresh frame beside the page's.",
            innocent: "Extensions that change it in pages alone.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 70
        ) { $0.realmMismatch("user agent", \.userAgent, $0.observed.navigator?.userAgent) },
        Signal(
            "realm_platform_mismatch", "A worker has another platform", .antiTamper, .strong, score: 80,
            looksAt: "`navigator.platform` of a worker and of a fresh frame beside the page's.",
            innocent: "Extensions that change it in pages alone.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { $0.realmMismatch("platform", \.platform, $0.observed.navigator?.platform) },
        Signal(
            "realm_language_mismatch", "A worker has other languages", .antiTamper, .strong, score: 70,
            looksAt: "The languages of a worker and of a fresh frame beside the page's.",
            innocent: "Extensions that hide languages.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 50
        ) { context in
            context.realmMismatch(
                "languages", { $0.languages?.joined(separator: ",") },
                context.observed.navigator?.languages?.joined(separator: ","))
        },
        Signal(
            "realm_hardware_mismatch", "A worker has other hardware", .antiTamper, .weak, score: 25,
            looksAt: "Processors and memory as a worker and a fresh frame see them.",
            innocent: "Browsers and extensions that blur them in pages alone.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 45
        ) { context in
            context.realmMismatch(
                "number of processors", { $0.hardwareConcurrency.map(String.init) },
                context.observed.navigator?.hardwareConcurrency.map(String.init))
                ?? context.realmMismatch(
                    "memory", { $0.deviceMemory.map(\.plain) }, context.observed.navigator?.deviceMemory.map(\.plain))
        },
        Signal(
            "realm_timezone_mismatch", "A worker has another time zone", .antiTamper, .moderate, score: 55,
            looksAt: "The time zone of a worker and of a fresh frame beside the page's.",
            innocent: "Extensions that hide the time zone.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 45
        ) { $0.realmMismatch("time zone", \.timezone, $0.observed.locale?.timezone) },
        Signal(
            "realm_graphics_mismatch", "A worker has other graphics", .antiTamper, .strong, score: 80,
            looksAt: """
                The graphics card as a worker and a fresh frame see it: stealth plug-ins change it in the page alone.
                """,
            innocent: "Machines with two cards, rarely.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .highRisk),
            manipulation: 65
        ) { $0.realmMismatch("graphics card", \.gpuRenderer, $0.observed.webgl?.renderer) },
    ]

    // MARK: The transport

    private static let transportContradictions: [Signal] = [
        Signal(
            "agent_report_missing", "No report", .antiTamper, .strong, score: 75,
            looksAt: "Whether the agent observed anything at all, or gave reasons.",
            innocent: "A page left within a moment, before the agent had looked.",
            highlight: .reportAnomalies, integrity: (.tampering, .notice)
        ) { context in
            guard !context.isRequestAlone, context.observed == Observations(), context.evidence.skipped.isEmpty else {
                return nil
            }
            return Finding("nothing was observed")
        },
        Signal(
            "agent_report_incomplete", "Report without its core", .antiTamper, .strong, score: 75,
            looksAt: """
                Sources that the agent reads at once in every browser and reports together, missing without a reason: the \
                report was cut, or written by something else.
                """,
            innocent: "A page left within a moment, before the agent had looked.", highlight: .reportAnomalies,
            integrity: (.tampering, .elevated)
        ) { context in
            let observed = context.observed
            guard !context.isRequestAlone, observed != Observations() else { return nil }
            let core: [(String, Bool)] = [
                ("page", observed.page != nil), ("navigator", observed.navigator != nil),
                ("screen", observed.screen != nil), ("timing", observed.timing != nil),
                ("automation", observed.automation != nil),
            ]
            let missing = core.filter { !$0.1 && context.evidence.skipped[$0.0] == nil }.map(\.0)
            return missing.isEmpty ? nil : Finding("not reported: \(missing.listed())")
        },
        Signal(
            "batch_replayed", "Batches sent again", .antiTamper, .strong, score: 70,
            looksAt: "Batches that were sent again beyond what a lost acknowledgement explains.",
            innocent: "Very poor connections.",
            highlight: .reportAnomalies, integrity: (.replay, .highRisk)
        ) { context in
            let count = context.transport.refusals["collect.batch_replayed"] ?? 0
            if count > 0 { return Finding("batches sent again: \(count)", extent: count >= 2 ? 1 : 0.6) }
            // A lost acknowledgement makes the newest batch come again; many of them are no connection's fault.
            let repeated = context.transport.retransmissions
            guard repeated > max(2, context.transport.batchCount / 4) else { return nil }
            return Finding("the newest batch was sent again: \(repeated)", extent: 0.6)
        },
        Signal(
            "batch_forged", "Batches forged", .antiTamper, .strong, score: 85,
            looksAt: """
                Batches that were not sealed with the session's key, broke its chain or belong to another session.
                """,
            innocent: "None known.", highlight: .reportAnomalies, integrity: (.tampering, .highRisk), manipulation: 60
        ) { context in
            let codes = ["collect.batch_forged", "collect.chain_broken", "collect.session_mismatch"]
            guard let code = codes.first(where: { context.transport.refusals[$0] ?? 0 > 0 }) else { return nil }
            return Finding("batches refused as \(code): \(context.transport.refusals[code] ?? 0)")
        },
        Signal(
            "batch_malformed", "Batches malformed", .antiTamper, .moderate, score: 55,
            looksAt: "Sealed batches whose content no agent writes.", innocent: "Broken agents.",
            highlight: .reportAnomalies,
            integrity: (.tampering, .elevated), manipulation: 30
        ) { context in
            let codes = ["collect.payload_invalid", "collect.batch_truncated", "collect.batch_too_large"]
            guard let code = codes.first(where: { context.transport.refusals[$0] ?? 0 > 0 }) else { return nil }
            return Finding("batches refused as \(code): \(context.transport.refusals[code] ?? 0)")
        },
        Signal(
            "batch_out_of_order", "Batches out of order", .antiTamper, .weak, score: 25,
            looksAt: "Batches ahead of their turn.", innocent: "Connections that reorder, a page that goes away.",
            highlight: .reportAnomalies, integrity: (.replay, .notice)
        ) { context in
            let count = context.transport.refusals["collect.batch_out_of_order"] ?? 0
            return count > 0 ? Finding("batches out of order: \(count)", extent: count >= 2 ? 1 : 0.5) : nil
        },
        Signal(
            "batch_expired", "Batches after the session's time", .antiTamper, .weak, score: 25,
            looksAt: "Batches under a ticket whose two hours are over: what was recorded is sent later.",
            innocent: "A tab that was left open for hours, or woke with its computer.", highlight: .reportAnomalies,
            integrity: (.replay, .notice)
        ) { context in
            let count = context.transport.refusals["collect.ticket_expired"] ?? 0
            return count > 0 ? Finding("batches under an expired ticket: \(count)") : nil
        },
        Signal(
            "event_times_reversed", "Events before their time", .antiTamper, .weak, score: 20,
            looksAt: """
                Events whose time is before that of the event before them; the browser's clock never runs backwards.
                """,
            innocent: "Browsers that stamp queued events late.", highlight: .reportAnomalies
        ) { context in
            let count = context.features.timing.reversals
            return count >= 5 ? Finding("\(count) events are before the one before") : nil
        },
        Signal(
            "event_times_impossible", "Events later than they can be", .antiTamper, .strong, score: 75,
            looksAt: "Event times beside the time that the server saw pass: a recording from elsewhere has its own.",
            innocent: "None known.", highlight: .reportAnomalies, integrity: (.replay, .highRisk), manipulation: 40
        ) { context in
            guard let start = context.transport.firstBatchAt, let end = context.transport.lastBatchAt,
                let last = context.evidence.interaction.latestMilliseconds
            else { return nil }
            // A page may have been open, and offline, for long before its first batch: the agent says for how long.
            let before = context.transport.clockSamples.first?.sentMilliseconds ?? 0
            let elapsed = before + Double((end - start).wholeMilliseconds)
            guard last > elapsed + 30_000 else { return nil }
            return Finding("events reach \((last / 1000).plain) s, the session lasted \((elapsed / 1000).plain) s")
        },
        Signal(
            "agent_clock_impossible", "The agent's clock runs ahead", .antiTamper, .moderate, score: 50,
            looksAt: "How much time passes between batches on the agent's clock and on the server's.",
            innocent: "A batch that waited in a queue.",
            highlight: .reportAnomalies, integrity: (.replay, .elevated), manipulation: 25
        ) { context in
            let samples = context.transport.clockSamples
            guard let first = samples.first, let last = samples.last, let start = first.sentMilliseconds,
                let end = last.sentMilliseconds
            else {
                return nil
            }
            let passed = Double((last.receivedAt - first.receivedAt).wholeMilliseconds)
            guard end - start > passed + 30_000 else { return nil }
            return Finding(
                "\(((end - start) / 1000).plain) s passed for the agent, \((passed / 1000).plain) s for the server")
        },
        Signal(
            "device_clock_changed", "The device's clock was changed", .antiTamper, .weak, score: 15,
            looksAt: "The device's clock beside its monotonic clock, during one session.",
            innocent: "Clocks set by the network, a laptop that slept.",
            highlight: .reportAnomalies
        ) { context in
            guard let drift = context.observed.timing?.wallDriftMs, abs(drift) > 60_000 else { return nil }
            return Finding("the clock moved by \((drift / 1000).plain) s")
        },
        Signal(
            "device_clock_wrong", "The device's clock is wrong", .antiTamper, .weak, score: 5, effect: .context,
            looksAt: "The device's clock beside the server's.", innocent: "A clock that nobody set.",
            highlight: .privacyProtections
        ) { context in
            guard let sample = context.transport.clockSamples.first else { return nil }
            // Both may come from a stranger: the difference must not overflow.
            let difference = Double(sample.wallMilliseconds) - Double(sample.receivedAt.milliseconds)
            guard abs(difference) > 86_400_000 else { return nil }
            return Finding(
                "the clock is \((abs(difference) / 86_400_000).plain) days \(difference > 0 ? "ahead" : "behind")")
        },
        Signal(
            "visitor_tokens_conflict", "Tokens of several visitors", .antiTamper, .moderate, score: 50,
            looksAt: """
                Continuity tokens in the five storages that belong to different visitors: someone put storages \
                together.
                """,
            innocent: "A profile that was restored in part.", highlight: .reportAnomalies,
            integrity: (.identitySpoofing, .elevated),
            manipulation: 30
        ) {
            $0.evidence.visitor?.conflictingTokens == true
                ? Finding("the storages hold tokens of different visitors") : nil
        },
    ]
}

extension Context {
    /// Whether a realm says another thing than the page, where both say something.
    fileprivate func realmMismatch(_ what: String, _ read: (RealmObservation) -> String?, _ page: String?) -> Finding? {
        guard let page else { return nil }
        for (name, realm) in [("a worker", observed.realms?.worker), ("a fresh frame", observed.realms?.iframe)] {
            if let value = realm.flatMap(read), value != page {
                return Finding("the \(what) is \(page) in the page, \(value) in \(name)")
            }
        }
        return nil
    }
}

extension VersionedName {
    /// Name and version, for a person.
    fileprivate var shown: String { [name ?? "an unknown browser", version].compactMap { $0 }.joined(separator: " ") }
}

/// Which systems `navigator.platform` can stand for.
private enum Platform {
    static func system(of platform: String) -> Set<String>? {
        if platform.hasPrefix("Win") { return ["Windows", "Xbox", "Windows Phone"] }
        // iPads say so since they ask for desktop pages.
        if platform.hasPrefix("Mac") { return ["macOS", "iOS"] }
        if platform == "iPhone" || platform == "iPad" || platform == "iPod" { return ["iOS", "macOS"] }
        if platform.hasPrefix("Linux arm") || platform.hasPrefix("Linux aarch64") {
            return ["Linux", "Android", "ChromeOS", "Tizen", "Tizen TV", "webOS TV", "KaiOS"]
        }
        if platform.hasPrefix("Linux") { return ["Linux", "ChromeOS", "Android", "Tizen TV", "webOS TV"] }
        if platform == "Android" { return ["Android"] }
        return nil
    }
}

/// The origin of an address (HTML Standard, section 7.1.1).
private enum Origin {
    static func of(_ url: String) -> String? {
        guard let scheme = url.firstRange(of: "://"),
            ["http", "https"].contains(url[..<scheme.lowerBound].lowercased())
        else { return nil }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return url[..<scheme.upperBound].lowercased() + authority.lowercased()
    }
}
