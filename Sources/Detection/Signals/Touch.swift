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
    ]
}
