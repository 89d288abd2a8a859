import Behavior
import Evidence
import Sessions

extension SignalCatalogue {
    /// How a pointer moves and presses.
    static let mouse: [Signal] = [
        Signal(
            "press_without_approach", "Presses out of nowhere", .mouse, .moderate, score: 55,
            looksAt: "Presses at places that the pointer never moved to.",
            innocent: "Touchpads tapped right after another window.",
            highlight: .unnaturalBehavior
        ) { context in
            let presses = context.features.presses
            guard presses.count > 0, presses.withoutApproach > 0 else { return nil }
            let share = Double(presses.withoutApproach) / Double(presses.count)
            guard presses.withoutApproach >= 2 || share == 1 else { return nil }
            return Finding(
                "presses without a way there: \(presses.withoutApproach) of \(presses.count)",
                extent: share >= 0.5 ? 1 : 0.5)
        },
        Signal(
            "press_after_one_move", "One move before each press", .mouse, .moderate, score: 55,
            looksAt: "Presses that exactly one move came before: a tool sets the pointer where it wants to click.",
            innocent: "Pointers moved by assistive technology.", highlight: .unnaturalBehavior
        ) { context in
            let presses = context.features.presses
            guard presses.count > 0, presses.afterOneMove * 2 >= presses.count, presses.afterOneMove > 0 else {
                return nil
            }
            return Finding(
                "presses after a single move: \(presses.afterOneMove) of \(presses.count)",
                extent: presses.afterOneMove >= 2 ? 1 : 0.6)
        },
        Signal(
            "pointer_teleports", "Jumps of the pointer", .mouse, .moderate, score: 50,
            looksAt: "Lone moves over a distance with nothing between: a hand passes all places on its way.",
            innocent: """
                Remote desktops, drawing tablets; a computer that is too busy to show a movement, which is why a third of \
                all movements must be jumps.
                """,
            highlight: .unnaturalBehavior
        ) { context in
            // Where a finger touches, the system moves its mouse there too.
            guard context.features.counts.touchStarts == 0 else { return nil }
            let count = context.features.pointer.teleports
            return count >= 2 && count * 3 >= context.features.pointer.strokes.count
                ? Finding("\(count) jumps of the pointer") : nil
        },
        Signal(
            "straight_strokes", "Straight movement", .mouse, .moderate, score: 50,
            looksAt: "Strokes that are straight lines. A wrist turns about its joint.",
            innocent: "Movement along one axis.",
            highlight: .unnaturalBehavior
        ) { context in
            guard let share = context.features.pointer.strokes.straightShare, share >= 0.8 else { return nil }
            return Finding("\(share.percent) of \(context.features.pointer.strokes.count) strokes are straight lines")
        },
        Signal(
            "constant_speed", "Movement at constant speed", .mouse, .moderate, score: 50,
            looksAt: "Strokes whose speed hardly varies. A hand speeds up and slows down.",
            innocent: "Pointers moved by keys.",
            highlight: .unnaturalBehavior
        ) { context in
            guard let share = context.features.pointer.strokes.constantSpeedShare, share >= 0.6 else { return nil }
            return Finding("\(share.percent) of strokes keep their speed")
        },
        Signal(
            "even_pointer_spacing", "Moves evenly spaced in time", .mouse, .moderate, score: 50,
            looksAt: "Time between moves that hardly varies; devices and browsers jitter.",
            innocent: "Browsers with coarse clocks, which are left out.",
            highlight: .unnaturalBehavior
        ) { context in
            guard context.features.timing.clockStep == nil, let interval = context.features.pointer.strokeInterval,
                interval.count >= 20,
                let variation = interval.variation, variation < 0.04
            else { return nil }
            return Finding("the time between \(interval.count) moves varies by \(variation.percent)")
        },
        Signal(
            "never_coalesced", "Moves never gathered", .mouse, .weak, score: 25,
            looksAt: """
                Moves of which not one gathers several events of the device, in Chromium: mice report more often than \
                screens refresh.
                """,
            innocent: "Slow mice on fast screens.", highlight: .unnaturalBehavior
        ) { context in
            guard context.engine == .blink, let share = context.features.pointer.coalescedShare, share == 0,
                context.features.pointer.moves >= 40
            else { return nil }
            return Finding("\(context.features.pointer.moves) moves, none of them gathered")
        },
        Signal(
            "press_too_short", "Presses too short", .mouse, .moderate, score: 50,
            looksAt: """
                Time from press to release. A finger needs 60 ms or more, and nearly never under 30; tools release at \
                once.
                """,
            innocent: "Taps on a touchpad.", highlight: .unnaturalBehavior
        ) { context in
            guard let duration = context.features.presses.duration, duration.median < 20 else { return nil }
            return Finding("presses last \(duration.median.plain) ms", extent: duration.count >= 3 ? 1 : 0.6)
        },
        Signal(
            "press_always_as_long", "Presses always as long", .mouse, .moderate, score: 50,
            looksAt: "Presses that all last exactly as long.",
            innocent: "Taps on a touchpad, whose length the driver sets.",
            highlight: .unnaturalBehavior
        ) { context in
            guard context.features.presses.isDurationConstant == true, let duration = context.features.presses.duration
            else { return nil }
            return Finding("\(duration.count) presses last \(duration.median.plain) ms each")
        },
        Signal(
            "centred_clicks", "Clicks in the exact centre", .mouse, .moderate, score: 50,
            looksAt: "Where in its target a click is: tools take the centre, people do not.",
            innocent: "Very small targets.",
            highlight: .unnaturalBehavior
        ) { context in
            let clicks = context.features.clicks
            guard clicks.placed >= 2, Double(clicks.nearCentre) >= 0.8 * Double(clicks.placed) else { return nil }
            return Finding(
                "\(clicks.nearCentre) of \(clicks.placed) clicks are at the centre",
                extent: clicks.placed >= 3 ? 1 : 0.6)
        },
        Signal(
            "click_without_hover", "Clicks on what the pointer was not over", .mouse, .weak, score: 20, role: .risk,
            looksAt: "Clicks on elements that the pointer had not entered.",
            innocent: "Elements that appear under the pointer.",
            highlight: .unnaturalBehavior
        ) { context in
            let count = context.features.clicks.withoutHover
            return count > 0 && !context.isHandheld ? Finding("clicks without hovering: \(count)") : nil
        },
        Signal(
            "acceleration_profile_synthetic", "All strokes speed up alike", .mouse, .moderate, score: 50,
            looksAt: """
                How strokes gain and lose speed, with their length and shape taken out: one easing makes one profile. People correct \
                each movement differently; no eight strokes in a row of 40 people came nearer than half as much again.
                """,
            innocent:
                "Pointers that a system moves, as those of eye trackers and of switches that jump between targets.",
            highlight: .unnaturalBehavior
        ) { context in
            let profiles = context.features.profiles
            guard profiles.count >= 8, let spread = profiles.spread, spread < 0.04 else { return nil }
            return Finding("\(profiles.count) strokes gain and lose speed alike")
        },
        Signal(
            "approach_times_exact", "Approaches in exact time", .mouse, .moderate, score: 50,
            looksAt: """
                How long the pointer takes to what is pressed, beside how far it is (Fitts's law). A hand is a fifth of the time off the \
                law or more; a program takes the same time for every way, or just what the law states.
                """,
            innocent: "Pointers that a system moves from target to target.",
            highlight: .unnaturalBehavior
        ) { context in
            let approaches = context.features.approaches
            guard let residual = approaches.residual, let slope = approaches.millisecondsPerBit, residual < 0.07,
                context.features.timing.clockStep == nil
            else { return nil }
            let law = abs(slope) < 10 ? "whatever the distance" : "by \(slope.plain) ms a bit"
            return Finding("\(approaches.count) approaches take the same time, \(law)")
        },
        Signal(
            "lone_wheel_turn", "One large turn of the wheel", .mouse, .weak, score: 25,
            looksAt: "Single turns of the wheel over a distance: wheels turn in steps, one after the other.",
            innocent: "Mice with free wheels.", highlight: .unnaturalBehavior
        ) { context in
            let scrolling = context.features.scrolling
            guard scrolling.loneLargeTurns > 0, scrolling.loneLargeTurns == scrolling.wheels else { return nil }
            return Finding(
                "lone turns of the wheel: \(scrolling.loneLargeTurns), of up to \(scrolling.maximumDelta ?? 0) px")
        },
        Signal(
            "pointer_model_synthetic", "Movement like a generator's", .mouse, .moderate, score: 45,
            looksAt: """
                The shape and the pace of many strokes together, by a model that was trained on people and on libraries that make \
                movement: see docs/behavior.md.
                """,
            innocent: "Hands that move unlike those of the recorded people; pointers moved by assistive technology.",
            highlight: .unnaturalBehavior
        ) { context in
            guard let movement = context.features.movement, movement.strokes >= AdditiveModel.pointerLeastStrokes,
                movement.logOdds > AdditiveModel.pointerThreshold
            else { return nil }
            // Twice as far above it there is no doubt left, as far as the model goes.
            let beyond = movement.logOdds / AdditiveModel.pointerThreshold
            return Finding(
                "\(movement.strokes) strokes are shaped as programs shape them",
                extent: min(0.3 + 0.7 * (beyond - 1), 1))
        },
        Signal(
            "pointer_model_natural", "Movement unlike any generator's", .mouse, .weak, score: 20, effect: .lowersRisk,
            role: .risk,
            looksAt: """
                The shape and the pace of many strokes together, by a model that was trained on people and on libraries that make \
                movement: see docs/behavior.md for how many of each come so low.
                """,
            innocent: "Recorded movement that is played back or bent to new ways: it is a person's.",
            highlight: .naturalInput
        ) { context in
            let strokes = context.features.pointer.strokes
            guard let movement = context.features.movement, movement.strokes >= AdditiveModel.pointerLeastStrokes,
                movement.logOdds < AdditiveModel.pointerNatural, context.features.untrusted.total == 0,
                strokes.repeats == 0, context.evidence.movementSeenBefore ?? 0 == 0
            else { return nil }
            return Finding("\(movement.strokes) strokes are shaped as no program shapes them")
        },
        Signal(
            "movement_repeated", "The same movement again", .mouse, .strong, score: 70,
            looksAt: """
                Strokes that equal an earlier one in every step. A hand never moves twice alike; a recording or a program does.
                """,
            innocent: "None known: plain lines, which keys that move the pointer make, are left out.",
            highlight: .unnaturalBehavior, integrity: (.replay, .elevated)
        ) { context in
            let count = context.features.pointer.strokes.repeats
            return count > 0
                ? Finding("strokes that equal an earlier one: \(count)", extent: count >= 2 ? 1 : 0.7) : nil
        },
        Signal(
            "movement_replayed", "Movement of another session", .mouse, .strong, score: 75,
            looksAt: """
                Strokes that sessions of other visitors had too, in shape and in time: a recording that is played back.
                """,
            innocent: "Tests of one's own that play a recording.",
            highlight: .unnaturalBehavior, integrity: (.replay, .highRisk)
        ) { context in
            guard let count = context.evidence.movementSeenBefore, count > 0 else { return nil }
            return Finding("sessions of other visitors with this movement: \(count)", extent: count >= 2 ? 1 : 0.8)
        },
        Signal(
            "natural_pointer_movement", "Movement as people make it", .mouse, .moderate, score: 50, effect: .lowersRisk,
            looksAt: "Strokes that bend, vary in speed and end in presses of a person's length.",
            innocent: "Recorded movement that is played back through the system: it can't be told from a person's.",
            highlight: .naturalInput
        ) { context in
            let pointer = context.features.pointer
            guard context.features.untrusted.total == 0, pointer.moves >= 30,
                let straightness = pointer.strokes.straightness,
                straightness.median < 0.995, let speed = pointer.strokes.speedVariation, speed.median > 0.3,
                context.features.presses.zeroPressureShare ?? 0 == 0,
                context.features.presses.duration.map({ $0.median >= 35 }) ?? true,
                context.features.presses.withoutApproach == 0
            else { return nil }
            return Finding("\(pointer.moves) moves in \(pointer.strokes.count) strokes that bend and vary in speed")
        },
    ]
}
