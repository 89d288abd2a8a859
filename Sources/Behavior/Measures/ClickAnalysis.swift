extension ClickFeatures {
    init(_ trace: InteractionTrace) {
        self.init()
        let presses = trace.pressTimes
        let activations = trace.keys.filter { $0.keyClass == .enter || $0.keyClass == .space }.map(\.time)
        var distances: [Double] = []
        var nextPress = 0
        var previous: Int?

        for click in trace.clicks where click.isTrusted {
            var hasPress = false
            // A click has the time of the release, which may be a tick beside that of other events.
            while nextPress < presses.count, presses[nextPress] <= click.time + 20 {
                hasPress = true
                nextPress += 1
            }
            // A label passes a click on to its field in the same moment, and nothing was pressed for that one.
            let isPassedOn = !hasPress && previous.map { click.time - $0 <= 500 } ?? false
            previous = click.time
            if click.isByKeyboard {
                byKeyboard += 1
                continue
            }
            if isPassedOn { continue }
            if !hasPress, !activations.hasElement(from: click.time - 10_000, to: click.time + 20) { withoutPress += 1 }
            if !click.wasHovered { withoutHover += 1 }
            guard let x = click.placeX, let y = click.placeY else { continue }
            placed += 1
            let off = max(abs(x - 500), abs(y - 500))
            if off <= 1 { centred += 1 }
            if off <= 40 { nearCentre += 1 }
            distances.append(Double(off) / 1000)
        }
        centreDistance = Distribution(distances)
    }
}

extension InteractionTrace {
    /// When a pointer was pressed or the screen was touched, in order.
    var pressTimes: [Int] {
        var times = pointer.filter { $0.kind == .down }.map(\.time)
        if !touches.isEmpty {
            times += touches.filter { $0.kind == .start }.map(\.time)
            times.sort()
        }
        return times
    }
}

extension [Int] {
    /// Whether sorted values have one in a range.
    func hasElement(from low: Int, to high: Int) -> Bool {
        let place = firstPlace(notBelow: low)
        return place < count && self[place] <= high
    }

    /// The first place in sorted values whose value is not below a bound; `count` when there is none.
    func firstPlace(notBelow bound: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
