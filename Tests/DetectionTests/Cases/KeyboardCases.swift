import Behavior

extension SignalCase {
    static let keyboard: [SignalCase] = [
        .init("key_dwell_too_short", fires: typing(5, held: [19]), quiet: typing(5, held: [20])),
        .init(
            "key_dwell_too_short", fires: typing(5, held: [1]),
            quiet: {
                $0.claim(UserAgents.android)
                typing(5, held: [1])(&$0)
            }),
        .init("key_dwell_constant", fires: typing(8, held: [80, 81]), quiet: typing(8, held: [80, 84])),
        .init("key_dwell_constant", fires: typing(8, held: [80]), quiet: typing(7, held: [80])),
        .init("key_intervals_constant", fires: typing(9, every: [120, 121]), quiet: typing(9, every: [120, 124])),
        .init("typing_too_fast", fires: typing(8, every: [74]), quiet: typing(8, every: [76])),
        .init(
            "keys_never_overlap", fires: typing(25, held: [70]), quiet: typing(25, held: [70, 70, 150, 70])),
        .init("keys_never_released", fires: letters(5, released: 1), quiet: letters(5, released: 3)),
        .init("keys_without_presses", fires: releases(3), quiet: releases(2)),
        .init(
            "keys_unnamed", fires: { $0.streams.type(5, named: false) },
            quiet: { $0.streams.type(4, named: false) }),
        .init("keys_repeated", fires: again(off: 0), quiet: again(off: 9)),
        // A text expander, whose beat others see.
        .init("keys_repeated", fires: again(off: 2), quiet: typing(40, every: [30], held: [20])),
        .init("keys_replayed", fires: { $0.typingSeenBefore = 1 }, quiet: { $0.typingSeenBefore = 0 }),
        .init(
            "natural_typing", fires: { $0.streams.type(12) },
            quiet: { $0.streams.type(12, every: [180, 190]) }),
    ]

    private static func typing(
        _ count: Int, every intervals: [Double] = [180, 260, 140, 410], held dwells: [Double] = [95, 70, 120]
    ) -> Edit {
        { $0.streams.type(count, every: intervals, held: dwells) }
    }

    /// Eight keys typed twice, the second time off by so much, earlier and later in turn.
    private static func again(off: Double) -> Edit {
        let intervals = [180, 262.3, 141, 410, 97, 155, 230, 900]
        let dwells = [95, 71.4, 120, 88, 64, 102, 79, 110]
        return { draft in
            for start in [1000.0, 9000] {
                let change = start == 1000 ? 0 : off
                draft.streams.type(
                    8, at: start, every: intervals.enumerated().map { $1 + ($0.isMultiple(of: 2) ? change : -change) },
                    held: dwells)
            }
        }
    }

    /// Keys of which only the last are released.
    private static func letters(_ count: Int, released: Int) -> Edit {
        { draft in
            for press in 0..<count {
                let time = 1000 + Double(press) * 200
                draft.streams.key(.down, at: time, press: press)
                if press >= count - released { draft.streams.key(.up, at: time + 80, press: press) }
            }
        }
    }

    /// One key that is pressed, and releases of others.
    private static func releases(_ count: Int) -> Edit {
        { draft in
            draft.streams.key(.down, at: 1000, press: 0)
            for press in 1...count { draft.streams.key(.up, at: 1000 + Double(press) * 100, press: press) }
        }
    }
}
