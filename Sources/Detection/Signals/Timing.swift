import Behavior
import Evidence
import Sessions

extension SignalCatalogue {
    /// When things happen.
    static let timing: [Signal] = [
        Signal(
            "instant_first_interaction", "Interaction at once", .timing, .moderate, score: 55,
            looksAt: "The first act: under 50 ms after the agent started nobody has seen the page yet.",
            innocent: "Typing ahead while a slow page loads.", highlight: .unnaturalBehavior
        ) { context in
            guard let first = context.features.timing.firstInteraction, first < 50 else { return nil }
            return Finding("the first act came after \(first.plain) ms")
        },
        Signal(
            "quantised_intervals", "Acts at round intervals", .timing, .strong, score: 70,
            looksAt: "Time between acts that is stuck at 100, 250, 500 or 1,000 ms: a script that sleeps.",
            innocent: "Browsers with coarse clocks, which are left out.", highlight: .unnaturalBehavior
        ) { context in
            guard context.features.timing.clockStep == nil, let share = context.features.timing.quantisedShare,
                share >= 0.6,
                let spacing = context.features.timing.spacing, spacing.count >= 6,
                let quantum = context.features.timing.quantum
            else { return nil }
            return Finding("\(share.percent) of acts are round intervals apart, mostly \(quantum.plain) ms")
        },
        Signal(
            "even_act_spacing", "Acts evenly spaced", .timing, .moderate, score: 50,
            looksAt: "How much the time between acts varies: for people, by about as much as it lasts.",
            innocent: "Games and metronomes.",
            highlight: .unnaturalBehavior
        ) { context in
            guard context.features.timing.clockStep == nil, let spacing = context.features.timing.spacing,
                spacing.count >= 10,
                let variation = spacing.variation, variation < 0.12
            else { return nil }
            return Finding("the time between \(spacing.count) acts varies by \(variation.percent)")
        },
        Signal(
            "form_sent_too_soon", "Form sent too soon", .timing, .moderate, score: 50,
            looksAt: "The time from the first act to the sending of a form with several fields.",
            innocent: "Forms filled by the browser.", highlight: .unnaturalBehavior
        ) { context in
            guard let time = context.features.timing.timeToSubmit, time < 1500, context.features.form.filled >= 2,
                context.features.form.replaced == 0
            else { return nil }
            return Finding(
                "\(context.features.form.filled) fields filled and sent in \(time.plain) ms",
                extent: time < 500 ? 1 : 0.7)
        },
        Signal(
            "form_sent_untouched", "Form sent without input", .timing, .moderate, score: 50,
            looksAt: "A form that was sent with no press, key or touch before.",
            innocent: "Forms that send themselves.",
            highlight: .unnaturalBehavior
        ) { context in
            let counts = context.features.counts
            guard counts.submissions > 0, counts.keyDowns == 0, counts.pointerDowns == 0, counts.touchStarts == 0,
                counts.clicks == 0
            else { return nil }
            return Finding("a form was sent without a press, key or touch")
        },
        Signal(
            "fields_filled_instantly", "Fields filled at once", .timing, .moderate, score: 45,
            looksAt: "How long fields take from their first character to their last.",
            innocent: "Text expanders, password managers.", highlight: .unnaturalBehavior
        ) { context in
            guard let duration = context.features.form.fillDuration, duration.median < 150 else { return nil }
            return Finding("fields are typed in \(duration.median.plain) ms")
        },
        Signal(
            "coarse_clock", "Coarse clock", .timing, .weak, score: 5, effect: .context,
            looksAt: """
                Times that are all multiples of one step, as browsers give them that guard against timing attacks.
                """,
            innocent: "A choice that people are free to make.", highlight: .privacyProtections,
            integrity: (.privacyHardening, .notice)
        ) { context in
            context.features.timing.clockStep.map { Finding("times are multiples of \($0.plain) ms") }
        },
    ]
}
