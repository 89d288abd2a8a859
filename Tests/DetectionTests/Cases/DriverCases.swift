import Behavior
import Evidence
import OrderedJSON

extension SignalCase {
    static let drivers: [SignalCase] = [
        .init("activation_without_input", "automation.activation", fires: "none", quiet: "input"),
        // A window or a frame that had the focus may have been where the page was used.
        .init("activation_without_input", "automation.activation", fires: "none", quiet: "away"),
        // Apps for iOS run scripts in their web views as if by the user.
        .init(
            "activation_without_input", fires: { $0["automation.activation"] = "none" },
            quiet: {
                $0["automation.activation"] = "none"
                $0.claim(UserAgents.safari)
            }),
        .init(
            "activation_without_input", fires: { $0["automation.activation"] = "none" },
            quiet: {
                $0["automation.activation"] = "none"
                $0.claim(UserAgents.android)
            }),
        .init("activation_with_focus", "automation.activation", fires: "focus", quiet: "input"),
        .init(
            "driver_flag_suppressed", fires: { $0["automation.globals"] = ["ret_nodes"] },
            quiet: {
                $0["automation.globals"] = ["ret_nodes"]
                $0["navigator.webdriver"] = true
            }),
        .init("nodriver_globals", "automation.globals", fires: ["_d", "css"], quiet: ["css"]),
        // What Playwright and Patchright show with their own viewport, and what a browser in full screen shows.
        .init(
            "window_frame_outside_screen",
            fires: { $0.size(screen: (1280, 720), inner: (1280, 720), outer: (1288, 805)) },
            quiet: { $0.size(screen: (1280, 720), inner: (1280, 720), outer: (1280, 720)) }),
        // A window that reaches below the screen, as one does that was dragged there.
        .init(
            "window_frame_outside_screen",
            fires: { $0.size(screen: (1280, 720), inner: (1280, 720), outer: (1280, 807)) },
            quiet: { $0.size(screen: (1366, 768), inner: (1280, 753), outer: (1280, 840)) }),
        .init(
            "buttons_held_before_press",
            fires: {
                for step in 0..<5 {
                    $0.streams.pointer(.move, at: 100 + Double(step) * 9, x: 50 + Double(step) * 7, y: 60, button: true)
                }
                $0.streams.press(at: 160, x: 80, y: 60)
            },
            // Something is dragged into the page and dropped there; the press comes later.
            quiet: {
                for step in 0..<5 {
                    $0.streams.pointer(.move, at: 100 + Double(step) * 9, x: 50 + Double(step) * 7, y: 60, button: true)
                }
                $0.streams.pointer(.move, at: 150, x: 80, y: 60)
                $0.streams.press(at: 400, x: 80, y: 60)
            }),
        .init(
            "shift_never_held",
            fires: { $0.streams.key(.down, at: 100, press: 0, class: .punctuation, lacksShift: true) },
            // A script of the page's own, such as a filler's, is another matter.
            quiet: { $0.streams.key(.down, at: 100, press: 0, class: .punctuation, trusted: false, lacksShift: true) }),
    ]

    static let agents: [SignalCase] = [
        .init("ai_agent_marks", "automation.assistants", fires: ["tf623_id"], quiet: ["claude-agent-animation-styles"]),
        .init("ai_agent_marks", "automation.globals", fires: ["__stagehandV3__"], quiet: ["__stage"]),
        .init(
            "ai_assistant_acting", "automation.assistants", fires: ["claude-phantom-cursor"],
            quiet: ["genspark-float-bar"]),
        .init("ai_assistant_present", "automation.assistants", fires: ["genspark-float-bar"], quiet: []),
        .init(
            "ai_agent_user_agent", header: "User-Agent",
            fires:
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-User/1.0; +Claude-User@anthropic.com)",
            quiet: UserAgents.windows),
        .init(
            "ai_agent_user_agent", header: "User-Agent",
            fires: "Mozilla/5.0 (compatible; ChatGPT-User/1.0; +https://openai.com/bot)", quiet: "ChatGPT-Users/1.0"),
        .init("remote_browser_provider", "automation.globals", fires: ["__browserless"], quiet: []),
        .init(
            "remote_browser_provider",
            fires: { $0.webBotAuth = .init(status: .verified, domain: "web-bot-auth.browserbase.com") },
            quiet: { $0.webBotAuth = .init(status: .invalid, domain: "web-bot-auth.browserbase.com") }),
    ]
}

extension Draft {
    fileprivate mutating func size(screen: (Int, Int), inner: (Int, Int), outer: (Int, Int)) {
        let values = [
            ("width", screen.0), ("availWidth", screen.0), ("height", screen.1), ("availHeight", screen.1),
            ("innerWidth", inner.0), ("innerHeight", inner.1), ("outerWidth", outer.0), ("outerHeight", outer.1),
        ]
        for (name, value) in values { self["screen.\(name.snakeCase)"] = .integer(Int64(value)) }
    }
}

extension String {
    fileprivate var snakeCase: String { reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) } }
}
