import Behavior
import Evidence
import Sessions

extension SignalCatalogue {
    /// How a wheel turns, and how the page follows.
    static let wheel: [Signal] = [
        Signal(
            "wheel_not_eased", "Scrolling that is not eased", .mouse, .weak, score: 30,
            looksAt: """
                Single turns of a wheel that the page follows in one step, in Chromium on Windows and Linux: it eases what a wheel does \
                over a dozen frames, and what its debugging protocol does not.
                """,
            innocent:
                "Smooth scrolling that was switched off, which is seen where all motion was; a computer that is too busy to draw.",
            highlight: .syntheticInput
        ) { context in
            let scrolling = context.features.scrolling
            guard context.engine == .blink, context.easesScrolling, scrolling.turnsAtOnce > 0, scrolling.turnsEased == 0
            else { return nil }
            return Finding(
                "turns of the wheel that the page followed in one step: \(scrolling.turnsAtOnce)",
                extent: scrolling.turnsAtOnce >= 2 ? 1 : 0.6)
        },
        Signal(
            "wheel_turns_even", "Turns of the wheel evenly spaced", .mouse, .moderate, score: 40,
            looksAt:
                "Time between turns of a wheel with notches that hardly varies, at 40 ms or more: a script that sleeps.",
            innocent: "Buttons and rings that repeat a turn while they are held.",
            highlight: .unnaturalBehavior
        ) { context in
            let scrolling = context.features.scrolling
            guard context.features.timing.clockStep == nil, let interval = scrolling.interval, interval.count >= 8,
                interval.median >= 40, let variation = interval.variation, variation < 0.06,
                let quantum = scrolling.wheelQuantum, quantum >= 10
            else { return nil }
            return Finding("the time between \(interval.count) turns varies by \(variation.percent)")
        },
        Signal(
            "wheel_speed_constant", "Scrolling at constant speed", .mouse, .weak, score: 30,
            looksAt: "Many small turns, as of a touchpad, whose speed hardly varies and does not die away.",
            innocent: "Pointers that scroll by themselves, as with a held button of a trackball.",
            highlight: .unnaturalBehavior
        ) { context in
            let count = context.features.scrolling.steadyRuns
            return count > 0 ? Finding("runs of turns that keep their speed: \(count)") : nil
        },
        Signal(
            "wheel_turn_too_large", "A turn of the wheel too large", .mouse, .weak, score: 30,
            looksAt:
                "One turn over more than three heights of the window and 2,000 px: the largest step that systems offer is a page.",
            innocent: "Wheels that turn freely while the computer is too busy to report each turn.",
            highlight: .syntheticInput
        ) { context in
            guard let greatest = context.features.scrolling.maximumDelta, greatest > 2000,
                greatest > 3 * min(max(context.observed.screen?.innerHeight ?? 0, 0), 10_000)
            else { return nil }
            return Finding("one turn of the wheel over \(greatest) px")
        },
    ]
}

extension Context {
    /// Whether the browser eases what a wheel does: not where people asked for less motion, and not on systems that do it themselves.
    fileprivate var easesScrolling: Bool {
        guard observed.screen?.reducedMotion != true else { return false }
        return system == "Windows" || system == "Linux"
    }
}
