import OrderedJSON
import Sessions

extension ReplayReport {
    /// Writes the members of the report, all but the sessions that change.
    public func writeMembers(to writer: inout JSONWriter) {
        writer.field("rules", rules)
        writer.field("complete", isComplete)
        writer.field(
            "sessions",
            object: {
                $0.field("judged", judged)
                $0.field("expired", expired)
                $0.field("changed", changed)
                $0.field("verdict_changed", verdictsChanged)
            })
        writer.field(
            "verdicts",
            object: { writer in
                for before in Verdict.allCases {
                    writer.field(
                        before.rawValue,
                        object: {
                            for after in Verdict.allCases { $0.field(after.rawValue, sessions(before, to: after)) }
                        })
                }
            })
        writer.key("signals")
        writer.array { writer in
            for (slug, count) in signals {
                writer.object {
                    $0.field("signal", slug)
                    $0.field("before", count.before)
                    $0.field("after", count.after)
                    $0.field("verdicts_moved", count.verdictsMoved)
                }
            }
        }
    }
}

extension ReplayedSession: JSONWritable {
    /// Writes `{session_id, before, after, signals}`; of signals the twenty that prove most.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("session_id", id.text)
            $0.field("before", before)
            $0.field("after", after)
            $0.field("signals", Array(differences.prefix(20)))
        }
    }
}

extension ReplayOutcome: JSONWritable {
    /// Writes `{verdict, risk_score}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("verdict", verdict)
            $0.field("risk_score", riskScore)
        }
    }
}

extension ReplayedSession.Difference: JSONWritable {
    /// Writes `{signal, change}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("signal", signal)
            $0.field("change", change.rawValue)
        }
    }
}
