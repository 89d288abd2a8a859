import Behavior

extension SignalCase {
    static let touch: [SignalCase] = [
        .init(
            "touch_without_screen", fires: { $0.streams.touch(at: 1000) },
            quiet: {
                $0["navigator.max_touch_points"] = 1
                $0.streams.touch(at: 1000)
            }),
        .init("touch_without_contact", fires: touches(2, radius: 0), quiet: touches(2, radius: 1)),
        .init("touch_without_contact", fires: touches(2, radius: 0), quiet: touches(1, radius: 0)),
        .init(
            "touch_without_pointer", fires: touches(2),
            quiet: {
                touches(2)(&$0)
                $0.streams.press(at: 1002, device: .touch)
            }),
        .init("touch_too_short", fires: touches(2, lasting: 11.9), quiet: touches(2, lasting: 12)),
        .init(
            "touch_strokes_straight", fires: touches(3, by: [(0, 20), (0, 60), (0, 120)]),
            quiet: touches(3, by: [(0, 20), (4, 60), (0, 120)])),
        .init(
            "touch_strokes_straight", fires: touches(3, by: [(0, 20), (0, 60), (0, 120)]),
            quiet: touches(2, by: [(0, 20), (0, 60), (0, 120)])),
        .init(
            "touch_contact_default", fires: touches(2, radius: 1, force: 1000), quiet: touches(2, radius: 1, force: 0)),
        // A screen that says full force of whatever area it is touched on.
        .init(
            "touch_contact_default", fires: touches(2, radius: 1, force: 1000),
            quiet: touches(2, radius: 11, force: 1000)),
        .init("touch_scroll_stops_dead", fires: flings(3, coasting: 0), quiet: flings(2, coasting: 0)),
        .init("touch_scroll_stops_dead", fires: flings(3, coasting: 0), quiet: flings(3, coasting: 200)),
        // The end of the page.
        .init("touch_scroll_stops_dead", fires: flings(3, coasting: 0), quiet: flings(5, apart: 0, coasting: 0)),
        .init(
            "natural_touch", fires: flings(2, coasting: 200) { 11 + $0 % 3 }, quiet: flings(2, coasting: 200)),
        .init(
            "natural_touch", fires: flings(2, coasting: 200) { 11 + $0 % 3 },
            quiet: flings(2, coasting: 0) { 11 + $0 % 3 }),
    ]

    private static func flings(
        _ count: Int, apart: Int = 400, coasting way: Int, radius: @escaping @Sendable (Int) -> Int = { _ in 11 }
    ) -> Edit {
        { draft in
            for fling in 0..<count {
                draft.streams.fling(
                    at: 1000 + Double(fling) * 1500, from: fling * apart, coasting: way, radius: radius)
            }
        }
    }

    private static func touches(
        _ count: Int, by ways: [(x: Double, y: Double)] = [], lasting duration: Double = 80, radius: Int = 11,
        force: Int = 500
    ) -> Edit {
        { draft in
            for touch in 0..<count {
                draft.streams.touch(
                    at: 1000 + Double(touch) * 700, by: ways, lasting: duration, radius: radius, force: force)
            }
        }
    }
}
