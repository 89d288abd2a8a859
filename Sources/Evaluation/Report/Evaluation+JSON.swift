import OrderedJSON
import Sessions

extension Evaluation: JSONWritable {
    /// Writes the whole report.
    public func write(to writer: inout JSONWriter) {
        let calibration = calibration
        writer.object { writer in
            writer.field("rules", rules)
            writer.field("totals", object: writeTotals)
            writer.field("sessions", sessions)
            writer.field("missing", missing.map(\.session.text))
            writer.field(
                "calibration",
                object: {
                    $0.field("bands", calibration.bands)
                    $0.field("brier_score", calibration.brierScore)
                    $0.field("log_loss", calibration.logLoss)
                    $0.field("decided_share", calibration.decidedShare)
                })
            writer.field("signals", signals)
            writer.field("faults", faults)
        }
    }

    private func writeTotals(to writer: inout JSONWriter) {
        writer.field("tools_bot_on_arrival", toolsFoundOnArrival)
        writer.field("tools_bot_without_behavior", toolsFoundWithoutBehavior)
        writer.field("tools_bot", toolsFound)
        writer.field("tools_named", toolsNamed)
        writer.field(
            "people",
            object: {
                for verdict in Verdict.allCases { $0.field(verdict.rawValue, people(verdict)) }
                $0.field("highest_score", highestScoreOfPerson)
            })
    }
}

extension Evaluation.Share: JSONWritable {
    /// Writes `{count, total}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("count", count)
            $0.field("total", total)
        }
    }
}

extension Evaluation.SignalCount: JSONWritable {
    /// Writes `{signal, raises_risk, tools, people}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("signal", signal.slug)
            $0.field("raises_risk", signal.raisesRisk)
            $0.field("tools", tools)
            $0.field("people", people)
        }
    }
}

extension Calibration.Band: JSONWritable {
    /// Writes `{from, to, sessions, tools}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("from", scores.lowerBound)
            $0.field("to", scores.upperBound)
            $0.field("sessions", sessions)
            $0.field("tools", tools)
        }
    }
}

extension EvaluatedSession: JSONWritable {
    /// Writes a row.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("session_id", label.session.text)
            $0.field("kind", label.kind.rawValue)
            $0.field("name", label.name)
            $0.field("mode", label.mode)
            $0.field("arrival", arrival)
            $0.field("snapshot", snapshot)
            $0.field("whole", whole)
            $0.field("named_right", isNamedRight)
            $0.field("note", label.note)
        }
    }
}

extension EvaluatedJudgement: JSONWritable {
    /// Writes a judgement.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("risk_score", riskScore)
            $0.field("verdict", verdict)
            $0.field("phase", phase)
            $0.field("manipulation", manipulation)
            $0.field("named_tools", namedTools)
            $0.field("deciding", Array(deciding.prefix(5)))
            $0.field("fired", fired)
        }
    }
}
