extension TimingFeatures {
    init(_ trace: InteractionTrace) {
        self.init()
        reversals = trace.reversals

        let movement = trace.pointer.first { $0.kind == .move }?.time
        let starts = [
            trace.pointer.first { $0.kind == .down }?.time, trace.clicks.first?.time, trace.wheel.first?.time,
            trace.keys.first { $0.kind != .up }?.time, trace.inputs.first?.time, trace.touches.first?.time,
        ]
        let interaction = starts.compactMap(\.self).min()
        firstInteraction = interaction.map { Double($0) / 10 }
        firstMovement = movement.map { Double($0) / 10 }
        firstSubmission = trace.page.first { $0.kind == .submit }?.milliseconds

        if let begin = [movement, interaction].compactMap(\.self).min() {
            let ends = [
                trace.pointer.last?.time, trace.clicks.last?.time, trace.wheel.last?.time, trace.keys.last?.time,
                trace.inputs.last?.time, trace.touches.last?.time,
            ]
            activeSpan = Double((ends.compactMap(\.self).max() ?? begin) - begin) / 10
            let submission = trace.page.first { $0.kind == .submit && $0.time >= begin }
            timeToSubmit = submission.map { Double($0.time - begin) / 10 }
        }

        let acts = trace.actTimes
        measureSpacing(acts)
        clockStep = Self.clockStep(of: acts + trace.releaseTimes)

        let hidden = Spans(trace.page, from: .hidden, to: .visible)
        let unfocused = Spans(trace.page, from: .windowBlur, to: .windowFocus)
        if !hidden.isEmpty || !unfocused.isEmpty {
            eventsWhileHidden += trace.pointer.count { $0.isTrusted && hidden.contains($0.time) }
            eventsWhileHidden += trace.touches.count { $0.isTrusted && hidden.contains($0.time) }
            for event in trace.keys where event.isTrusted {
                if hidden.contains(event.time) { eventsWhileHidden += 1 }
                if unfocused.contains(event.time) { keysWhileUnfocused += 1 }
            }
        }
    }

    private mutating func measureSpacing(_ acts: [Int]) {
        let quanta = [1000, 2500, 5000, 10_000]
        var hits = [0, 0, 0, 0]
        var spacings: [Double] = []
        for (act, next) in zip(acts, acts.dropFirst()) where next - act <= 100_000 {
            let spacing = next - act
            spacings.append(Double(spacing) / 10)
            // Clocks round down to 0.1 ms or more; what a script does between its sleeps takes a little longer.
            if let place = quanta.firstIndex(where: { spacing >= $0 - 5 && spacing <= $0 + 40 }) { hits[place] += 1 }
        }
        spacing = Distribution(spacings, least: 5)
        quantisedShare = share(hits.reduce(0, +), of: spacings.count, least: 5)
        if let most = hits.max(), most > 0, let place = hits.firstIndex(of: most) {
            quantum = Double(quanta[place]) / 10
        }
    }

    /// The coarsest step that all times are multiples of, if it is coarser than 2 ms.
    private static func clockStep(of times: [Int]) -> Double? {
        let sorted = times.sorted()
        let intervals: [Double] = zip(sorted, sorted.dropFirst()).map { Double($1 - $0) }.filter { $0 > 1 }
        guard intervals.count >= 20 else { return nil }
        let steps: [Double] = [1000, 1000.0 / 6, 100, 50]
        for step in steps {
            let fits = intervals.allSatisfy { interval in
                let multiple = max((interval / step).rounded(), 1)
                return abs(interval - multiple * step) <= 1.5
            }
            if fits { return step / 10 }
        }
        return nil
    }
}

/// Spans of time between two kinds of page events, each begun 100 ms late: events that were under way may still come.
private struct Spans {
    private var spans: [ClosedRange<Int>] = []

    init(_ events: [PageEvent], from begin: PageEvent.Kind, to end: PageEvent.Kind) {
        var start: Int?
        for event in events where event.isTrusted {
            if event.kind == begin {
                start = start ?? event.time + 1000
            } else if event.kind == end, let begun = start {
                if begun < event.time { spans.append(begun...(event.time - 1)) }
                start = nil
            }
        }
        if let start, start <= StreamRow.latest { spans.append(start...StreamRow.latest) }
    }

    var isEmpty: Bool { spans.isEmpty }

    func contains(_ time: Int) -> Bool {
        var low = 0
        var high = spans.count
        while low < high {
            let middle = low + (high - low) / 2
            if spans[middle].upperBound < time { low = middle + 1 } else { high = middle }
        }
        return low < spans.count && spans[low].contains(time)
    }
}

extension InteractionTrace {
    /// When something was done on purpose, in order: presses of a pointer and of keys that are no modifiers, and
    /// clicks that a script made.
    var actTimes: [Int] {
        var times: [Int] = []
        for event in pointer where event.kind == .down { times.append(event.time) }
        for event in keys where event.kind == .down && !event.isRepeat && event.keyClass != .modifier {
            times.append(event.time)
        }
        for event in clicks where !event.isTrusted { times.append(event.time) }
        return times.sorted()
    }

    /// When pointers and keys were released.
    var releaseTimes: [Int] {
        pointer.filter { $0.kind == .up }.map(\.time) + keys.filter { $0.kind == .up }.map(\.time)
    }
}
