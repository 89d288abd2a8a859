/// One press of a key that is no modifier: when it went down after the key before it, and for how long it was held.
struct KeyStroke {
    /// The number of the press, by which its release is found.
    var press: Int?
    /// Tenths of a millisecond.
    var time: Int
    /// Since the press before; nil for the first after a rest of two seconds. Milliseconds.
    var interval: Double?
    /// How long it was held, milliseconds; nil while nobody has seen the release.
    var dwell: Double?
}

extension InteractionTrace {
    /// No more keys than this are looked at for what repeats, the earliest.
    static let mostKeyStrokes = 400

    /// The presses of keys in order; repeats of held keys and modifiers are left out.
    var keyStrokes: [KeyStroke] {
        var strokes: [KeyStroke] = []
        var held: [Int: Int] = [:]
        for event in keys where event.isTrusted && event.keyClass != .modifier {
            switch event.kind {
            case .down where !event.isRepeat:
                guard strokes.count < Self.mostKeyStrokes else { continue }
                var stroke = KeyStroke(press: event.press, time: event.time)
                if let last = strokes.last, event.time - last.time <= KeyboardFeatures.typingGap {
                    stroke.interval = Double(event.time - last.time) / 10
                }
                if let press = event.press { held[press] = strokes.count }
                strokes.append(stroke)
            case .up:
                guard let press = event.press, let place = held.removeValue(forKey: press) else { continue }
                strokes[place].dwell = Double(event.time - strokes[place].time) / 10
            case .down, .press, .other:
                break
            }
        }
        return strokes
    }
}

extension [KeyStroke] {
    /// Whether all times are multiples of a step of 5 ms or more, as where a browser guards its clock.
    var haveCoarseClock: Bool {
        let times = compactMap(\.interval) + compactMap(\.dwell)
        return [100.0, 100.0 / 6, 10, 5].contains { step in
            times.allSatisfy { abs($0 - ($0 / step).rounded() * step) <= 0.15 }
        }
    }
}
