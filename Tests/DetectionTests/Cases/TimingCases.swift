import Behavior

extension SignalCase {
    static let timing: [SignalCase] = [
        .init(
            "instant_first_interaction", fires: { $0.streams.press(at: 49.9) }, quiet: { $0.streams.press(at: 50) }),
        .init("quantised_intervals", fires: acts(7, apart: [500, 503.9]), quiet: acts(7, apart: [500, 505])),
        .init("quantised_intervals", fires: acts(7, apart: [100]), quiet: acts(6, apart: [100])),
        .init("even_act_spacing", fires: acts(11, apart: [333, 342]), quiet: acts(11, apart: [333, 480])),
        .init("form_sent_too_soon", fires: sendForm(after: 1499), quiet: sendForm(after: 1500)),
        .init(
            "form_sent_too_soon", fires: sendForm(after: 1400),
            quiet: {
                // The browser filled it.
                $0.streams.input(at: 1200, .replacement, field: 2)
                sendForm(after: 1400)(&$0)
            }),
        .init(
            "form_sent_untouched", fires: { $0.streams.page(.submit, at: 5000) },
            quiet: {
                $0.streams.press(at: 4900)
                $0.streams.page(.submit, at: 5000)
            }),
        .init(
            "fields_filled_instantly", fires: { $0.streams.type(6, every: [29]) },
            quiet: { $0.streams.type(6, every: [31]) }),
        .init("coarse_clock", fires: { onClock(of: 100)(&$0) }, quiet: { onClock(of: 101)(&$0) }),
        .init("coarse_clock", fires: { onClock(of: 100.0 / 6)(&$0) }, quiet: { onClock(of: 17)(&$0) }),
    ]

    private static func acts(_ count: Int, apart intervals: [Double]) -> Edit {
        { draft in
            var time = 1003.7
            for act in 0..<count {
                draft.streams.press(at: time, lasting: 71.3)
                time += intervals[act % intervals.count]
            }
        }
    }

    private static func sendForm(after duration: Double) -> Edit {
        {
            $0.streams.type(2, at: 1000, field: 0)
            $0.streams.type(2, at: 1300, field: 1)
            $0.streams.page(.submit, at: 1000 + duration)
        }
    }

    /// Keys whose times are multiples of one step.
    private static func onClock(of step: Double) -> Edit {
        { $0.streams.type(12, at: 60 * step, every: [2 * step, 5 * step], held: [step]) }
    }
}
