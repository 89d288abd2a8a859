import Evidence
import Sessions

extension SignalCatalogue {
    /// What a request's headers show: of any request, and of one without a page.
    static let requestAlone: [Signal] = [
        Signal(
            "header_order_mismatch", "Headers in another order", .antiTamper, .moderate, score: 45,
            looksAt: """
                The order of the request's headers, as far as every version of the claimed browser keeps it. Sorted headers are left out.
                """,
            innocent:
                "Servers and proxies that keep headers in a table and lose their order; extensions that add some.",
            highlight: .requestAnomalies, integrity: (.identitySpoofing, .notice), manipulation: 25
        ) { context in
            guard let header = context.header, header.agency == .browser, !context.isAnotherBrowser,
                !context.runsAnotherEngine, let found = context.request.orderContradiction(claimed: header)
            else { return nil }
            return Finding(
                "\(found.first) stands before \(found.second), \(header.shown) sends them the other way round",
                extent: context.trustInHeaders)
        },
        Signal(
            "foreign_client_hints", "Client hints of another engine", .antiTamper, .strong, score: 80,
            looksAt: "`Sec-CH-UA` under the user agent string of Firefox or Safari, which never send it.",
            innocent: "Extensions that change the user agent of a Chromium.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { context in
            guard let header = context.header, header.agency == .browser,
                header.engine == .gecko || header.engine == .webkit, !context.isAnotherBrowser,
                let brands = context.request.brands, !brands.isEmpty
            else { return nil }
            return Finding("\(header.shown) sends no client hints, the request names \(brands.shown)")
        },
        Signal(
            "accept_encoding_unusual", "Encodings of no browser", .antiTamper, .moderate, score: 40,
            looksAt: """
                `Accept-Encoding` of a request alone: browsers accept Brotli over TLS since 2017, and Zstandard since Chromium 123 \
                and Firefox 126.
                """,
            innocent: "Virus scanners and proxies that can't read an encoding remove it.", highlight: .requestAnomalies,
            integrity: (.identitySpoofing, .notice), manipulation: 20
        ) { context in
            guard context.isRequestAlone, context.isSecure, let header = context.header,
                AcceptedEncodings.isKnown(for: header), !context.request.asksForPart, !context.sendsFewerHeaders,
                !context.request.isRelayed, !context.isAnotherBrowser
            else { return nil }
            return AcceptedEncodings.contradiction(context.request["accept-encoding"], of: header)
        },
        Signal(
            "request_metadata_contradicts", "Fetch metadata that can't be", .antiTamper, .moderate, score: 50,
            looksAt: """
                Whether `Sec-Fetch-Mode`, `Sec-Fetch-Dest`, `Sec-Fetch-Site` and `Sec-Fetch-User` of a request alone agree with each other \
                and with the other headers (Fetch Metadata Request Headers, section 2).
                """,
            innocent: "None known but pages that a browser opens again after a restart.", highlight: .requestAnomalies,
            integrity: (.identitySpoofing, .elevated), manipulation: 30
        ) { context in
            guard context.isRequestAlone, context.header?.agency == .browser else { return nil }
            return FetchMetadata(context.request).contradiction
        },
        Signal(
            "request_context_missing", "Request of no page", .antiTamper, .moderate, score: 40,
            looksAt: """
                A request alone that opens no page and names none that it comes from: no `Referer`, no `Origin`, no fetch metadata, and \
                any kind of answer accepted.
                """,
            innocent: "Pages that keep their address to themselves; downloads and media players.",
            highlight: .requestAnomalies
        ) { context in
            guard context.isRequestAlone, let header = context.header, header.agency == .browser,
                header.engine != .unknown, !context.request.isNavigation, !context.sendsFewerHeaders,
                !context.request.asksForPart, ["*/*", nil].contains(context.request["accept"]),
                context.request.referer == nil, context.request.origin == nil, context.request["sec-fetch-mode"] == nil
            else { return nil }
            return Finding("neither a page is opened nor one named")
        },
        Signal(
            "user_agent_missing", "No user agent", .environment, .strong, score: 75,
            looksAt: "A request alone without `User-Agent`, which every browser sends.",
            innocent: "Proxies that remove it.", highlight: .requestAnomalies
        ) { context in
            guard context.isRequestAlone, (context.request.userAgent ?? "").isEmpty else { return nil }
            return Finding("the request has no User-Agent")
        },
        Signal(
            "user_agent_unknown", "Unknown program", .environment, .moderate, score: 45,
            looksAt: "A user agent string of a request alone that names no engine of a browser.",
            innocent: "Apps for telephones; very old browsers.", highlight: .requestAnomalies
        ) { context in
            guard context.isRequestAlone, let header = context.header, header.isUnknownProgram,
                context.request.userAgent?.isEmpty == false
            else { return nil }
            return Finding("the user agent names no browser")
        },
    ]
}

extension Context {
    /// How far the absence and the order of a request's headers can be held against it: less where a proxy may have changed them.
    var trustInHeaders: Double {
        guard isRequestAlone else { return 1 }
        return connection?.observer == .proxy || request.has("via") ? 0.7 : 1
    }

    /// Whether the request alone is of a kind that browsers send with fewer headers.
    var sendsFewerHeaders: Bool { isRequestAlone && (request.isPreflight || request.opensWebSocket) }

    /// Whether the request alone comes from a browser inside an app of Android, by its own word.
    var isEmbedded: Bool { isRequestAlone && request.userAgent?.holds("; wv)") == true }

    /// Whether the request alone claims a Safari that sends fetch metadata: since 16.4.
    var isSafariWithFetchMetadata: Bool {
        guard isRequestAlone, let header, header.browser.name == "Safari", header.browser.major ?? 0 >= 17 else {
            return false
        }
        return ["macOS", "iOS", "iPadOS"].contains(header.operatingSystem.name ?? "")
    }
}

extension [BrandVersion] {
    /// The brands that are real, for a person.
    fileprivate var shown: String {
        filter { !$0.isGrease }.map { [$0.brand ?? "", $0.version ?? ""].joined(separator: " ") }.listed()
    }
}

/// What browsers say of the encodings they accept.
private enum AcceptedEncodings {
    static func isKnown(for agent: UserAgent) -> Bool {
        guard agent.agency == .browser else { return false }
        return switch agent.engine {
        case .blink: agent.chromium ?? 0 >= 90
        case .gecko: agent.gecko ?? 0 >= 90
        case .webkit: agent.browser.name == "Safari" && agent.browser.major ?? 0 >= 13
        default: false
        }
    }

    static func contradiction(_ header: String?, of agent: UserAgent) -> Finding? {
        guard let header else { return Finding("the request accepts no encoding", extent: 0.5) }
        let names = header.split(separator: ",").map {
            $0.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        }
        let known: Set<String> = ["gzip", "deflate", "br", "zstd", "dcb", "dcz", "identity"]
        if let odd = names.first(where: { !known.contains($0) }) {
            return Finding("the request accepts \(odd.prefix(40))")
        }
        guard names.contains("br") else { return Finding("\(agent.shown) accepts Brotli, the request does not") }
        let hasZstandard = names.contains("zstd")
        let (version, first) = agent.engine == .blink ? (agent.chromium, 123) : (agent.gecko, 126)
        guard let version else { return nil }
        // Experiments had it earlier, and policies hold it back.
        if hasZstandard, version < first - 10 { return Finding("\(agent.shown) does not know Zstandard") }
        if !hasZstandard, version >= first + 7 {
            return Finding("\(agent.shown) accepts Zstandard, the request does not", extent: 0.6)
        }
        return nil
    }
}

/// The fetch metadata of a request (Fetch Metadata Request Headers, section 2).
private struct FetchMetadata {
    let mode, site, destination, user, accept, referer: String?

    init(_ request: RequestEvidence) {
        mode = request["sec-fetch-mode"]
        site = request["sec-fetch-site"]
        destination = request["sec-fetch-dest"]
        user = request["sec-fetch-user"]
        accept = request["accept"]
        referer = request.referer
    }

    /// What can't be; nil where all may be as it is.
    var contradiction: Finding? {
        // That the mode is missing is a finding of its own.
        guard let mode else { return nil }
        guard let site else { return Finding("Sec-Fetch-Mode without Sec-Fetch-Site") }
        let pages: Set<String> = ["document", "iframe", "frame"]
        let navigable = pages.union(["embed", "object", "fencedframe"])
        if mode == "navigate", let destination, !navigable.contains(destination) {
            return Finding("Sec-Fetch-Mode is navigate and Sec-Fetch-Dest is \(destination.prefix(40))")
        }
        if mode != "navigate" {
            if let destination, pages.contains(destination) {
                return Finding("Sec-Fetch-Dest is \(destination) and Sec-Fetch-Mode is \(mode.prefix(40))")
            }
            if user != nil { return Finding("Sec-Fetch-User is sent and Sec-Fetch-Mode is \(mode.prefix(40))") }
        }
        if mode == "navigate", let destination, pages.contains(destination), let accept, !accept.holds("text/html") {
            return Finding("a page is opened and Accept is \(accept.prefix(80))")
        }
        if site == "none", referer != nil {
            return Finding("Sec-Fetch-Site is none and there is a Referer", extent: 0.4)
        }
        return nil
    }
}
