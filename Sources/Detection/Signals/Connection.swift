import Evidence
import Sessions

extension SignalCatalogue {
    /// What the connection shows of the program that made it.
    static let connection: [Signal] = connectionContradictions + connectionConclusions

    private static let connectionContradictions: [Signal] = [
        Signal(
            "tls_user_agent_mismatch", "TLS of another program", .antiTamper, .strong, score: 85,
            looksAt: """
                The ClientHello, which no script of a page can change, beside the browser that the user agent string claims. Only \
                whole fingerprints accuse.
                """,
            innocent: """
                Virus scanners and company proxies that open TLS show their own hello; extensions that change the user agent.
                """,
            highlight: .connectionContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { context in
            guard let match = context.connection?.tlsMatch, match.kind != .impersonator, let header = context.header,
                context.tlsAlignment == .mismatch, !context.runsEngine(of: match)
            else { return nil }
            // A proxy that says it is there explains the hello, and is easily made up.
            return Finding(
                "the user agent names \(header.shown), the ClientHello is that of \(match.shown)",
                extent: context.isProxysConnection ? 0.85 : 1)
        },
        Signal(
            "http2_user_agent_mismatch", "HTTP/2 of another program", .antiTamper, .strong, score: 80,
            looksAt: """
                SETTINGS, flow control and the order of pseudo-headers beside the claimed browser, where the ClientHello tells nothing.
                """,
            innocent: "Proxies that speak HTTP/2 to both sides.",
            highlight: .connectionContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { context in
            guard let match = context.connection?.http2Match, match.kind != .impersonator, let header = context.header,
                context.http2Alignment == .mismatch, context.tlsAlignment ?? .unknown == .unknown,
                !context.runsEngine(of: match)
            else { return nil }
            return Finding(
                "the user agent names \(header.shown), HTTP/2 is spoken as \(match.shown) does",
                extent: context.isProxysConnection ? 0.85 : 1)
        },
        Signal(
            "tls_http2_mismatch", "TLS and HTTP/2 of different programs", .antiTamper, .strong, score: 85,
            looksAt: """
                The ClientHello beside HTTP/2: one program makes both, and a library that imitates a browser often does one of them \
                its own way.
                """,
            innocent: "None known: what opens TLS speaks its own HTTP/2 as well.",
            highlight: .connectionContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 70
        ) { context in
            guard let tls = context.connection?.tlsMatch, let http2 = context.connection?.http2Match,
                tls.isFirm, http2.isFirm, tls.sharedWith.isEmpty, http2.sharedWith.isEmpty,
                tls.kind == .browser || http2.kind == .browser, tls.engines.isDisjoint(with: http2.engines)
            else { return nil }
            return Finding("the ClientHello is that of \(tls.shown), HTTP/2 is spoken as \(http2.shown) does")
        },
        Signal(
            "tls_version_mismatch", "TLS of a much older version", .antiTamper, .strong, score: 70,
            looksAt: """
                Which versions of the claimed browser show this ClientHello: imitations are taken from a version that was new when they were \
                made.
                """,
            innocent: "Embedded browsers that claim a newer version; policies that switch parts of TLS off.",
            highlight: .connectionContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 45
        ) { context in
            guard let match = context.connection?.tlsMatch, let header = context.header,
                let behind = match.versionsBehind(header), let newest = match.versions?.upperBound
            else { return nil }
            return Finding(
                "the user agent names \(header.shown), later than \(newest) no version shows this ClientHello",
                extent: behind >= 20 ? 1 : 0.6)
        },
        Signal(
            "impersonator_connection", "Imitated connection", .antiTamper, .strong, score: 90,
            looksAt: "Fingerprints that only libraries show which imitate browsers, where they get a detail wrong.",
            innocent: "None known.",
            highlight: .connectionContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 80
        ) { context in
            guard let connection = context.connection else { return nil }
            let layers = [
                ("the ClientHello", connection.tlsMatch, connection.tlsContradictions),
                ("HTTP/2", connection.http2Match, connection.http2Contradictions),
            ]
            for case (let layer, let match?, let details) in layers where match.kind == .impersonator && match.isFirm {
                guard context.header.map({ match.alignment(with: $0) }) != .match else { continue }
                let wrong = details.isEmpty ? "" : ": \(details.listed().replacing("_", with: " "))"
                return Finding("\(layer) is that of \(match.shown)\(wrong)")
            }
            return nil
        },
        Signal(
            "library_connection", "Connection of a library", .antiTamper, .moderate, score: 45,
            looksAt:
                "The ClientHello of an HTTP library under a user agent string that names no program known here, or none.",
            innocent: "Apps for telephones, which use such libraries.", highlight: .connectionContradictions
        ) { context in
            guard let match = context.connection?.tlsMatch, match.kind == .library, match.isFirm,
                context.header?.isUnknownProgram ?? true
            else { return nil }
            return Finding("the ClientHello is that of \(match.shown)")
        },
        Signal(
            "headers_weight_mismatch", "HTTP/2 weight of another program", .antiTamper, .moderate, score: 45,
            looksAt: """
                The weight that the first request asks for (RFC 7540, section 5.3.2): Chromium always gives one of eight, Firefox never \
                more than 42.
                """,
            innocent: "Proxies that speak HTTP/2 to both sides.",
            highlight: .connectionContradictions, integrity: (.identitySpoofing, .notice), manipulation: 30
        ) { context in
            guard let connection = context.connection, connection.observer == .server, connection.http2 != nil,
                let header = context.header, header.agency == .browser, context.tlsAlignment != .mismatch
            else { return nil }
            switch (header.engine, connection.headersWeight) {
            case (.blink, nil): return Finding("\(header.shown) always gives a weight, the request has none")
            case (.blink, let weight?) where !HeadersWeight.chromium.contains(weight),
                (.gecko, let weight?) where weight > HeadersWeight.greatestOfFirefox:
                return Finding("\(header.shown) never gives the weight \(weight)")
            default: return nil
            }
        },
    ]

    private static let connectionConclusions: [Signal] = [
        Signal(
            "library_posing_as_browser", "Library that poses as a browser", .antiTamper, .strong, score: 90,
            role: .risk,
            looksAt: """
                A library's connection under a browser's user agent, in a request with no page whose agent could show that a browser is \
                there all the same.
                """,
            innocent: "People behind proxies that open TLS and can't be told from a library.",
            highlight: .connectionContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 60,
            detector: .findings { context, hits in
                let contradictions: Set<String> = [
                    "tls_user_agent_mismatch", "http2_user_agent_mismatch", "tls_http2_mismatch",
                    "impersonator_connection",
                ]
                guard context.isRequestAlone, !context.isProxysConnection, let header = context.header,
                    header.agency == .browser, header.engine != .unknown,
                    hits.contains(where: { contradictions.contains($0.signal.slug) }),
                    let library = [context.connection?.tlsMatch, context.connection?.http2Match].compactMap(\.self)
                        .first(where: { $0.kind != .browser && $0.alignment(with: header) == .mismatch })
                else { return nil }
                return Finding("\(library.shown) says that it is \(header.shown)")
            }),
        Signal(
            "connection_consistent", "Consistent connection", .antiTamper, .moderate, score: 45, effect: .lowersRisk,
            looksAt:
                "Whether TLS and HTTP/2 are those of the browser that the user agent string claims, and its headers as well.",
            innocent: "An imitation that is perfect.", highlight: .connectionConsistent,
            detector: .findings { context, hits in
                // Of a request alone it says little: what imitates a browser's connection well shows the same.
                guard context.evidence.origin == .agent, let header = context.header, header.agency == .browser,
                    let tls = context.connection?.tlsMatch, tls.kind == .browser,
                    tls.confidence == .exact || tls.confidence == .high,
                    context.tlsAlignment == .match,
                    context.connection?.http2 == nil || context.http2Alignment == .match
                else { return nil }
                let topics: Set<HighlightKey> = [
                    .connectionContradictions, .requestAnomalies, .identityContradictions, .agentSignature,
                ]
                guard !hits.contains(where: { $0.raisesRisk && $0.signal.highlight.map(topics.contains) == true })
                else { return nil }
                let layers = context.connection?.http2 == nil ? "TLS is" : "TLS and HTTP/2 are"
                return Finding("\(layers) as \(header.shown) has them")
            }),
    ]
}

/// Weights that browsers give to requests in HTTP/2.
private enum HeadersWeight {
    /// Chromium makes eight weights of its eight priorities (`Spdy3PriorityToHttp2Weight`).
    static let chromium: Set<Int> = [256, 220, 183, 147, 110, 74, 37, 1]
    /// Firefox gives 22 to what is ordinary and at most 20 more.
    static let greatestOfFirefox = 42
}

extension Context {
    /// Whether the ClientHello is that of the program which the request's user agent string claims; nil where none was recognized.
    var tlsAlignment: UserAgentAlignment? { alignment(connection?.tlsMatch) }

    /// Whether HTTP/2 is spoken as the program does which the request's user agent string claims; nil where it was not recognized.
    var http2Alignment: UserAgentAlignment? { alignment(connection?.http2Match) }

    private func alignment(_ match: ClientMatch?) -> UserAgentAlignment? {
        guard let match, let header else { return nil }
        return match.alignment(with: header)
    }

    /// Whether the connection is that of another browser than the claimed one: a person who changed the user agent shows the headers of
    /// the true one as well.
    var isAnotherBrowser: Bool { connection?.tlsMatch?.kind == .browser && tlsAlignment == .mismatch }

    /// Whether the connection that this server ended was a proxy's and not the client's, by the request's own word.
    var isProxysConnection: Bool { connection?.observer == .server && request.isRelayed }
}

extension ClientMatch {
    /// The program, for a person.
    var shown: String { isNamed ? product : "a program that \(profile.replacing("imitates-", with: "imitates "))" }

    /// Whether the program is known by name. Of some it is known only what they imitate.
    var isNamed: Bool { product != "unknown" }
}

extension UserAgent {
    /// Name and version of the browser, for a person.
    var shown: String {
        [browser.name ?? "an unknown program", browser.major.map(String.init)].compactMap(\.self).joined(separator: " ")
    }

    /// Whether it names neither a browser nor any other program that is known here.
    var isUnknownProgram: Bool { agency == .browser && engine == .unknown }
}
