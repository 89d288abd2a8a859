extension ScrollFeatures {
    init(_ trace: InteractionTrace) {
        self.init()
        measureWheel(trace)
        measureFlings(trace.touches, scroll: trace.scroll)
        measureScroll(trace)
    }

    private mutating func measureWheel(_ trace: InteractionTrace) {
        var turns: [WheelTurn] = []
        var sizes: [Int: Int] = [:]
        for event in trace.wheel where event.isTrusted && event.deltaMode == 0 {
            let size = max(abs(event.deltaX), abs(event.deltaY))
            guard size > 0 else { continue }
            turns.append(WheelTurn(time: event.time, size: size, isVertical: abs(event.deltaY) == size))
            sizes[size, default: 0] += 1
        }
        wheels = turns.count
        distinctDeltas = sizes.count
        maximumDelta = sizes.keys.max()
        measureTurns(turns, scroll: trace.scroll)
        // Of sizes that are as frequent, the smaller: the greater may be made up of it.
        guard let common = sizes.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key else { return }
        commonDelta = common
        quantisedShare = share(turns.count { $0.size % common == 0 }, of: turns.count, least: 3)

        var intervals: [Double] = []
        for (place, turn) in turns.enumerated() {
            let before = place > 0 ? turn.time - turns[place - 1].time : .max
            let after = place + 1 < turns.count ? turns[place + 1].time - turn.time : .max
            if before <= 5000 { intervals.append(Double(before) / 10) }
            if turn.size >= 200, before > 5000, after > 5000 { loneLargeTurns += 1 }
        }
        interval = Distribution(intervals, least: 5)
    }

    private mutating func measureScroll(_ trace: InteractionTrace) {
        guard !trace.scroll.isEmpty else { return }
        let causes = trace.scrollCauses
        var previous: Int?
        for event in trace.scroll {
            defer { previous = event.time }
            if let previous, event.time - previous <= 1500 { continue }
            movements += 1
            guard event.time >= 15_000 else { continue }
            if !causes.hasElement(from: event.time - 10_000, to: event.time + 20) { unexplained += 1 }
        }
    }
}

extension InteractionTrace {
    /// When anything happened that may scroll a page, in order.
    fileprivate var scrollCauses: [Int] {
        var times = wheel.map(\.time) + clicks.map(\.time) + touches.map(\.time)
        times += focus.map(\.time) + inputs.map(\.time) + page.map(\.time)
        times += keys.filter { $0.kind == .down }.map(\.time)
        times += pointer.filter { $0.kind == .down || $0.kind == .up || $0.buttons != 0 }.map(\.time)
        return times.sorted()
    }
}
