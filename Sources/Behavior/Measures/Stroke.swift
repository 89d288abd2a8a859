/// A run of pointer moves with no pause and no press between them, and what can be measured of it.
struct Stroke {
    /// Fewer moves than this show no shape.
    static let leastPoints = 5
    /// On shorter ways whole pixels hide the shape.
    static let leastPath = 50.0

    private(set) var times: [Double] = []
    private(set) var x: [Double] = []
    private(set) var y: [Double] = []
    private(set) var path = 0.0

    mutating func append(time: Double, x: Double, y: Double) {
        if let lastX = self.x.last, let lastY = self.y.last { path += length(x - lastX, y - lastY) }
        times.append(time)
        self.x.append(x)
        self.y.append(y)
    }

    mutating func removeAll() {
        times.removeAll(keepingCapacity: true)
        x.removeAll(keepingCapacity: true)
        y.removeAll(keepingCapacity: true)
        path = 0
    }

    var isEmpty: Bool { times.isEmpty }
    var isMeasurable: Bool { times.count >= Self.leastPoints && path >= Self.leastPath }
    var duration: Double { isEmpty ? 0 : times[times.count - 1] - times[0] }
    var chord: Double { isEmpty ? 0 : length(x[x.count - 1] - x[0], y[y.count - 1] - y[0]) }

    /// The distance between the ends in units of the path.
    var straightness: Double { path > 0 ? min(chord / path, 1) : 1 }

    /// The greatest distance from the line between the ends, in units of that line; nil when the ends are one place.
    var deviation: Double? {
        let chord = chord
        guard chord >= 1 else { return nil }
        let directionX = (x[x.count - 1] - x[0]) / chord
        let directionY = (y[y.count - 1] - y[0]) / chord
        var greatest = 0.0
        for index in x.indices {
            greatest = max(greatest, abs((x[index] - x[0]) * directionY - (y[index] - y[0]) * directionX))
        }
        return greatest / chord
    }

    /// The mean turn between one step and the next, radians; nil under two steps.
    var turning: Double? {
        var sum = 0.0
        var turns = 0
        var previousX = 0.0
        var previousY = 0.0
        for index in x.indices.dropFirst() {
            let stepX = x[index] - x[index - 1]
            let stepY = y[index] - y[index - 1]
            guard stepX != 0 || stepY != 0 else { continue }
            if previousX != 0 || previousY != 0 {
                let dot = stepX * previousX + stepY * previousY
                let cross = previousX * stepY - previousY * stepX
                sum += cross == 0 && dot > 0 ? 0 : abs(angle(x: dot, y: cross))
                turns += 1
            }
            previousX = stepX
            previousY = stepY
        }
        return turns > 0 ? sum / Double(turns) : nil
    }

    /// How far the path goes beyond a place, along the way from its start to there; nil when that way is too short.
    func overshoot(ofX endX: Double, y endY: Double) -> Double? {
        guard !isEmpty else { return nil }
        let distance = length(endX - x[0], endY - y[0])
        guard distance >= Self.leastPath else { return nil }
        let directionX = (endX - x[0]) / distance
        let directionY = (endY - y[0]) / distance
        var greatest = 0.0
        for index in x.indices {
            greatest = max(greatest, (x[index] - x[0]) * directionX + (y[index] - y[0]) * directionY)
        }
        return greatest - distance
    }
}

/// Speed along a stroke over time.
struct VelocityProfile {
    private var speeds: [Double] = []
    private var times: [Double] = []
    private let start: Double
    private let duration: Double

    /// Nil when fewer than four steps took any time.
    init?(_ stroke: Stroke) {
        guard let first = stroke.times.first, let last = stroke.times.last, last > first else { return nil }
        start = first
        duration = last - first
        speeds.reserveCapacity(stroke.times.count)
        times.reserveCapacity(stroke.times.count)
        var distance = 0.0
        var from = first
        for index in stroke.times.indices.dropFirst() {
            distance += length(stroke.x[index] - stroke.x[index - 1], stroke.y[index] - stroke.y[index - 1])
            let passed = stroke.times[index] - from
            // Moves of one moment are one step: their way counts, their number does not.
            guard passed > 0 else { continue }
            speeds.append(distance / passed)
            times.append(from + passed / 2)
            distance = 0
            from = stroke.times[index]
        }
        guard speeds.count >= 4 else { return nil }
    }

    /// The standard deviation of speed in units of its mean; nil when nothing moved.
    var variation: Double? {
        let count = Double(speeds.count)
        let mean = speeds.reduce(0, +) / count
        guard mean > 0 else { return nil }
        var squares = 0.0
        for speed in speeds {
            squares += (speed - mean) * (speed - mean)
        }
        return (squares / count).squareRoot() / mean
    }

    /// When speed was greatest, as a fraction of the time.
    var peakPlace: Double {
        var fastest = 0
        for index in speeds.indices where speeds[index] > speeds[fastest] { fastest = index }
        return (times[fastest] - start) / duration
    }

    /// Maxima of speed that stand out from the valleys beside them by at least a fifth of the greatest speed.
    var peaks: Int {
        let prominence = (speeds.max() ?? 0) / 5
        guard prominence > 0 else { return 0 }
        return summits(of: speeds, prominence: prominence)
    }

    /// The integral of squared jerk of speed, made dimensionless by the cube of the duration over the square of the
    /// greatest speed.
    var dimensionlessJerk: Double {
        let fastest = speeds.max() ?? 0
        guard fastest > 0 else { return 0 }
        var integral = 0.0
        for index in 1..<(speeds.count - 1) {
            let before = times[index] - times[index - 1]
            let after = times[index + 1] - times[index]
            let span = (before + after) / 2
            let change = (speeds[index + 1] - speeds[index]) / after - (speeds[index] - speeds[index - 1]) / before
            integral += (change / span) * (change / span) * span
        }
        return integral * duration * duration * duration / (fastest * fastest)
    }
}
