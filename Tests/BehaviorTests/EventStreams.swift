import Behavior

/// Writes events as an agent does: flat arrays, the first time absolute, later ones as differences. Times are
/// milliseconds and places CSS pixels.
struct EventStreams {
    private var rows: [String: [[Int]]] = [:]

    mutating func add(_ stream: String, at time: Double, _ values: [Int]) {
        rows[stream, default: []].append([Int((time * 10).rounded())] + values)
    }

    var flat: [String: [Int]] {
        rows.mapValues { rows in
            var before = 0
            return rows.flatMap { row in
                defer { before = row[0] }
                return [row[0] - before] + row.dropFirst()
            }
        }
    }

    var trace: InteractionTrace {
        var trace = InteractionTrace()
        trace.append(streams: flat)
        return trace
    }

    var features: InteractionFeatures { trace.features }

    // MARK: Pointer

    private var place = (x: 0.0, y: 0.0)

    mutating func pointer(
        _ kind: PointerEvent.Kind, at time: Double, x: Double, y: Double, device: PointerEvent.Device = .mouse,
        offset: (x: Int, y: Int) = (0, 85), movement: (x: Int, y: Int)? = nil, pressure: Int? = nil, coalesced: Int = 1,
        trusted: Bool = true
    ) {
        let isDown = kind == .down
        let stated = movement ?? (Int(x.rounded()) - Int(place.x.rounded()), Int(y.rounded()) - Int(place.y.rounded()))
        place = (x, y)
        add(
            "pointer", at: time,
            [
                kind.rawValue, device.rawValue, Int((x * 100).rounded()), Int((y * 100).rounded()), offset.x, offset.y,
                kind == .move ? stated.x : 0, kind == .move ? stated.y : 0, isDown ? 1 : 0,
                pressure ?? (isDown ? 500 : 0), kind == .move ? coalesced : 0, trusted ? 3 : 2,
            ])
    }

    mutating func move(at time: Double, x: Double, y: Double) {
        pointer(.move, at: time, x: x, y: y)
    }

    mutating func press(at time: Double, x: Double, y: Double, lasting duration: Double = 90) {
        pointer(.down, at: time, x: x, y: y)
        pointer(.up, at: time + duration, x: x, y: y)
    }

    mutating func click(
        at time: Double, place: (x: Int, y: Int) = (430, 610), target: ClickEvent.Target = .button, field: Int = -1,
        trusted: Bool = true, hovered: Bool = true, byKeyboard: Bool = false
    ) {
        let flags = (trusted ? 1 : 0) | (hovered ? 2 : 0) | (byKeyboard ? 4 : 0)
        add("clicks", at: time, [target.rawValue, place.x, place.y, byKeyboard ? 0 : 1, field, flags])
    }

    // MARK: Keys and fields

    mutating func key(
        _ kind: KeyEvent.Kind, at time: Double, class keyClass: KeyEvent.Class = .letter, press: Int, field: Int = 0,
        flags: Int = 1
    ) {
        add("keys", at: time, [kind.rawValue, keyClass.rawValue, press, field, flags])
    }

    mutating func input(
        at time: Double, _ change: InputEvent.Change = .insertText, field: Int = 0, trusted: Bool = true
    ) {
        add("inputs", at: time, [change.rawValue, field, trusted ? 1 : 0])
    }

    mutating func focus(_ kind: FocusEvent.Kind, at time: Double, field: Int) {
        add("focus", at: time, [kind.rawValue, field, 1])
    }

    mutating func page(_ kind: PageEvent.Kind, at time: Double) {
        add("page", at: time, [kind.rawValue, 1])
    }

    // MARK: Wheel and touch

    mutating func wheel(at time: Double, _ delta: Int) {
        add("wheel", at: time, [0, delta, 0, 1])
    }

    mutating func scroll(at time: Double, to y: Int) {
        add("scroll", at: time, [0, y])
    }

    mutating func touch(
        _ kind: TouchEvent.Kind, at time: Double, x: Double = 100, y: Double = 100, radius: Int = 1, force: Int = 1000
    ) {
        let contacts = kind == .end ? 0 : 1
        add("touches", at: time, [kind.rawValue, Int(x * 100), Int(y * 100), radius, radius, force, contacts, 1])
    }
}
