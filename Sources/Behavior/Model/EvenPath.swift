/// A stroke as places at even steps of time: what is left of it when the recorder's own clock is taken out.
///
/// Each place is the mean of the path over one step. Browsers report moves once a frame or once an event of the device,
/// and leave out those that change nothing; means over a step longer than a frame hardly depend on which of these it
/// was, and smooth whole pixels away.
struct EvenPath {
    /// Milliseconds from one place to the next: longer than a frame of a display of 60 Hz.
    static let step = 20.0
    /// Fewer steps than this show no profile.
    static let leastSteps = 6
    /// No stroke is followed for longer, so that no trace costs much.
    static let mostSteps = 200

    private(set) var x: [Double] = []
    private(set) var y: [Double] = []

    /// Nil when the stroke is too short to show a profile.
    init?(_ stroke: Stroke) {
        let steps = Int(min(stroke.duration / Self.step, Double(Self.mostSteps)))
        guard steps > Self.leastSteps else { return nil }
        x.reserveCapacity(steps)
        y.reserveCapacity(steps)
        var segment = 0
        let start = stroke.times[0]
        for index in 0..<steps {
            var from = start + Double(index) * Self.step
            let end = from + Self.step
            var sumX = 0.0
            var sumY = 0.0
            while from < end, segment + 1 < stroke.times.count {
                let segmentEnd = stroke.times[segment + 1]
                let to = min(end, segmentEnd)
                if to > from {
                    // The mean of a straight piece is its middle.
                    let whole = segmentEnd - stroke.times[segment]
                    let part = ((from + to) / 2 - stroke.times[segment]) / whole
                    sumX += (stroke.x[segment] + part * (stroke.x[segment + 1] - stroke.x[segment])) * (to - from)
                    sumY += (stroke.y[segment] + part * (stroke.y[segment + 1] - stroke.y[segment])) * (to - from)
                    from = to
                }
                if segmentEnd <= end { segment += 1 } else { break }
            }
            x.append(sumX / Self.step)
            y.append(sumY / Self.step)
        }
    }
}
