import Behavior
import Evidence
import Sessions

extension SignalCatalogue {
    /// Whether input came from a device through the browser, or from a script.
    static let eventTrust: [Signal] = [
        Signal(
            "untrusted_clicks", "Clicks made by a script", .eventTrust, .strong, score: 85,
            looksAt: "Clicks that the browser does not vouch for (`isTrusted`): a script made them.",
            innocent: "Pages that click elements of their own.", highlight: .syntheticInput
        ) { context in
            let count = context.features.untrusted.clicks
            guard count > 0 else { return nil }
            let all = max(context.features.counts.clicks, count)
            return Finding("clicks not trusted: \(count) of \(all)", extent: count * 2 >= all ? 1 : 0.6)
        },
        Signal(
            "untrusted_keys", "Keys made by a script", .eventTrust, .strong, score: 85,
            looksAt: """
                Key events that the browser does not vouch for. Those that name no key are left out: password managers \
                make them, so that the page notices what they filled in.
                """,
            innocent: "Keyboards on the screen that a page brings.",
            highlight: .syntheticInput
        ) { context in
            let count = context.features.untrusted.keys - context.features.untrusted.unnamedKeys
            return count > 0 ? Finding("key events not trusted: \(count)", extent: count >= 5 ? 1 : 0.6) : nil
        },
        Signal(
            "untrusted_pointer", "Pointer events made by a script", .eventTrust, .strong, score: 80,
            looksAt: "Pointer and mouse events that the browser does not vouch for.",
            innocent: "Pages that translate touches into mouse events.", highlight: .syntheticInput
        ) { context in
            let count = context.features.untrusted.pointer
            return count > 0 ? Finding("pointer events not trusted: \(count)", extent: count >= 5 ? 1 : 0.6) : nil
        },
        Signal(
            "untrusted_touches", "Touches made by a script", .eventTrust, .strong, score: 80,
            looksAt: "Touch events that the browser does not vouch for.", innocent: "None known.",
            highlight: .syntheticInput
        ) { context in
            let count = context.features.untrusted.touches
            return count > 0 ? Finding("touch events not trusted: \(count)") : nil
        },
        Signal(
            "untrusted_inputs", "Fields changed by a script", .eventTrust, .weak, score: 25, role: .risk,
            looksAt: "`input` events that a script made.",
            innocent: "Password managers, and widgets of the page that fill fields.", highlight: .syntheticInput
        ) { context in
            let count = context.features.untrusted.inputs
            return count > 0 ? Finding("changes of fields not trusted: \(count)") : nil
        },
        Signal(
            "untrusted_submission", "Form sent by a script", .eventTrust, .moderate, score: 45,
            looksAt: "A form that was sent by an event that a script made.",
            innocent: "Pages that send a form after checks of their own.",
            highlight: .syntheticInput
        ) { context in
            let count = context.features.untrusted.page
            return count > 0 ? Finding("submissions not trusted: \(count)") : nil
        },
        Signal(
            "pressure_missing", "Presses without pressure", .eventTrust, .strong, score: 80,
            looksAt: """
                The pressure of a mouse button, which is 0.5 while one is down (Pointer Events, section 4.1). Most \
                tools leave it at 0.
                """,
            innocent: "Very old browsers.", highlight: .syntheticInput
        ) { context in
            guard let share = context.features.presses.zeroPressureShare, share > 0 else { return nil }
            return Finding("\(share.percent) of presses have a pressure of 0", extent: share >= 0.5 ? 1 : 0.6)
        },
        Signal(
            "fractional_press_coordinates", "Presses between pixels", .eventTrust, .strong, score: 75,
            looksAt: """
                The place of a mouse's presses at a scale of 1: a mouse counts whole pixels, a tool computes the middle of \
                an element.
                """,
            innocent: "Displays whose scale the browser hides, which is why half of the presses must lie between.",
            highlight: .syntheticInput
        ) { context in
            guard context.isUnscaled, let share = context.features.presses.fractionalShare, share > 0 else {
                return nil
            }
            return Finding("\(share.percent) of presses are between pixels", extent: share >= 0.5 ? 1 : 0.4)
        },
        Signal(
            "pointer_type_missing", "Presses by no device", .eventTrust, .moderate, score: 50,
            looksAt: "Presses that name no kind of device, neither mouse nor finger nor pen.",
            innocent: "Assistive technology.",
            highlight: .syntheticInput
        ) { context in
            let count = context.features.counts.unknownDeviceDowns
            return count > 0 ? Finding("presses that name no kind of device: \(count)") : nil
        },
        Signal(
            "pointer_without_device", "Mouse input without a mouse", .eventTrust, .strong, score: 75,
            looksAt: "Mouse movement in a browser that says that it has no pointing device at all.",
            innocent: """
                A mouse that was plugged in after the page was opened; remote desktops, whose mouse is no device of their \
                computer: in a window with a frame it counts for little.
                """,
            highlight: .syntheticInput
        ) { context in
            guard let screen = context.observed.screen, screen.anyPointer == "none",
                context.features.counts.mouseDowns > 0
            else { return nil }
            return Finding(
                "no pointing device, yet presses of a mouse: \(context.features.counts.mouseDowns)",
                extent: context.hasWindowFrame ? 0.15 : 1)
        },
        Signal(
            "click_without_press", "Clicks without a press", .eventTrust, .moderate, score: 50,
            looksAt: "Clicks that neither a button nor a key came before.",
            innocent: "Screen readers and voice control.",
            highlight: .syntheticInput
        ) { context in
            let count = context.features.clicks.withoutPress
            return count > 0 ? Finding("clicks without a press: \(count)") : nil
        },
        Signal(
            "keypress_without_keydown", "Characters of keys that were not pressed", .eventTrust, .strong, score: 75,
            looksAt: """
                `keypress` events of keys that never went down, as a tool makes them that sends characters alone.
                """,
            innocent: "None known.", highlight: .syntheticInput
        ) { context in
            let count = context.features.keyboard.pressesWithoutDown
            return count > 0
                ? Finding("characters of keys that did not go down: \(count)", extent: count >= 3 ? 1 : 0.6) : nil
        },
        Signal(
            "text_without_keys", "Text without keys", .eventTrust, .moderate, score: 55,
            looksAt: """
                Text that appears in fields with no key before it, and was neither pasted, dropped, completed nor \
                composed.
                """,
            innocent: """
                Dictation, emoji panels and keyboards on a screen. Firefox, which shows no key where such a keyboard maps \
                a character to a key of its own, is left out.
                """,
            highlight: .syntheticInput
        ) { context in
            guard !context.isHandheld, context.engine != .gecko,
                let share = context.features.keyboard.insertionsWithoutKeyShare, share >= 0.5
            else { return nil }
            let count = context.features.keyboard.insertionsWithoutKey
            return Finding(
                "insertions of text without a key: \(count)",
                extent: context.features.form.filledWithoutKeys >= 2 ? 1 : 0.7)
        },
        Signal(
            "fields_filled_without_focus", "Fields filled without focus", .eventTrust, .moderate, score: 45,
            looksAt: "Fields whose text changed while they did not have the focus.", innocent: "Password managers.",
            highlight: .syntheticInput
        ) { context in
            let count = context.features.form.filledWithoutFocus
            return count > 0 ? Finding("fields changed without the focus: \(count)") : nil
        },
        Signal(
            "screen_coordinates_mismatch", "Pointer outside its window", .eventTrust, .moderate, score: 50,
            looksAt: """
                The difference of screen and page coordinates of the pointer, beside where the window is. Tools that \
                set one forget the other.
                """,
            innocent: "A window that was moved; several screens of different scale.", highlight: .syntheticInput
        ) { context in
            guard context.isDesktop, context.isUnscaled, context.features.presses.count > 0,
                context.features.pointer.screenOffsetSpread ?? 0 <= 2,
                let x = context.features.pointer.screenOffsetX, let y = context.features.pointer.screenOffsetY,
                let expected = context.pointerOffset
            else { return nil }
            guard !expected.x.contains(x) || !expected.y.contains(y) else { return nil }
            return Finding(
                "the pointer is \(x), \(y) from the page's corner on the screen, the window allows \(expected.x), \(expected.y)"
            )
        },
        Signal(
            "movement_deltas_missing", "Moves that state no movement", .eventTrust, .moderate, score: 45,
            looksAt: "`movementX` and `movementY` of moves that went somewhere.", innocent: "Some remote desktops.",
            highlight: .syntheticInput
        ) { context in
            guard let share = context.features.pointer.zeroMovementShare, share >= 0.9 else { return nil }
            return Finding("\(share.percent) of moves state no movement")
        },
        Signal(
            "movement_deltas_mismatch", "Moves that state another movement", .eventTrust, .moderate, score: 40,
            looksAt: "`movementX` and `movementY` beside the way that the pointer really went.",
            innocent: "Some remote desktops.",
            highlight: .syntheticInput
        ) { context in
            guard let share = context.features.pointer.movementMismatchShare, share >= 0.6,
                context.features.pointer.zeroMovementShare ?? 0 < 0.5
            else { return nil }
            return Finding("\(share.percent) of moves state another movement than they made")
        },
        Signal(
            "input_while_hidden", "Input to a hidden page", .eventTrust, .strong, score: 75,
            looksAt: "Pointer, key and touch events while the page was hidden; a person can't reach it there.",
            innocent: "None known.",
            highlight: .syntheticInput
        ) { context in
            let count = context.features.timing.eventsWhileHidden
            return count >= 3 ? Finding("\(count) events while the page was hidden") : nil
        },
        Signal(
            "keys_while_unfocused", "Keys to a window without focus", .eventTrust, .moderate, score: 45,
            looksAt: "Key events while the window did not have the focus.",
            innocent: "Keyboards on a screen that take the focus.",
            highlight: .syntheticInput
        ) { context in
            let count = context.features.timing.keysWhileUnfocused
            return count >= 3 ? Finding("\(count) key events while the window had no focus") : nil
        },
        Signal(
            "unexplained_scrolling", "Scrolling by a script", .eventTrust, .weak, score: 20,
            looksAt: "Scrolling that no wheel, key, press or touch explains.",
            innocent: "Pages that scroll by themselves; extensions; dragging a scroll bar of the system.",
            highlight: .syntheticInput
        ) { context in
            let scrolling = context.features.scrolling
            guard scrolling.unexplained >= 3 else { return nil }
            return Finding("\(scrolling.unexplained) of \(scrolling.movements) scroll movements are unexplained")
        },
    ]
}

extension Context {
    /// Where a pointer can be on the screen in relation to the page: the window's place, and at most its borders, bars and tabs.
    fileprivate var pointerOffset: (x: ClosedRange<Int>, y: ClosedRange<Int>)? {
        guard let screen = observed.screen, let x = screen.screenX, let y = screen.screenY,
            let outer = screen.outerWidth,
            let outerHeight = screen.outerHeight, let inner = screen.innerWidth, let innerHeight = screen.innerHeight,
            outer >= inner, outerHeight >= innerHeight, abs(x) < 1 << 20, abs(y) < 1 << 20, outer < 1 << 20,
            outerHeight < 1 << 20,
            inner > 0, innerHeight > 0
        else { return nil }
        let slack = 12
        // An information bar that opens after the window was measured pushes the page down.
        let bar = 70
        return (x - slack...x + (outer - inner) + slack, y - slack...y + (outerHeight - innerHeight) + bar)
    }
}
