import Behavior
import Evidence
import Sessions

extension SignalCatalogue {
    /// What drivers leave that are made to leave nothing: side effects of the protocol that they speak.
    static let drivers: [Signal] = [
        Signal(
            "activation_without_input", "Used, and by nobody", .environment, .strong, score: 90,
            looksAt: """
                Whether the browser counts the page as used by a person (`navigator.userActivation`) while there was \
                no press, no key and no touch. Debugging protocols run scripts "as if by the user", and nearly every \
                tool that speaks one does so with its first script.
                """,
            innocent: """
                An extension that acts on the page when its button is pressed, if it opens no window of its own. Apps \
                that embed a web view run scripts so too and are left out.
                """,
            highlight: .browserAutomation
        ) { context in
            guard context.engine == .blink, context.isDesktop, context.page?.browser.name != "Electron",
                context.observed.automation?.activation == "none"
            else { return nil }
            return Finding("the page counts as used before anything was pressed")
        },
        Signal(
            "activation_with_focus", "Used by focusing a field", .environment, .weak, score: 20, role: .risk,
            looksAt: """
                Whether the browser counts the page as used by a person when a field gets the focus and nothing was \
                pressed.
                """,
            innocent: "Screen readers and voice control, which focus a field for a person.",
            highlight: .browserAutomation
        ) { context in
            guard context.engine == .blink, context.isDesktop, context.observed.automation?.activation == "focus"
            else { return nil }
            return Finding("the page counts as used since a field got the focus")
        },
        Signal(
            "driver_flag_suppressed", "Driver without its flag", .environment, .strong, score: 90, role: .risk,
            looksAt: """
                What a driver's commands leave in the page, in a browser whose `navigator.webdriver` is false: the \
                driver or its browser was patched to keep that from being said.
                """,
            innocent: "None known.", highlight: .browserAutomation, integrity: (.tampering, .highRisk),
            manipulation: 60,
            detector: .findings { context, hits in
                let traces: Set<String> = ["chromedriver_commands", "webdriver_stack_frames"]
                guard context.observed.navigator?.webdriver == .present(false),
                    let trace = hits.first(where: { traces.contains($0.signal.slug) })
                else { return nil }
                return Finding("\(trace.words), and navigator.webdriver is false")
            }),
        Signal(
            "nodriver_globals", "Helpers of nodriver", .environment, .strong, score: 80,
            looksAt: "`_d` and `css` together on the window: nodriver's search for elements leaves both.",
            innocent: "A page that has both names for something of its own.", highlight: .browserAutomation
        ) { context in
            let names = context.observed.automation?.globals ?? []
            return names.contains("_d") && names.contains("css") ? Finding("window._d, window.css") : nil
        },
        Signal(
            "window_frame_outside_screen", "Window larger than the screen it fills", .fingerprint, .strong, score: 80,
            looksAt: """
                A screen exactly as large as the viewport, in a window that has a frame, tabs and an address field \
                around it: they would be off the screen. Tools that set the size of the viewport set the screen's too.
                """,
            innocent: "Device emulation in developer tools.", highlight: .headlessEnvironment, manipulation: 20
        ) { context in
            guard context.isDesktop, context.isUnscaled, let screen = context.observed.screen,
                let width = screen.width, let height = screen.height, width > 0, height > 0,
                screen.innerWidth == width, screen.innerHeight == height, screen.availHeight == height,
                let outer = screen.outerWidth, let outerHeight = screen.outerHeight,
                outer >= width, outerHeight > height, outerHeight - height <= 400
            else { return nil }
            return Finding("screen and viewport are \(width)×\(height), the window is \(outer)×\(outerHeight)")
        },
        Signal(
            "buttons_held_before_press", "Button held before it was pressed", .eventTrust, .strong, score: 75,
            looksAt: """
                Moves of a mouse that say a button is down, and then the press of it, with no release between: a \
                device reports the press first.
                """,
            innocent: "None known; dragging into the page ends with a release, or with moves that hold nothing.",
            highlight: .syntheticInput
        ) { context in
            let count = context.evidence.interaction.pressesOfHeldButtons
            return count > 0 ? Finding("pressed \(count) times while already held") : nil
        },
        Signal(
            "shift_never_held", "Capitals without shift", .eventTrust, .strong, score: 75,
            looksAt: """
                Keys that wrote what they write with shift alone, a capital letter on its own key or the @ of an address, while \
                shift was neither held nor locked. Tools look a character's key up in a table and forget the other key it takes.
                """,
            innocent:
                """
                Programs that write text for a person and send every character under one key, as some on macOS do: that key is \
                the character's own but by chance. Keyboards on screens of phones are left out.
                """, highlight: .syntheticInput
        ) { context in
            guard context.engine == .blink, context.isDesktop else { return nil }
            let keys = context.evidence.interaction.keys
            let count = keys.count { $0.kind == .down && $0.isTrusted && $0.lacksShift }
            return count > 0 ? Finding("written without shift: \(count)", extent: count > 1 ? 1 : 0.6) : nil
        },
    ]
}

extension InteractionTrace {
    /// Presses of a mouse right after moves during which a button was down that nothing had pressed.
    fileprivate var pressesOfHeldButtons: Int {
        var isPressed = false
        var holds = 0
        var count = 0
        for event in pointer where event.device == .mouse && event.isTrusted {
            switch event.kind {
            case .move:
                // The page may not have seen the press of what is dragged into it; a single row proves nothing.
                holds = event.buttons & 1 != 0 && !isPressed ? holds + 1 : 0
            case .down:
                if holds >= 3 { count += 1 }
                (isPressed, holds) = (true, 0)
            case .up, .cancel: (isPressed, holds) = (false, 0)
            case .leave, .other: holds = 0
            }
        }
        return count
    }
}
