import Foundation
import Testing

@testable import Evaluation

@Suite("Calibration")
struct CalibrationTests {
    @Test("A score is in the band of its tens, and 100 in the last")
    func bands() {
        let scores = [0, 9, 10, 89, 90, 99, 100]
        let calibration = Calibration(scores.map { ($0, $0 >= 89) })
        #expect(calibration.bands.map(\.sessions) == [2, 1, 0, 0, 0, 0, 0, 0, 1, 3])
        #expect(calibration.bands.map(\.tools) == [0, 0, 0, 0, 0, 0, 0, 0, 1, 3])
        #expect(calibration.bands.map(\.scores.lowerBound) == Array(stride(from: 0, to: 100, by: 10)))
        #expect(calibration.bands.last?.scores.upperBound == 100)
    }

    @Test("Certainty that is right costs nothing, doubt a quarter, and certainty that is wrong everything")
    func brier() {
        #expect(Calibration([(100, true), (0, false)]).brierScore == 0)
        #expect(Calibration([(50, true), (50, false)]).brierScore == 0.25)
        #expect(Calibration([(0, true), (100, false)]).brierScore == 1)
    }

    @Test("The log loss is the logarithm of what was given to the truth, and never infinite")
    func logLoss() throws {
        let half = try #require(Calibration([(50, true)]).logLoss)
        #expect(abs(half - log(2)) < 1e-12)
        let wrong = try #require(Calibration([(0, true)]).logLoss)
        #expect(abs(wrong + log(0.005)) < 1e-12)
    }

    @Test("Scores under 10 and over 90 are decided")
    func decided() {
        #expect(Calibration([(9, false), (10, false), (90, true), (91, true)]).decidedShare == 0.5)
    }

    @Test("Without sessions there is nothing to say")
    func none() {
        let calibration = Calibration([])
        #expect(calibration.brierScore == nil && calibration.logLoss == nil && calibration.decidedShare == nil)
    }
}
