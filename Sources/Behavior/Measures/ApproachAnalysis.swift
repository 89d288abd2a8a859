extension InteractionTrace {
    /// How wide targets are taken to be, CSS pixels: a button's height.
    public static let nominalTargetWidth = 30.0
}

extension ApproachFeatures {
    /// Shorter ways are corrections, not approaches.
    static let leastDistance = 30.0
    static let leastMoves = 3
    /// After a rest as long as this a movement has begun anew; before it, it is one with its own corrections.
    static let rest = 400.0

    init(_ trace: InteractionTrace) {
        self.init()
        var durations: [Double] = []
        var difficulties: [Double] = []
        var start: PointerEvent?
        var last: PointerEvent?
        var moves = 0

        for event in trace.pointer where event.isTrusted && event.isMouse {
            switch event.kind {
            case .move:
                if let before = last, event.milliseconds - before.milliseconds >= Self.rest { start = nil }
                if start == nil {
                    start = event
                    moves = 0
                }
                moves += 1
                last = event
            case .down:
                defer { start = nil }
                guard let start, let last, moves >= Self.leastMoves else { continue }
                let distance = event.distance(to: start)
                let duration = last.milliseconds - start.milliseconds
                guard distance >= Self.leastDistance, duration > 0 else { continue }
                durations.append(duration)
                difficulties.append(binaryLogarithm(distance / InteractionTrace.nominalTargetWidth + 1))
            case .up, .cancel, .leave:
                start = nil
            case .other:
                break
            }
        }
        count = durations.count
        duration = Distribution(durations)
        difficulty = Distribution(difficulties)
        guard count >= 6, let duration, duration.mean > 0, let difficulty, difficulty.standardDeviation >= 0.4 else {
            return
        }
        let line = Line(fitting: durations, over: difficulties)
        millisecondsPerBit = line.slope
        residual = line.residual / duration.mean
    }
}

/// The straight line nearest to some points, by least squares.
private struct Line {
    let slope: Double
    /// The standard deviation of the points about it.
    let residual: Double

    /// The values over which it is fitted must vary.
    init(fitting y: [Double], over x: [Double]) {
        let count = Double(x.count)
        let meanX = x.reduce(0, +) / count
        let meanY = y.reduce(0, +) / count
        var products = 0.0
        var squares = 0.0
        for (x, y) in zip(x, y) {
            products += (x - meanX) * (y - meanY)
            squares += (x - meanX) * (x - meanX)
        }
        let slope = products / squares
        var rest = 0.0
        for (x, y) in zip(x, y) {
            let off = y - meanY - slope * (x - meanX)
            rest += off * off
        }
        self.slope = slope
        residual = (rest / count).squareRoot()
    }
}
