import Behavior
import Evidence
import Sessions

extension SignalCatalogue {
    /// How keys are pressed.
    static let keyboard: [Signal] = [
        Signal(
            "key_dwell_too_short", "Keys held too briefly", .keyboard, .strong, score: 75,
            looksAt: "How long keys are down. People hold them 40 to 170 ms; tools let go at once.",
            innocent: """
                Keyboards on a screen, which are left out; remote desktops and dictation, whose keys are strokes and as \
                unevenly spaced as a person's: they count for little.
                """,
            highlight: .unnaturalBehavior
        ) { context in
            guard let dwell = context.features.keyboard.dwell, dwell.median < 20, context.hasPhysicalKeys else {
                return nil
            }
            // Far keyboards send a key as one stroke: the hand then shows in the time between the keys.
            return Finding(
                "keys are held for \(dwell.median.plain) ms", extent: context.spacesKeysAsPeopleDo ? 0.3 : 1)
        },
        Signal(
            "key_dwell_constant", "Keys always held as long", .keyboard, .moderate, score: 50,
            looksAt: "How much the time that keys are down varies.",
            innocent: "Remote desktops that send keys as strokes.",
            highlight: .unnaturalBehavior
        ) { context in
            guard let share = context.features.keyboard.constantDwellShare, share >= 0.9,
                let dwell = context.features.keyboard.dwell,
                dwell.count >= 8, context.hasPhysicalKeys, context.features.timing.clockStep == nil
            else { return nil }
            return Finding("\(share.percent) of keys are held for \(dwell.median.plain) ms")
        },
        Signal(
            "key_intervals_constant", "Keys evenly spaced", .keyboard, .strong, score: 75,
            looksAt: "How much the time between keys varies.",
            innocent: "Hardware that types text, such as barcode readers.",
            highlight: .unnaturalBehavior
        ) { context in
            guard let share = context.features.keyboard.constantIntervalShare, share >= 0.85,
                let interval = context.features.keyboard.interval, interval.count >= 8,
                context.features.timing.clockStep == nil
            else { return nil }
            return Finding("\(share.percent) of intervals between keys are \(interval.median.plain) ms")
        },
        Signal(
            "typing_too_fast", "Typing too fast", .keyboard, .strong, score: 80,
            looksAt: "Characters a minute: the fastest people stay below 800 over a text.",
            innocent: "Barcode readers, text expanders.", highlight: .unnaturalBehavior
        ) { context in
            guard let rate = context.features.keyboard.charactersPerMinute, rate > 800,
                context.features.keyboard.characters >= 8
            else { return nil }
            return Finding("\(rate.plain) characters a minute", extent: rate > 1200 ? 1 : 0.6)
        },
        Signal(
            "keys_never_overlap", "Keys never overlap", .keyboard, .weak, score: 20,
            looksAt: "Whether a key ever goes down before the last is up, as happens to people at every seventh.",
            innocent: "People who type with one finger.", highlight: .unnaturalBehavior
        ) { context in
            guard context.features.keyboard.rolloverShare == 0, context.features.keyboard.characters >= 25 else {
                return nil
            }
            return Finding("\(context.features.keyboard.characters) characters, no two keys down at once")
        },
        Signal(
            "keys_never_released", "Keys never released", .keyboard, .moderate, score: 50,
            looksAt: "Keys that go down and never come up.", innocent: "Shortcuts that move the focus away.",
            highlight: .unnaturalBehavior
        ) { context in
            let keyboard = context.features.keyboard
            guard keyboard.presses >= 5, keyboard.downsWithoutUp * 2 > keyboard.presses else { return nil }
            return Finding("\(keyboard.downsWithoutUp) of \(keyboard.presses) keys never came up")
        },
        Signal(
            "keys_without_presses", "Releases without presses", .keyboard, .moderate, score: 45,
            looksAt: "Keys that come up and never went down.",
            innocent: "A key that was down when the page got the focus.",
            highlight: .unnaturalBehavior
        ) { context in
            let keyboard = context.features.keyboard
            guard keyboard.upsWithoutDown >= 3, keyboard.upsWithoutDown > keyboard.presses else { return nil }
            return Finding("\(keyboard.upsWithoutDown) keys came up that were not down")
        },
        Signal(
            "keys_unnamed", "Physical keys not named", .keyboard, .weak, score: 20, role: .risk,
            looksAt: "Key events of a desktop browser that name no physical key, as some tools make them.",
            innocent: "Keyboards on a screen, input methods.", highlight: .unnaturalBehavior
        ) { context in
            guard context.isDesktop, let share = context.features.keyboard.withoutPhysicalKeyShare, share >= 0.8,
                context.features.keyboard.presses >= 5, context.features.keyboard.composing == 0
            else { return nil }
            return Finding("\(share.percent) of keys name no physical key")
        },
        Signal(
            "keys_repeated", "The same typing again", .keyboard, .moderate, score: 55,
            looksAt: """
                Runs of eight keys held and spaced as in an earlier run, to 3 ms each. A hand is off by tens of milliseconds; a \
                recording or a program that draws the same numbers is not.
                """,
            innocent: "Keyboards that play recorded macros with their delays.",
            highlight: .unnaturalBehavior, integrity: (.replay, .elevated)
        ) { context in
            let count = context.features.keyboard.repeatedRuns
            return count > 0
                ? Finding("runs of keys typed in the times of an earlier one: \(count)", extent: count >= 2 ? 1 : 0.7)
                : nil
        },
        Signal(
            "keys_replayed", "Typing of another session", .keyboard, .strong, score: 70,
            looksAt: """
                Rows of ten keys that sessions of other visitors had too, held and spaced alike: a recording that is played back.
                """,
            innocent: "Tests of one's own that play a recording; one person's macro in two browsers.",
            highlight: .unnaturalBehavior, integrity: (.replay, .highRisk)
        ) { context in
            guard let count = context.evidence.typingSeenBefore, count > 0 else { return nil }
            return Finding("sessions of other visitors with this typing: \(count)", extent: count >= 2 ? 1 : 0.8)
        },
        Signal(
            "natural_typing", "Typing as people do it", .keyboard, .moderate, score: 45, effect: .lowersRisk,
            looksAt: "Keys held and spaced as people hold and space them.",
            innocent: "Recorded typing that is played back through the system.", highlight: .naturalInput
        ) { context in
            let keyboard = context.features.keyboard
            guard context.features.untrusted.keys == 0, let dwell = keyboard.dwell, (35...250).contains(dwell.median),
                context.spacesKeysAsPeopleDo, let interval = keyboard.interval, keyboard.constantDwellShare ?? 0 < 0.6
            else { return nil }
            return Finding("keys held \(dwell.median.plain) ms, \(interval.median.plain) ms apart")
        },
    ]
}

extension Context {
    /// Whether the time between keys is that of a hand.
    fileprivate var spacesKeysAsPeopleDo: Bool {
        guard let interval = features.keyboard.interval, let variation = interval.variation else { return false }
        return (60...900).contains(interval.median) && variation > 0.2
    }

    /// Whether the keys that were pressed are those of a keyboard and not of a picture of one.
    fileprivate var hasPhysicalKeys: Bool { !isHandheld && features.keyboard.withoutPhysicalKeyShare ?? 0 < 0.5 }
}
