import Behavior
import Evidence
import Sessions

/// The table of marks. Of the names for one facet the surest counts, and of those that are as sure the first.
enum Marks {
    static let all: [Mark] =
        tools + resemblances + hiddenTools + frameworks + assistants + signers + providers + surroundings + disguises

    /// What tools leave that no other leaves.
    private static let tools: [Mark] = [
        Mark(.fired("playwright_bindings", "playwright_stack_frames"), .tool(.playwright)),
        Mark(.fired("pyppeteer_stack_frames"), .tool(.pyppeteer)),
        Mark(.fired("puppeteer_bindings", "puppeteer_stack_frames"), .tool(.puppeteer)),
        Mark(.fired("selenium_globals"), .tool(.selenium)),
        Mark(.fired("selenium_globals").and(.engine(.gecko)), .driver(.geckodriver, 70, .resembles)),
        Mark(.fired("phantomjs_globals"), .tool(.phantomjs)),
        Mark(.fired("nightmare_globals"), .tool(.nightmare)),
        Mark(.fired("cypress_globals"), .tool(.cypress)),
        // ChromeDriver is what Selenium drives Chromium with; few others use it.
        Mark(
            .fired("chromedriver_globals", "chromedriver_commands", "webdriver_stack_frames"),
            .tool(.selenium, 90, .resembles), .driver(.chromedriver, 99)),
    ]

    private static let isDriven = Trace.fired("webdriver_detected")

    /// A browser that says it is driven and names nobody: what remains is how it is driven.
    private static let resemblances: [Mark] = [
        // Marionette leaves nothing in the page; Selenium's geckodriver is what nearly everyone drives it with.
        Mark(
            isDriven.and(.engine(.gecko)), .tool(.selenium, 70, .resembles), .driver(.geckodriver, 70, .resembles)),
        Mark(isDriven.and(.engine(.webkit)), .tool(.selenium, 60, .resembles)),
        Mark(
            isDriven.and(.isChromium).and(.pressure(true)).and(.fractionalPresses), .tool(.playwright, 75, .resembles)),
        Mark(
            isDriven.and(.isChromium).and(.pressure(true)).and(.fired("screen_coordinates_mismatch")),
            .tool(.playwright, 75, .resembles)),
        Mark(
            isDriven.and(.isChromium).and(.pressure(false)).and(.fractionalPresses),
            .tool(.puppeteer, 65, .resembles)),
        Mark(isDriven.and(.isChromium).and(.pressure(false)), .tool(.selenium, 60, .resembles)),
        Mark(isDriven.and(.isChromium).and(.fired("window_frame_outside_screen")), .tool(.playwright, 55, .resembles)),
    ]

    /// A Chromium that a script used, or typed or clicked in, over the debugging protocol, and that does not say so.
    private static let isHidden = Trace.fired(
        "activation_without_input", "activation_with_focus", "protocol_driven_input", "fractional_press_coordinates",
        "keypress_without_keydown", "shift_never_held"
    ).unless(isDriven).and(.isChromium)

    private static let sendsCharacters = isHidden.and(.fired("keypress_without_keydown"))
    private static let forgetsPressure = isHidden.and(.pressure(false))
    private static let setsViewport = Trace.fired(
        "window_frame_outside_screen", "screen_coordinates_mismatch", "screen_equals_viewport")

    /// Tools that keep a browser from saying that it is driven, by how they drive it. Forks go by the name of what they grew out of,
    /// where nothing tells them apart.
    private static let hiddenTools: [Mark] = [
        // It changes the names that ChromeDriver leaves at the start, and none of those that its commands leave.
        Mark(
            .fired("driver_flag_suppressed").unless(.fired("chromedriver_globals")),
            .tool(.undetectedChromedriver, 92, .resembles), .driver(.chromedriver, 99)),
        Mark(.fired("nodriver_globals"), .tool(.nodriver, 90, .resembles)),
        // Both move with a button held before they press; one of them clicks between pixels.
        Mark(.fired("buttons_held_before_press").and(.fractionalPresses), .tool(.drissionPage, 78, .resembles)),
        Mark(.fired("buttons_held_before_press"), .tool(.seleniumDriverless, 75, .resembles)),
        // A window of its own choice, wherever the screen is, or larger than it.
        Mark(isHidden.and(.window(x: 20, y: 54, 1280, 840)), .tool(.seleniumBase, 80, .resembles)),
        Mark(
            sendsCharacters.and(.fractionalPresses).and(.fired("viewport_larger_than_screen")),
            .tool(.seleniumBase, 78, .resembles)),
        // Two that type by characters and not by keys; one of them forgets the pressure of the mouse.
        Mark(sendsCharacters.and(.pressure(true)), .tool(.zendriver, 74, .resembles)),
        Mark(sendsCharacters, .tool(.nodriver, 73, .resembles)),
        Mark(
            forgetsPressure.and(.fractionalPresses).and(.fired("permissions_granted_unasked", "untrusted_inputs")),
            .tool(.browserUse, 72, .resembles)),
        Mark(
            forgetsPressure.and(.fractionalPresses).and(.fired("developer_tools_detected")),
            .tool(.puppeteer, 71, .resembles)),
        Mark(forgetsPressure.and(.typesWithoutKeys), .tool(.drissionPage, 65, .resembles)),
        // Playwright's window, and its mouse, which presses between pixels and with pressure.
        Mark(isHidden.and(.pressure(true)).and(setsViewport), .tool(.playwright, 72, .resembles)),
        Mark(isHidden.and(.pressure(true)).and(.fractionalPresses), .tool(.playwright, 70, .resembles)),
        Mark(
            isHidden.and(.fired("window_frame_outside_screen")).unless(.pressure(false)),
            .tool(.playwright, 68, .resembles)),
        // It aims at the middle of a pixel in the middle of a field, and forgets shift.
        Mark(
            isHidden.and(.fired("shift_never_held")).and(.fired("centred_clicks")).unless(.fractionalPresses),
            .tool(.pydoll, 64, .resembles)),
        // What remains is how it is driven.
        Mark(isHidden, .tool(.devToolsProtocol, 50, .resembles)),
        Mark(isDriven.and(.isChromium).and(.fired("shift_never_held")), .tool(.devToolsProtocol, 62, .resembles)),
    ]

    /// Frameworks by which a model drives a browser: what they put into a page so that the model can point at its elements.
    ///
    /// From the projects' own sources.
    static let frameworks: [Mark] = [
        framework(
            .browserUse, by: "Browser Use",
            .assistant(
                "browser-use-debug-highlights", "browser-use-demo-panel", "data-browser-use-highlight",
                "data-browser-use-interaction-highlight", "data-browser-use-coordinate-highlight",
                "browser-user-highlight-id", "playwright-highlight-container", "__browserUseDemoPanelLoaded")),
        framework(
            .skyvern, by: "Skyvern",
            .assistant(
                "data-skyvern-otp-box", "GlobalSkyvernFrameIndex", "globalDomDepthMap",
                "globalOneTimeIncrementElements", "globalObserverForDOMIncrement")),
        framework(.agentQL, by: "TinyFish", .assistant("tf623_id")),
        framework(
            .stagehand, by: "Browserbase",
            .assistant(
                "__v3_cursor_overlay__", "data-stagehand-mask", "__stagehandV3__", "__stagehandV3Injected",
                "__stagehandV3Injected__", "__stagehand__", "__stagehandInjected", "__stagehand")),
    ]

    /// Assistants that act in a person's own browser or in one that their maker runs: what they show while they do.
    ///
    /// From what people published who met them.
    static let assistants: [Mark] = [
        assistant(
            "claude-in-chrome", "Claude in Chrome", by: "Anthropic",
            .assistant(
                "claude-agent-glow-border", "claude-agent-stop-container", "claude-agent-stop-button",
                "claude-phantom-cursor")),
        assistant("comet", "Comet", by: "Perplexity", .assistant("pplx-agent-overlay-stop-button")),
        assistant("codex", "Codex", by: "OpenAI", .assistant("codex-agent-overlay-root")),
        assistant("manus", "Manus", by: "Manus", .assistant("manus-action-mask-host", "manus-helper-ready")),
        assistant("fellou", "Fellou", by: "Fellou", .assistant("eko-highlight-container")),
        assistant("genspark", "Genspark", by: "Genspark", .assistant("gs-overlay-cursor-style")),
    ]

    /// Who signs requests (Web Bot Auth) for agents that act for a person.
    private static let signers: [Mark] = [
        signer("chatgpt-agent", "ChatGPT Agent", by: "OpenAI", .signed(by: "chatgpt.com", "openai.com")),
        signer("claude", "Claude", by: "Anthropic", .signed(by: "claude.ai", "anthropic.com")),
        signer("perplexity", "Perplexity", by: "Perplexity", .signed(by: "perplexity.ai")),
    ]

    /// Who runs browsers for others to drive.
    static let providers: [Mark] = [
        provider("browserbase", "Browserbase", .signed(by: "browserbase.com")),
        provider("anchor-browser", "Anchor Browser", .signed(by: "anchorbrowser.io")),
        provider("browserless", "Browserless", .signed(by: "browserless.io")),
        provider("hyperbrowser", "Hyperbrowser", .signed(by: "hyperbrowser.ai")),
        provider("steel", "Steel", .signed(by: "steel.dev")),
        provider("browser-use-cloud", "Browser Use Cloud", .signed(by: "browser-use.com")),
        provider("browserless", "Browserless", .observed { $0.names(global: "__browserless") }),
    ]

    private static let surroundings: [Mark] = [
        Mark(.fired("headless_user_agent"), .init(.environment, "headless", "Headless", 99)),
        Mark(.fired("window_size_zero", "no_pointing_device"), .init(.environment, "headless", "Headless", 75)),
        Mark(.fired("remote_browser_provider"), .init(.environment, "remote-browser", "Remote Browser", 80)),
    ]

    private static let disguises: [Mark] = [
        Mark(.fired("anti_detect_browser_indicators"), .init(.evasion, "anti-detect", "Anti-detect Profile", 80)),
        Mark(.fired("driver_flag_suppressed"), .init(.evasion, "patched-driver", "Patched Driver", 80)),
    ]

    private static func framework(_ tool: Tool, by organization: String, _ trace: Trace) -> Mark {
        Mark(
            trace, .init(.actor, "ai-agent", "AI Agent", 97), .init(.organization, organization.slug, organization, 90),
            .init(.product, tool.rawValue, tool.displayName, 97), .tool(tool, 98))
    }

    private static func assistant(_ product: String, _ name: String, by organization: String, _ trace: Trace) -> Mark {
        Mark(
            trace, .init(.actor, "ai-agent", "AI Agent", 95), .init(.organization, organization.slug, organization, 95),
            .init(.product, product, name, 95), .init(.purpose, "acting-for-a-person", "Acting for a Person", 85))
    }

    private static func signer(_ product: String, _ name: String, by organization: String, _ trace: Trace) -> Mark {
        Mark(
            trace, .init(.actor, "ai-agent", "AI Agent", 99), .init(.organization, organization.slug, organization, 99),
            .init(.product, product, name, 99),
            .init(.purpose, "acting-for-a-person", "Acting for a Person", 85))
    }

    private static func provider(_ value: String, _ name: String, _ trace: Trace) -> Mark {
        Mark(
            trace, .init(.provider, value, name, 95), .init(.environment, "remote-browser", "Remote Browser", 95))
    }
}

extension Trace {
    /// By how its errors look, whatever it claims to be; by its claim where nobody looked.
    fileprivate static func engine(_ engine: BrowserEngine) -> Trace { .observed { $0.shownEngine == engine } }

    /// Neither of the two engines that have drivers of their own.
    fileprivate static let isChromium = Trace.observed { $0.shownEngine != .gecko && $0.shownEngine != .webkit }

    /// Every press of a mouse had a pressure, or not every one had.
    fileprivate static func pressure(_ always: Bool) -> Trace {
        .observed { context in
            context.features.presses.zeroPressureShare.map { ($0 == 0) == always } ?? false
        }
    }

    /// A window at this place and of this size.
    fileprivate static func window(x: Int, y: Int, _ width: Int, _ height: Int) -> Trace {
        .observed { context in
            let screen = context.observed.screen
            return screen?.screenX == x && screen?.screenY == y && screen?.outerWidth == width
                && screen?.outerHeight == height
        }
    }

    fileprivate static let fractionalPresses = Trace.observed { $0.features.presses.fractionalShare ?? 0 > 0 }

    fileprivate static let typesWithoutKeys = Trace.fired("text_without_keys")
}

extension Context {
    fileprivate var shownEngine: BrowserEngine {
        switch observed.engine?.stackStyle {
        case "v8": .blink
        case "spidermonkey": .gecko
        case "javascriptcore": .webkit
        default: engine
        }
    }

    fileprivate func names(global prefix: String) -> Bool {
        observed.automation?.globals?.contains { $0.hasPrefix(prefix) } == true
    }
}
