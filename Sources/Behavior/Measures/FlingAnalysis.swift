extension ScrollFeatures {
    /// Looks at what the page does after a finger that moved it is lifted while it is still moving.
    ///
    /// Every browser with a touch screen lets the page go on and slow down. At the ends of the page it can't, and where they are is
    /// not known: so flings that stop dead are counted by the places where they do.
    mutating func measureFlings(_ touches: [TouchEvent], scroll: [ScrollEvent]) {
        guard !scroll.isEmpty else { return }
        var stops: Set<Int> = []
        var coasts: [Double] = []
        var finger = Finger()
        for (place, event) in touches.enumerated() where event.isTrusted {
            finger.follow(event)
            guard event.kind == .end else { continue }
            defer { finger = Finger() }
            guard let start = finger.start, finger.isMovingFast(at: event.time) else { continue }
            let next = touches[(place + 1)...].first { $0.kind == .start }?.time ?? .max
            guard next - event.time >= Coast.leastTime else { continue }
            guard let coast = Coast(after: event.time, before: next, from: start, scroll) else { continue }
            flings += 1
            coasts.append(Double(coast.way))
            if coast.way <= 2, coast.begin > 0 { stops.insert(coast.begin / 3) }
            if coast.slowsDown { flingsWithInertia += 1 }
        }
        deadStops = stops.count
        self.coast = Distribution(coasts)
    }
}

/// One finger alone, from its start.
private struct Finger {
    /// Tenths of a millisecond.
    private static let lookBack = 600
    private static let still = 400
    /// Pixels a millisecond: slower fingers are lifted from a page at rest.
    private static let leastSpeed = 0.5

    private(set) var start: Int?
    private var places: [TouchEvent] = []

    mutating func follow(_ event: TouchEvent) {
        switch event.kind {
        case .start:
            start = event.contacts == 1 ? event.time : nil
            places = [event]
        case .move:
            if event.contacts > 1 { start = nil }
            places.append(event)
        case .end: break
        case .cancel, .other: start = nil
        }
    }

    func isMovingFast(at release: Int) -> Bool {
        guard let last = places.last, places.count >= 4, release - last.time <= Self.still else { return false }
        guard let first = places.last(where: { last.time - $0.time >= Self.lookBack }) ?? places.first,
            last.time > first.time
        else { return false }
        let way = abs(Double(last.y - first.y)) / 100
        return way / (Double(last.time - first.time) / 10) >= Self.leastSpeed
    }
}

/// How far a page went on by itself.
private struct Coast {
    /// Tenths of a millisecond: a page that is touched again before was not left to itself.
    static let leastTime = 3000
    /// What the finger still did may show as late as this.
    private static let late = 600
    private static let longest = 40_000

    /// Where the page was when the finger had left, px.
    let begin: Int
    /// How far it went from there, px.
    let way: Int
    /// Whether it went slower and slower, in five steps or more.
    let slowsDown: Bool

    /// Nil where the finger did not move the page.
    init?(after release: Int, before next: Int, from start: Int, _ scroll: [ScrollEvent]) {
        let first = scroll.firstIndex(notBefore: start)
        let begin = scroll.firstIndex(notBefore: release + Self.late)
        guard begin - first >= 2, abs(scroll[begin - 1].y - scroll[first].y) >= 10 else { return nil }
        let end = max(begin, scroll.firstIndex(notBefore: min(next, release + Self.longest)))
        self.begin = scroll[begin - 1].y
        guard end > begin else {
            way = 0
            slowsDown = false
            return
        }
        way = abs(scroll[end - 1].y - self.begin)
        let middle = begin + (end - begin) / 2
        let early = abs(scroll[middle - 1].y - self.begin)
        slowsDown = end - begin >= 5 && way >= 10 && early * 5 >= way * 3
    }
}

extension Array where Element: TimedEvent {
    /// The place of the first event that is not before a moment, in tenths of a millisecond; the end where all are.
    fileprivate func firstIndex(notBefore time: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].time < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
