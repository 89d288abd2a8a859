import Sessions

@testable import Evaluation

/// Made-up judgements.
enum Samples {
    static func judgement(
        _ risk: Int, named: [String] = [], fired: [String] = [], manipulation: Int = 0
    ) -> EvaluatedJudgement {
        EvaluatedJudgement(
            riskScore: risk, verdict: Verdict(riskScore: risk), phase: .snapshot,
            manipulation: Manipulation(score: manipulation), namedTools: named, deciding: fired, fired: fired)
    }

    static func session(
        _ kind: SessionLabel.Kind, _ name: String = "a", arrival: Int? = nil, snapshot: Int, whole: Int,
        expected: [String] = [],
        named: [String] = [], fired: [String] = []
    ) -> EvaluatedSession {
        EvaluatedSession(
            label: SessionLabel(session: .random(), kind: kind, name: name, expectedTools: expected),
            arrival: judgement(arrival ?? snapshot), snapshot: judgement(snapshot),
            whole: judgement(whole, named: named, fired: fired))
    }

    static func signal(_ slug: String, score: Int = 50, strength: SignalStrength = .moderate) -> FiredSignal {
        FiredSignal(signal: slug, role: .owner, category: .environment, strength: strength, score: score)
    }
}
