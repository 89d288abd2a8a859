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
    ]

    private static func touches(
        _ count: Int, by ways: [(x: Double, y: Double)] = [], lasting duration: Double = 80, radius: Int = 11
    ) -> Edit {
        { draft in
            for touch in 0..<count {
                draft.streams.touch(at: 1000 + Double(touch) * 700, by: ways, lasting: duration, radius: radius)
            }
        }
    }
}
