import Foundation

/// Whether scores are right in number: of the sessions scored 90, nine in ten should be bots.
public struct Calibration: Sendable, Equatable {
    /// Sessions whose scores are near each other.
    public struct Band: Sendable, Equatable {
        /// The scores.
        public var scores: ClosedRange<Int>
        /// How many sessions.
        public var sessions = 0
        /// How many of them are tools'.
        public var tools = 0
    }

    /// Scores are held to be this far from certainty, as the last half point is rounded away.
    private static let nearest = 0.005

    /// Ten bands: 0–9, 10–19, … 90–100.
    public private(set) var bands: [Band]
    /// The mean squared difference between score and truth, 0 (best) to 1 (Brier, 1950); nil without sessions.
    public private(set) var brierScore: Double?
    /// The mean negative logarithm of what was given to the truth, in nats; nil without sessions.
    public private(set) var logLoss: Double?
    /// The share of scores under 10 or over 90; nil without sessions.
    public private(set) var decidedShare: Double?

    /// How well scores agree with the truth.
    public init(_ scores: [(risk: Int, isTool: Bool)]) {
        bands = (0..<10).map { Band(scores: $0 * 10...($0 == 9 ? 100 : $0 * 10 + 9)) }
        guard !scores.isEmpty else { return }
        var (squares, logarithms, decided) = (0.0, 0.0, 0)
        for (risk, isTool) in scores {
            let band = min(max(risk, 0) / 10, 9)
            bands[band].sessions += 1
            if isTool { bands[band].tools += 1 }
            let probability = Double(risk) / 100
            squares += pow(probability - (isTool ? 1 : 0), 2)
            let held = min(max(probability, Self.nearest), 1 - Self.nearest)
            logarithms -= log(isTool ? held : 1 - held)
            if risk < 10 || risk > 90 { decided += 1 }
        }
        let count = Double(scores.count)
        brierScore = squares / count
        logLoss = logarithms / count
        decidedShare = Double(decided) / count
    }
}
