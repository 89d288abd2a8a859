import Behavior

extension SignalCase {
    static let wheel: [SignalCase] = [
        .init("wheel_not_eased", fires: turns(2, followedIn: 1), quiet: turns(2, followedIn: 6)),
        // A busy computer shows one of several turns at once.
        .init(
            "wheel_not_eased", fires: turns(2, followedIn: 1),
            quiet: {
                turns(2, followedIn: 1)(&$0)
                turns(1, followedIn: 6, at: 8000)(&$0)
            }),
        .init(
            "wheel_not_eased", fires: turns(2, followedIn: 1),
            quiet: {
                $0["screen.reduced_motion"] = true
                turns(2, followedIn: 1)(&$0)
            }),
        .init(
            "wheel_not_eased", fires: turns(2, followedIn: 1),
            quiet: {
                $0.claim(UserAgents.safari)
                turns(2, followedIn: 1)(&$0)
            }),
        .init("wheel_turns_even", fires: spaced([100, 102, 101]), quiet: spaced([60, 140, 95])),
        // A touchpad reports once a frame.
        .init("wheel_turns_even", fires: spaced([100, 102, 101]), quiet: spaced([16, 17], by: 7)),
        .init("wheel_speed_constant", fires: touchpad { _ in 13 }, quiet: touchpad { 26 - $0 / 2 }),
        .init(
            "wheel_turn_too_large", fires: { $0.streams.wheel(at: 1000, 10_000) },
            quiet: { $0.streams.wheel(at: 1000, 2000) }),
    ]

    /// Turns of a notch, each followed by the page in so many steps.
    private static func turns(_ count: Int, followedIn steps: Int, at start: Double = 2000) -> Edit {
        { draft in
            for turn in 0..<count {
                let time = start + Double(turn) * 1000
                let from = Int(start / 1000) * 300 - 600 + turn * 120
                draft.streams.wheel(at: time, 120)
                for step in 1...steps {
                    draft.streams.scroll(at: time + Double(step) * 16, to: from + 120 * step / steps)
                }
            }
        }
    }

    private static func spaced(_ intervals: [Double], by delta: Int = 120) -> Edit {
        { draft in
            var time = 1000.0
            for turn in 0..<14 {
                draft.streams.wheel(at: time, delta)
                time += intervals[turn % intervals.count]
            }
        }
    }

    private static func touchpad(_ delta: @escaping @Sendable (Int) -> Int) -> Edit {
        { draft in
            for turn in 0..<40 { draft.streams.wheel(at: 1000 + Double(turn) * 16, delta(turn)) }
        }
    }
}
