import Behavior

extension SignalCase {
    static let eventTrust: [SignalCase] = [
        .init(
            "untrusted_clicks", fires: { $0.streams.click(at: 1000, trusted: false) },
            quiet: { $0.streams.click(at: 1000) }),
        .init(
            "untrusted_keys", fires: { $0.streams.key(.down, at: 1000, press: 0, trusted: false) },
            quiet: { $0.streams.key(.down, at: 1000, press: 0) }),
        // A password manager's keys have no names.
        .init(
            "untrusted_keys", fires: { $0.streams.key(.down, at: 1000, press: 0, trusted: false, named: false) },
            quiet: { $0.streams.key(.down, at: 1000, press: 0, class: .other, trusted: false, named: false) }),
        .init(
            "untrusted_pointer", fires: { $0.streams.move(at: 1000, x: 10, y: 10, trusted: false) },
            quiet: { $0.streams.move(at: 1000, x: 10, y: 10) }),
        .init(
            "untrusted_touches", fires: { $0.streams.touch(at: 1000, trusted: false) },
            quiet: { $0.streams.touch(at: 1000) }),
        .init(
            "untrusted_inputs", fires: { $0.streams.input(at: 1000, .unnamed, trusted: false) },
            quiet: { $0.streams.input(at: 1000, .unnamed) }),
        .init(
            "untrusted_submission", fires: { $0.streams.page(.submit, at: 1000, trusted: false) },
            quiet: { $0.streams.page(.submit, at: 1000) }),
        .init(
            "pressure_missing", fires: { $0.streams.press(at: 1000, pressure: 0) },
            quiet: { $0.streams.press(at: 1000, pressure: 1) }),
        .init(
            "fractional_press_coordinates", fires: { $0.streams.press(at: 1000, x: 100.5) },
            quiet: {
                // A display that scales puts whole pixels of its own between those of the page.
                $0["screen.pixel_ratio"] = 1.25
                $0.streams.press(at: 1000, x: 100.5)
            }),
        .init(
            "pointer_type_missing", fires: { $0.streams.press(at: 1000, device: .unknown) },
            quiet: { $0.streams.press(at: 1000, device: .pen) }),
        .init(
            "pointer_without_device",
            fires: {
                $0["screen.any_pointer"] = "none"
                $0.streams.press(at: 1000)
            },
            quiet: {
                $0["screen.any_pointer"] = "coarse"
                $0.streams.press(at: 1000)
            }),
        .init(
            "click_without_press", fires: { $0.streams.click(at: 1090) },
            quiet: {
                $0.streams.press(at: 1000)
                $0.streams.click(at: 1090)
            }),
        .init(
            "keypress_without_keydown", fires: { $0.streams.key(.press, at: 1001, press: 0) },
            quiet: {
                $0.streams.key(.down, at: 1000, press: 0)
                $0.streams.key(.press, at: 1001, press: 0)
            }),
        .init(
            "text_without_keys", fires: { $0.streams.input(at: 1000) },
            quiet: { $0.streams.input(at: 1000, .paste) }),
        .init(
            "text_without_keys", fires: { $0.streams.input(at: 1000) },
            quiet: {
                // Keyboards on a screen send no keys.
                $0.claim(UserAgents.android)
                $0.streams.input(at: 1000)
            }),
        .init(
            "text_without_keys", fires: { $0.streams.input(at: 1000) },
            quiet: {
                // Keys that were mapped for one character.
                $0.claim(UserAgents.firefox(128))
                $0.streams.input(at: 1000)
            }),
        .init("fields_filled_without_focus", fires: typeIntoFirst(focused: 1), quiet: typeIntoFirst(focused: 0)),
        .init(
            "screen_coordinates_mismatch", fires: { $0.streams.press(at: 1000, offset: (300, 101)) },
            quiet: { $0.streams.press(at: 1000, offset: (30, 101)) }),
        .init(
            "screen_coordinates_mismatch", fires: { $0.streams.press(at: 1000, offset: (14, 172)) },
            quiet: { $0.streams.press(at: 1000, offset: (14, 171)) }),
        .init("movement_deltas_missing", fires: moves(stating: (0, 0)), quiet: moves(stating: (10, 0))),
        .init("movement_deltas_mismatch", fires: moves(stating: (0, 10)), quiet: moves(stating: (10, 1))),
        .init("input_while_hidden", fires: moveWhileHidden(3), quiet: moveWhileHidden(2)),
        .init(
            "keys_while_unfocused", fires: pressKeys(3, after: .windowBlur), quiet: pressKeys(2, after: .windowBlur)),
        .init(
            "keys_while_unfocused", fires: pressKeys(3, after: .windowBlur), quiet: pressKeys(3, after: .windowFocus)),
        .init(
            "unexplained_scrolling", fires: { draft in scrollThrice(&draft) },
            quiet: { draft in
                scrollThrice(&draft)
                draft.streams.wheel(at: 4990, 120)
            }),
    ]

    private static func typeIntoFirst(focused field: Int) -> Edit {
        {
            $0.streams.focus(at: 900, field: field)
            $0.streams.type(2, field: 0)
        }
    }

    private static func moves(stating movement: (x: Int, y: Int)) -> Edit {
        { draft in
            for step in 0...10 {
                draft.streams.move(
                    at: 1000 + Double(step) * 16, x: Double(step) * 10, y: 50, movement: movement)
            }
        }
    }

    private static func moveWhileHidden(_ count: Int) -> Edit {
        { draft in
            draft.streams.page(.hidden, at: 1000)
            // Events that were under way may still come, so the first does not count.
            for time in [1050] + (0..<count).map({ 1200 + $0 * 10 }) {
                draft.streams.move(at: Double(time), x: Double(time), y: 50)
            }
            draft.streams.page(.visible, at: 2000)
            draft.streams.move(at: 2010, x: 60, y: 50)
        }
    }

    private static func pressKeys(_ count: Int, after kind: PageEvent.Kind) -> Edit {
        { draft in
            draft.streams.page(kind, at: 1000)
            for press in 0..<count { draft.streams.key(.down, at: 1200 + Double(press) * 170, press: press) }
        }
    }

    private static func scrollThrice(_ draft: inout Draft) {
        for step in 1...3 { draft.streams.scroll(at: Double(step) * 2500, to: step * 300) }
    }
}
