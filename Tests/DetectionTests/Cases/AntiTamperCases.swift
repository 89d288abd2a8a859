import Evidence
import OrderedJSON
import Sessions

extension SignalCase {
    static let antiTamper = requestContradictions + realmContradictions + transportContradictions

    private static let requestContradictions: [SignalCase] = [
        .init("user_agent_header_mismatch", header: "User-Agent", fires: UserAgents.chrome(155), quiet: nil),
        .init("platform_mismatch", "navigator.platform", fires: "Win32", quiet: "Linux armv8l"),
        .init(
            "platform_mismatch", fires: { $0.claim(UserAgents.windows) },
            quiet: {
                $0.claim(UserAgents.windows)
                $0["navigator.platform"] = "Win32"
            }),
        .init("client_hints_platform_mismatch", "client_hints.platform", fires: "Windows", quiet: "Unknown"),
        .init(
            "client_hints_platform_mismatch",
            fires: {
                $0["client_hints"] = nil
                $0[header: "sec-ch-ua-platform"] = #""macOS""#
            },
            quiet: { $0["client_hints"] = nil }),
        .init("client_hints_platform_empty", "client_hints.platform", fires: "", quiet: nil),
        .init(
            "client_hints_header_missing", fires: { $0[header: "sec-ch-ua"] = nil },
            quiet: {
                // Only secure contexts are sent client hints.
                $0[header: "sec-ch-ua"] = nil
                $0["page.secure_context"] = false
            }),
        .init(
            "client_hints_header_missing", fires: claimOld(90, without: "sec-ch-ua"),
            quiet: claimOld(89, without: "sec-ch-ua")),
        .init("client_hints_page_missing", fires: withoutHints("unsupported"), quiet: withoutHints("timeout")),
        .init(
            "client_hints_page_missing",
            fires: {
                withoutHints("unsupported")(&$0)
                $0.claim(UserAgents.chrome(90))
            },
            quiet: {
                withoutHints("unsupported")(&$0)
                $0.claim(UserAgents.chrome(89))
            }),
        .init(
            "client_hints_page_missing", fires: withoutHints("unsupported"),
            quiet: {
                withoutHints("unsupported")(&$0)
                $0["page.secure_context"] = false
            }),
        .init(
            "brands_header_mismatch", header: "sec-ch-ua", fires: #""Not:A-Brand";v="8", "Google Chrome";v="156""#,
            quiet: #""Not=A?Brand";v="24", "Chromium";v="156""#),
        .init("brand_version_mismatch", fires: chromiumBrand("155"), quiet: chromiumBrand("156.0.1")),
        .init("mobile_hint_mismatch", header: "sec-ch-ua-mobile", fires: "?1", quiet: "1"),
        .init("accept_language_missing", header: "Accept-Language", fires: nil, quiet: "*"),
        // A request that shows next to nothing shows nothing by what it leaves out.
        .init(
            "accept_language_missing",
            fires: { $0.headers = [("Host", "a"), ("User-Agent", "b"), ("Accept", "c")] },
            quiet: { $0.headers = [("Host", "a"), ("User-Agent", "b")] }),
        .init("accept_language_mismatch", header: "Accept-Language", fires: "de-DE,en-US;q=0.9", quiet: "EN-us;q=0.9"),
        .init(
            "fetch_metadata_missing", fires: claimOld(80, without: "Sec-Fetch-Mode"),
            quiet: claimOld(79, without: "Sec-Fetch-Mode")),
        .init(
            "fetch_metadata_missing", header: "Sec-Fetch-Mode", fires: nil, quiet: "cors"),
        .init(
            "fetch_metadata_missing", fires: { $0[header: "Sec-Fetch-Mode"] = nil },
            quiet: {
                $0[header: "Sec-Fetch-Mode"] = nil
                $0["page.secure_context"] = false
            }),
        .init("fetch_metadata_contradicts", header: "Sec-Fetch-Mode", fires: "navigate", quiet: "no-cors"),
        .init("fetch_metadata_contradicts", header: "Sec-Fetch-Site", fires: "none", quiet: "cross-site"),
        .init("origin_mismatch", header: "Origin", fires: "https://shop.example:8443", quiet: "null"),
        .init("origin_mismatch", "page.url", fires: "http://shop.example/", quiet: "HTTPS://Shop.example?a"),
    ]

    private static func claimOld(_ version: Int, without header: String) -> Edit {
        {
            $0.claim(UserAgents.chrome(version))
            $0[header: header] = nil
        }
    }

    private static func withoutHints(_ reason: JSONValue) -> Edit {
        {
            $0["client_hints"] = nil
            $0[payload: "skipped.client_hints"] = reason
        }
    }

    private static func chromiumBrand(_ version: String) -> Edit {
        { $0["client_hints.brands"] = [["brand": "Chromium", "version": .string(version)]] }
    }

    private static let realmContradictions: [SignalCase] = [
        .init(
            "realm_user_agent_mismatch", "realms.worker.user_agent", fires: .string(UserAgents.windows), quiet: .null),
        .init("realm_platform_mismatch", "realms.iframe.platform", fires: "Win32", quiet: nil),
        .init("realm_language_mismatch", "realms.worker.languages", fires: ["en-US"], quiet: ["en-US", "en"]),
        .init("realm_hardware_mismatch", "realms.worker.hardware_concurrency", fires: 8, quiet: nil),
        .init("realm_hardware_mismatch", "realms.iframe.device_memory", fires: 8, quiet: 16.0),
        .init("realm_timezone_mismatch", "realms.worker.timezone", fires: "Asia/Tokyo", quiet: nil),
        .init(
            "realm_graphics_mismatch",
            fires: {
                $0.render("ANGLE (Intel UHD)")
                $0["realms.worker.gpu_renderer"] = "ANGLE (Mesa)"
            },
            quiet: { $0["realms.worker.gpu_renderer"] = "ANGLE (Mesa)" }),
    ]

    private static let transportContradictions: [SignalCase] = [
        .init(
            "agent_report_missing", fires: reporting([]),
            quiet: {
                reporting([])(&$0)
                $0[payload: "skipped.navigator"] = "blocked"
            }),
        .init(
            "agent_report_incomplete", fires: reporting(["page", "navigator", "screen", "timing"]),
            quiet: reporting(["page", "navigator", "screen", "timing", "automation"])),
        .init(
            "agent_report_incomplete", fires: reporting(["navigator", "screen", "timing", "automation"]),
            quiet: {
                reporting(["navigator", "screen", "timing", "automation"])(&$0)
                $0[payload: "skipped.page"] = "error"
            }),
        .init(
            "batch_replayed", fires: refused("collect.batch_replayed"), quiet: refused("collect.batch_replayed", 0)),
        // A lost acknowledgement makes the newest batch come again.
        .init("batch_replayed", fires: repeated(3, of: 8), quiet: repeated(2, of: 8)),
        .init("batch_replayed", fires: repeated(6, of: 20), quiet: repeated(5, of: 20)),
        .init("batch_forged", fires: refused("collect.chain_broken"), quiet: refused("collect.chain_broken", 0)),
        .init("batch_forged", fires: refused("collect.batch_forged"), quiet: refused("collect.batch_truncated")),
        .init("batch_malformed", fires: refused("collect.payload_invalid"), quiet: refused("collect.batch_forged")),
        .init(
            "batch_out_of_order", fires: refused("collect.batch_out_of_order"),
            quiet: refused("collect.batch_out_of_order", 0)),
        .init("batch_expired", fires: refused("collect.ticket_expired"), quiet: refused("collect.ticket_forged")),
        .init("event_times_reversed", fires: scrollBackwards(5), quiet: scrollBackwards(4)),
        .init("event_times_impossible", fires: pressed(at: 40_001), quiet: pressed(at: 40_000)),
        .init("agent_clock_impossible", fires: batches(apart: 40_001), quiet: batches(apart: 40_000)),
        .init("device_clock_changed", "timing.wall_drift_ms", fires: -60_001, quiet: -60_000),
        .init("device_clock_wrong", fires: clockAhead(by: 86_400_001), quiet: clockAhead(by: 86_400_000)),
        .init(
            "visitor_tokens_conflict",
            fires: { $0.visitor = VisitorContext(returning: true, seenCount: 2, conflictingTokens: true) },
            quiet: { $0.visitor = VisitorContext(returning: true, seenCount: 2) }),
    ]

    /// Takes out of the observations all but a few.
    private static func reporting(_ names: Set<String>) -> Edit {
        { draft in
            draft[payload: "skipped"] = nil
            for source in draft[payload: "observations"]?.object ?? [] where !names.contains(source.key) {
                draft[source.key] = nil
            }
        }
    }

    private static func refused(_ code: String, _ count: Int = 1) -> Edit {
        { $0.transport.refusals[code] = count }
    }

    private static func repeated(_ count: Int, of batches: Int) -> Edit {
        {
            $0.transport.batchCount = batches
            $0.transport.retransmissions = count
        }
    }

    private static func scrollBackwards(_ count: Int) -> Edit {
        { draft in
            for step in 0...count { draft.streams.scroll(at: 1000 - Double(step) * 2, to: step) }
        }
    }

    private static let start = Timestamp(milliseconds: 1_774_382_400_000)

    /// A press in a session that lasted ten seconds.
    private static func pressed(at time: Double) -> Edit {
        {
            $0.streams.press(at: time, lasting: 0)
            $0.transport.firstBatchAt = start
            $0.transport.lastBatchAt = start + .seconds(10)
        }
    }

    /// Two batches, ten seconds apart for the server.
    private static func batches(apart milliseconds: Double) -> Edit {
        {
            $0.transport.clockSamples = [
                .init(receivedAt: start, wallMilliseconds: start.milliseconds, sentMilliseconds: 0),
                .init(
                    receivedAt: start + .seconds(10), wallMilliseconds: start.milliseconds,
                    sentMilliseconds: milliseconds),
            ]
        }
    }

    private static func clockAhead(by milliseconds: Int64) -> Edit {
        {
            $0.transport.clockSamples = [
                .init(
                    receivedAt: start, wallMilliseconds: start.milliseconds + milliseconds, sentMilliseconds: 0)
            ]
        }
    }
}
