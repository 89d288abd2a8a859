extension ScrollFeatures {
    /// A turn with no other within this time on either side is alone; tenths of a millisecond.
    private static let alone = 4000
    /// A page that eases its scrolling after a turn is done by then; tenths of a millisecond.
    private static let settled = 4000
    /// Smaller turns are of wheels without notches and of touchpads, whose scrolling no browser eases.
    private static let leastNotch = 50

    /// Looks at the sizes of turns, at how steadily they come, and at how the page follows them.
    mutating func measureTurns(_ turns: [WheelTurn], scroll: [ScrollEvent]) {
        if turns.count >= 3 { wheelQuantum = turns.map(\.size).reduce(0, greatestCommonDivisor) }
        measureResponse(turns, scroll)
        var run: [WheelTurn] = []
        for turn in turns {
            if let last = run.last, turn.time - last.time > SteadyRun.gap {
                if SteadyRun.is(run) { steadyRuns += 1 }
                run.removeAll(keepingCapacity: true)
            }
            run.append(turn)
        }
        if SteadyRun.is(run) { steadyRuns += 1 }
    }

    /// Counts turns that the page followed in one step, and those it followed in several.
    private mutating func measureResponse(_ turns: [WheelTurn], _ scroll: [ScrollEvent]) {
        var next = 0
        var before = 0
        for (place, turn) in turns.enumerated() where turn.size >= Self.leastNotch && turn.isVertical {
            guard place == 0 || turn.time - turns[place - 1].time > Self.alone,
                place + 1 == turns.count || turns[place + 1].time - turn.time > Self.alone
            else { continue }
            while next < scroll.count, scroll[next].time < turn.time {
                before = scroll[next].y
                next += 1
            }
            var end = next
            while end < scroll.count, scroll[end].time <= turn.time + Self.settled { end += 1 }
            switch end - next {
            case 0: continue
            case 1:
                // A page's end cuts a turn short; what went all the way at once was not eased.
                if abs(abs(scroll[next].y - before) - turn.size) <= 1 { turnsAtOnce += 1 }
            default: turnsEased += 1
            }
        }
    }
}

/// One turn of a wheel, in pixels.
struct WheelTurn {
    /// Tenths of a millisecond since the agent's start.
    var time: Int
    /// How far, on the axis on which it is farther.
    var size: Int
    /// Whether that is up or down.
    var isVertical: Bool
}

/// A run of many small turns, as touchpads make them, at one and the same speed.
private enum SteadyRun {
    /// Turns further apart are not of one run; tenths of a millisecond.
    static let gap = 500
    /// Fewer turns show no speed.
    private static let leastTurns = 16

    /// Whether speed varies by less than a twentieth over the quarters of the run, its first and last turns left out.
    static func `is`(_ run: [WheelTurn]) -> Bool {
        guard run.count >= leastTurns, run.allSatisfy({ $0.size < 50 }) else { return false }
        let inner = run[2..<(run.count - 2)]
        var speeds: [Double] = []
        for quarter in 0..<4 {
            let from = inner.startIndex + inner.count * quarter / 4
            let to = inner.startIndex + inner.count * (quarter + 1) / 4
            let way = inner[from..<to].reduce(0) { $0 + $1.size }
            let time = inner[to - 1].time - run[from - 1].time
            guard time > 0 else { return false }
            speeds.append(Double(way) / Double(time))
        }
        return Distribution(speeds)?.variation.map { $0 < 0.05 } ?? false
    }
}

/// The greatest number that divides both; the other where one is 0.
private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
}
