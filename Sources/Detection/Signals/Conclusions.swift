import Evidence
import Sessions

extension SignalCatalogue {
    /// What follows from the findings of the other signals.
    static let conclusions: [Signal] = [
        Signal(
            "anti_detect_browser_indicators", "Anti-detect browser", .environment, .strong, score: 80, effect: .context,
            looksAt: """
                Several independent falsifications at once: noise on rendering, identities that differ between realms, \
                replaced functions. It counts for manipulation alone: a person in such a browser is a person.
                """,
            innocent: "Several extensions for privacy together.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .highRisk), manipulation: 70,
            detector: .findings { _, hits in
                let slugs = Set(hits.map(\.signal.slug))
                let forms: [(String, Set<String>)] = [
                    ("noise on rendering", ["canvas_noise", "audio_noise", "webgl_noise"]),
                    (
                        "replaced functions",
                        [
                            "identity_natives_replaced", "canvas_functions_replaced", "navigator_overrides",
                            "navigator_identity_overridden",
                            "native_proxies",
                        ]
                    ),
                    (
                        "realms that disagree",
                        [
                            "realm_user_agent_mismatch", "realm_platform_mismatch", "realm_hardware_mismatch",
                            "realm_graphics_mismatch",
                            "realm_timezone_mismatch", "realm_language_mismatch",
                        ]
                    ),
                    (
                        "an engine or platform that does not fit",
                        [
                            "engine_mismatch", "graphics_platform_mismatch", "fonts_platform_mismatch",
                            "foreign_engine_features",
                            "platform_mismatch", "client_hints_platform_mismatch", "screen_overridden",
                            "engine_version_understated",
                            "engine_version_overstated",
                        ]
                    ),
                ]
                let seen = forms.filter { !$0.1.isDisjoint(with: slugs) }.map(\.0)
                return seen.count >= 2 ? Finding(seen.listed(), extent: seen.count >= 3 ? 1 : 0.7) : nil
            }),
        Signal(
            "protocol_driven_input", "Input through a debugging protocol", .eventTrust, .strong, score: 85,
            looksAt: """
                Marks of the debugging protocol on input and on the page at once: a listener on the console together \
                with presses that have no pressure or lie between pixels.
                """,
            innocent: "None known: developer tools that are open do not change a person's input.",
            highlight: .browserAutomation,
            integrity: (.developerTools, .highRisk),
            detector: .findings { _, hits in
                let slugs = Set(hits.map(\.signal.slug))
                guard slugs.contains("developer_tools_detected") else { return nil }
                let marks: Set<String> = [
                    "pressure_missing", "fractional_press_coordinates", "screen_coordinates_mismatch",
                ]
                guard let mark = hits.first(where: { marks.contains($0.signal.slug) }) else { return nil }
                return Finding("a debugger listens, and \(mark.words)")
            }),
        Signal(
            "returning_visitor_fingerprint", "Known visitor", .fingerprint, .weak, score: 30, effect: .lowersRisk,
            looksAt: "Whether this visitor was here before, and was not judged a bot each time.",
            innocent: "A script that keeps its storage, the first few times.",
            highlight: .knownVisitorFingerprint,
            detector: .findings { context, hits in
                guard let visitor = context.evidence.visitor, visitor.returning, !visitor.conflictingTokens,
                    context.evidence.visitorPace?.pastVerdicts.isAlwaysBot != true,
                    !hits.contains(where: { $0.signal.integrity?.key == .replay && $0.raisesRisk })
                else { return nil }
                return Finding("sessions of this visitor: \(visitor.seenCount)")
            }),
        Signal(
            "browser_profile_consistent", "Consistent browser", .environment, .moderate, score: 50, effect: .lowersRisk,
            looksAt: """
                Whether everything that was compared agrees: request, page, worker and frame, engine, platform and \
                natives.
                """,
            innocent: "A tool that changes nothing.", highlight: .browserProfileConsistent,
            detector: .findings { context, hits in
                let observed = context.observed
                guard observed.navigator != nil, observed.screen != nil, observed.engine != nil,
                    let natives = observed.natives,
                    natives.checkedCount ?? 0 > 0, context.request.userAgent != nil, observed.automation != nil
                else { return nil }
                let contradicts = hits.contains {
                    $0.raisesRisk
                        && ($0.signal.manipulation >= 20 || $0.signal.highlight == .browserAutomation
                            || $0.signal.highlight == .identityContradictions)
                }
                guard !contradicts else { return nil }
                var compared = ["request", "page", "engine", "\(natives.checkedCount ?? 0) native functions"]
                if observed.realms?.worker != nil { compared.append("worker") }
                if observed.realms?.iframe != nil { compared.append("frame") }
                return Finding("\(compared.joined(separator: ", ")) agree")
            }),
    ]
}
