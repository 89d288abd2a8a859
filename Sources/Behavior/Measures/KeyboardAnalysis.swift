extension KeyboardFeatures {
    /// A longer time between two presses is thinking, not typing; tenths of a millisecond.
    static let typingGap = 20_000

    /// A key that is down.
    private struct Held {
        var press: Int
        var since: Int
        var isModifier: Bool
        var isPlain: Bool
        /// When the next key went down.
        var next: Int?
    }

    init(_ trace: InteractionTrace) {
        self.init()
        var held: [Held] = []
        var dwells: [Double] = []
        var intervals: [Double] = []
        var flights: [Double] = []
        var rolled = 0
        var pairs = 0
        var unnamed = 0
        var previous: KeyEvent?
        var previousUp: Int?
        var run: [Int] = []

        for event in trace.keys where event.isTrusted {
            let isModifier = event.keyClass == .modifier
            switch event.kind {
            case .down:
                if event.isRepeat {
                    repeats += 1
                    continue
                }
                defer {
                    if let press = event.press {
                        let isPlain = !event.isShortcut && !event.isComposing
                        // More keys than fingers: what is oldest will have lost its release.
                        if held.count == 16 { release(held.removeFirst()) }
                        held.append(Held(press: press, since: event.time, isModifier: isModifier, isPlain: isPlain))
                    }
                }
                if isModifier {
                    modifiers += 1
                    continue
                }
                presses += 1
                if event.isShortcut { shortcuts += 1 }
                if event.isComposing { composing += 1 }
                if event.lacksPhysicalKey { unnamed += 1 }
                if event.keyClass == .backspace || event.keyClass == .delete { corrections += 1 }
                let writes = event.keyClass.writesCharacter && !event.isShortcut
                if writes { characters += 1 }

                if let previous, event.time - previous.time <= Self.typingGap {
                    pairs += 1
                    if let place = held.lastIndex(where: { $0.press == previous.press }) {
                        held[place].next = event.time
                    } else if let previousUp {
                        flights.append(Double(event.time - previousUp) / 10)
                    }
                    let follows = previous.keyClass.writesCharacter && previous.field == event.field
                    if writes, follows, !previous.isShortcut {
                        intervals.append(Double(event.time - previous.time) / 10)
                    } else {
                        run.removeAll(keepingCapacity: true)
                    }
                } else {
                    run.removeAll(keepingCapacity: true)
                }
                if writes { run.append(event.time) }
                if run.count > 10 {
                    let tenIntervals = run[run.count - 1] - run[run.count - 11]
                    let rate = 600_000 * 10 / Double(max(tenIntervals, 1))
                    peakCharactersPerMinute = max(peakCharactersPerMinute ?? 0, rate)
                }
                previous = event
                previousUp = nil

            case .up:
                guard let place = held.lastIndex(where: { $0.press == event.press }) else {
                    if !isModifier, presses > 0 { upsWithoutDown += 1 }
                    continue
                }
                let key = held.remove(at: place)
                if key.isModifier { continue }
                dwells.append(Double(event.time - key.since) / 10)
                if let next = key.next {
                    rolled += 1
                    flights.append(Double(next - event.time) / 10)
                }
                if key.press == previous?.press { previousUp = event.time }

            case .press:
                let isHeld = held.contains { $0.press == event.press && !$0.isModifier }
                if !isHeld { pressesWithoutDown += 1 }

            case .other:
                break
            }
        }
        for key in held where key.press != previous?.press { release(key) }

        withoutPhysicalKeyShare = share(unnamed, of: presses)
        dwell = Distribution(dwells, least: 5)
        interval = Distribution(intervals, least: 5)
        flight = Distribution(flights, least: 5)
        rolloverShare = share(rolled, of: pairs, least: 5)
        constantIntervalShare = densestShare(intervals, within: 2, least: 5)
        constantDwellShare = densestShare(dwells, within: 2, least: 5)
        repeatedRuns = RepeatedRuns.count(in: trace.keyStrokes)
        if let interval { charactersPerMinute = 60_000 / max(interval.mean, 0.1) }

        let insertions = trace.inputs.count { $0.isTrusted && $0.change == .insertText }
        insertionsWithoutKey = trace.insertionsWithoutKey.count
        insertionsWithoutKeyShare = share(insertionsWithoutKey, of: insertions)
    }

    /// Takes note of a key whose release never came.
    private mutating func release(_ key: Held) {
        if key.isPlain, !key.isModifier { downsWithoutUp += 1 }
    }
}

extension InteractionTrace {
    /// The places in ``inputs`` of trusted insertions of text that no key came before within half a second.
    var insertionsWithoutKey: [Int] {
        var places: [Int] = []
        var next = 0
        var latest: Int?
        for (place, input) in inputs.enumerated() where input.isTrusted && input.change == .insertText {
            // The change may carry a time a tick before that of its key.
            while next < keys.count, keys[next].time <= input.time + 20 {
                if keys[next].kind == .down { latest = keys[next].time }
                next += 1
            }
            if let latest, input.time - latest <= 5000 { continue }
            places.append(place)
        }
        return places
    }
}
