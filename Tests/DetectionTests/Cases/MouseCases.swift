import Behavior

extension SignalCase {
    static let mouse: [SignalCase] = [
        .init(
            "press_without_approach", fires: { $0.streams.press(at: 1000) },
            quiet: {
                $0.streams.move(at: 900, x: 97, y: 100)
                $0.streams.press(at: 1000)
            }),
        .init(
            "press_after_one_move",
            fires: {
                $0.streams.move(at: 900, x: 100, y: 100)
                $0.streams.press(at: 1000)
            },
            quiet: {
                $0.streams.move(at: 880, x: 60, y: 100)
                $0.streams.move(at: 900, x: 100, y: 100)
                $0.streams.press(at: 1000)
            }),
        .init("pointer_teleports", fires: loneMoves(of: 50), quiet: loneMoves(of: 49)),
        // A computer that was too busy for a moment.
        .init(
            "pointer_teleports", fires: loneMoves(of: 50),
            quiet: { draft in
                loneMoves(of: 50)(&draft)
                draft.streams.strokes(.init())
            }),
        .init(
            "straight_strokes", fires: { $0.streams.strokes(.init(bend: 0.01)) },
            quiet: { $0.streams.strokes(.init(bend: 0.05)) }),
        .init(
            "constant_speed", fires: { $0.streams.strokes(.init(bend: 0, easing: 0, jitter: 0)) },
            quiet: { $0.streams.strokes(.init(bend: 0, easing: 0.5, jitter: 0)) }),
        .init(
            "even_pointer_spacing", fires: { $0.streams.strokes(.init(jitter: 0)) },
            quiet: { $0.streams.strokes(.init(jitter: 0.1)) }),
        .init("never_coalesced", fires: fortyMoves(gathering: 1), quiet: fortyMoves(gathering: 2)),
        .init("press_too_short", fires: presses([19]), quiet: presses([20])),
        .init("press_always_as_long", fires: presses([80, 80.4, 81, 80]), quiet: presses([80, 80.4, 81.1, 80])),
        // Half a pixel beside the centre is as near as a click at whole pixels gets.
        .init("centred_clicks", fires: clicks(at: (540, 460)), quiet: clicks(at: (541, 460))),
        .init("click_without_hover", fires: clicks(hovered: false), quiet: clicks(hovered: true)),
        .init(
            "click_without_hover", fires: clicks(hovered: false),
            quiet: {
                $0.claim(UserAgents.android)
                clicks(hovered: false)(&$0)
            }),
        .init(
            "lone_wheel_turn", fires: { $0.streams.wheel(at: 1000, 200) }, quiet: { $0.streams.wheel(at: 1000, 199) }),
        .init(
            "lone_wheel_turn", fires: { $0.streams.wheel(at: 1000, 400) },
            quiet: {
                $0.streams.wheel(at: 1000, 400)
                $0.streams.wheel(at: 1300, 400)
            }),
        .init(
            "acceleration_profile_synthetic", fires: { $0.streams.strokes(.init(bend: 0.3)) },
            quiet: RecordedHands.person),
        .init("approach_times_exact", fires: approaches(unevenBy: 0.02), quiet: approaches(unevenBy: 0.2)),
        .init("pointer_model_natural", fires: RecordedHands.person, quiet: RecordedHands.program),
        .init("pointer_model_synthetic", fires: RecordedHands.program, quiet: RecordedHands.person),
        .init(
            "movement_repeated", fires: { $0.streams.strokes(.person, alike: true) },
            quiet: { $0.streams.strokes(.person) }),
        // Keys that move the pointer make plain lines, which are alike by right.
        .init(
            "movement_repeated", fires: { $0.streams.strokes(.person, alike: true) },
            quiet: { $0.streams.strokes(.init(bend: 0), alike: true) }),
        .init(
            "movement_replayed", fires: { $0.movementSeenBefore = 1 }, quiet: { $0.movementSeenBefore = 0 }),
        .init(
            "natural_pointer_movement", fires: { $0.streams.strokes(.person) },
            quiet: { $0.streams.strokes(.init(bend: 0)) }),
        .init(
            "natural_pointer_movement", fires: { $0.streams.strokes(.person) },
            quiet: {
                $0.streams.strokes(.person)
                $0.streams.click(at: 12_000, trusted: false)
            }),
    ]

    private static func loneMoves(of distance: Double) -> Edit {
        { draft in
            for step in 0...2 {
                draft.streams.move(at: 1000 + Double(step) * 500, x: 10 + Double(step) * distance, y: 10)
            }
        }
    }

    /// Eight approaches of half a second to places that are farther and farther away, each pressed, with their time off by a share.
    private static func approaches(unevenBy share: Double) -> Edit {
        { draft in
            for approach in 0..<8 {
                let start = 1000 + Double(approach) * 2000
                let time = 500 * (1 + (approach.isMultiple(of: 2) ? share : -share))
                let distance = 50 + 100 * Double(approach)
                for step in 0...10 {
                    let part = Double(step) / 10
                    draft.streams.move(at: start + time * part, x: 20 + distance * part, y: 100 + Double(step % 3))
                }
                draft.streams.press(at: start + time + 80, x: 20 + distance, y: 101)
            }
        }
    }

    private static func fortyMoves(gathering count: Int) -> Edit {
        { draft in
            for step in 1...40 {
                draft.streams.pointer(
                    .move, at: 1000 + Double(step) * 16, x: Double(step), y: 50, coalesced: step == 40 ? count : 1)
            }
        }
    }

    private static func presses(_ durations: [Double]) -> Edit {
        { draft in
            for (place, duration) in durations.enumerated() {
                draft.streams.press(at: 1000 + Double(place) * 700, lasting: duration)
            }
        }
    }

    private static func clicks(at place: (x: Int, y: Int) = (430, 610), hovered: Bool = true) -> Edit {
        { draft in
            for time in [1000.0, 2300] {
                draft.streams.press(at: time)
                draft.streams.click(at: time + 90, place: place, hovered: hovered)
            }
        }
    }
}
