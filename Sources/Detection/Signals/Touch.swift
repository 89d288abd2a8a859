import Behavior
import Evidence
import Sessions

extension SignalCatalogue {
    /// How a finger touches.
    static let touch: [Signal] = [
        Signal(
            "touch_without_screen", "Touches without a touch screen", .touch, .strong, score: 75,
            looksAt: "Touches in a browser that says it can't be touched.",
            innocent: """
                Touch emulation in developer tools; screens that were plugged in later. Firefox, which says 0 on Linux \
                whatever is there, is left out.
                """,
            highlight: .syntheticInput, integrity: (.emulation, .notice)
        ) { context in
            guard context.features.counts.touchStarts > 0, context.observed.navigator?.maxTouchPoints == 0,
                context.engine != .gecko
            else { return nil }
            return Finding("no touch points, yet touches: \(context.features.counts.touchStarts)")
        },
        Signal(
            "touch_without_contact", "Touches without contact", .touch, .moderate, score: 50,
            looksAt: "The area of contacts: a finger has one.",
            innocent: "Devices that do not measure it; they say 1 or more.",
            highlight: .unnaturalBehavior
        ) { context in
            guard context.features.touch.starts >= 2, context.features.touch.zeroRadiusShare == 1 else { return nil }
            return Finding("\(context.features.touch.starts) touches with a radius of 0")
        },
        Signal(
            "touch_without_pointer", "Touches without pointer events", .touch, .moderate, score: 45,
            looksAt: "Touch events without the pointer events that browsers make of the same finger.",
            innocent: "Pages that stop them.",
            highlight: .syntheticInput
        ) { context in
            let touch = context.features.touch
            guard touch.starts > 0, touch.withoutPointer == touch.starts,
                context.observed.capabilities?.pointerEvents == true
            else { return nil }
            return Finding("touches without pointer events: \(touch.starts)")
        },
        Signal(
            "touch_too_short", "Touches too short", .touch, .moderate, score: 45,
            looksAt: "How long a finger stays: people need 40 ms or more.", innocent: "None known.",
            highlight: .unnaturalBehavior
        ) { context in
            guard let duration = context.features.touch.duration, duration.median < 12, duration.count >= 2 else {
                return nil
            }
            return Finding("touches last \(duration.median.plain) ms")
        },
        Signal(
            "touch_strokes_straight", "Straight strokes of a finger", .touch, .moderate, score: 40,
            looksAt: "Strokes of a finger that are straight lines: a thumb turns about its joint.",
            innocent: "Very short strokes.",
            highlight: .unnaturalBehavior
        ) { context in
            guard let straightness = context.features.touch.straightness, straightness.count >= 3,
                straightness.p10 > 0.9995
            else { return nil }
            return Finding("\(straightness.count) strokes are straight lines")
        },
        Signal(
            "touch_contact_default", "Touches as a debugger makes them", .touch, .moderate, score: 55,
            looksAt: """
                Contacts that all have a radius of 1 and a force of 1, in Chromium: its debugging protocol fills these in where it is \
                told nothing else. Screens report the area, or 0 for the force.
                """,
            innocent: "A pen or a screen that reports full force on a point; none is known.",
            highlight: .syntheticInput, integrity: (.emulation, .notice)
        ) { context in
            let touch = context.features.touch
            guard context.engine == .blink, touch.starts > 0, touch.isContactDefault == true else { return nil }
            return Finding("contacts of radius 1 and force 1: \(touch.starts)", extent: touch.starts >= 2 ? 1 : 0.6)
        },
        Signal(
            "touch_scroll_stops_dead", "Pages that stop with the finger", .touch, .weak, score: 30,
            looksAt: """
                Pages that stand still at once, at three places or more, though the finger was lifted while it was moving: browsers let \
                them run on.
                """,
            innocent: "Pages that stop their own scrolling, or snap to places; the end of a page, which is one place.",
            highlight: .unnaturalBehavior
        ) { context in
            let scrolling = context.features.scrolling
            guard scrolling.deadStops >= 3, scrolling.flingsWithInertia == 0 else { return nil }
            return Finding("flings that stopped dead: \(scrolling.deadStops) of \(scrolling.flings)")
        },
        Signal(
            "natural_touch", "Touches as fingers make them", .touch, .weak, score: 30, effect: .lowersRisk,
            looksAt:
                "Contacts whose area or force changes as the finger moves, and pages that run on when it is lifted.",
            innocent: "Tools that make up both at random, and drag on a real screen.",
            highlight: .naturalInput
        ) { context in
            let touch = context.features.touch
            let scrolling = context.features.scrolling
            guard context.features.untrusted.total == 0, touch.starts >= 2, touch.isContactDefault == false,
                let changing = touch.changingShare, changing >= 0.5, scrolling.flingsWithInertia > 0
            else { return nil }
            return Finding("\(changing.percent) of strokes change in area or force, and the page runs on after them")
        },
    ]
}
