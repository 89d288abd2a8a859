import Evidence
import OrderedJSON

extension SignalCase {
    /// Signals that follow from others.
    static let conclusions: [SignalCase] = [
        .init(
            "anti_detect_browser_indicators",
            fires: {
                $0["canvas.noise_detected"] = true
                $0["navigator.own_properties"] = ["platform"]
            },
            quiet: {
                // Two of one form are one protection.
                $0["canvas.noise_detected"] = true
                $0["audio.noise_detected"] = true
            }),
        .init(
            "protocol_driven_input",
            fires: {
                $0["automation.cdp.name_reads"] = 2
                $0.streams.press(at: 1000, pressure: 0)
            },
            quiet: {
                $0["automation.cdp.name_reads"] = 2
                $0.streams.press(at: 1000)
            }),
        .init(
            "returning_visitor_fingerprint",
            fires: { $0.visitor = VisitorContext(returning: true, seenCount: 2) },
            quiet: { $0.visitor = VisitorContext(returning: false, seenCount: 1) }),
        .init(
            "returning_visitor_fingerprint",
            fires: {
                $0.visitor = VisitorContext(returning: true, seenCount: 4)
                $0.pace = VisitorPace(pastVerdicts: .init(bot: 2, human: 1))
            },
            quiet: {
                $0.visitor = VisitorContext(returning: true, seenCount: 4)
                $0.pace = VisitorPace(pastVerdicts: .init(bot: 3))
            }),
        .init(
            "returning_visitor_fingerprint",
            fires: { $0.visitor = VisitorContext(returning: true, seenCount: 2) },
            quiet: {
                $0.visitor = VisitorContext(returning: true, seenCount: 2)
                $0.transport.refusals["collect.batch_replayed"] = 1
            }),
        .init(
            "browser_profile_consistent", fires: { _ in }, quiet: { $0["realms.worker.timezone"] = "Asia/Tokyo" }),
        .init("browser_profile_consistent", "natives.checked_count", fires: 1, quiet: 0),
    ]
}
