import Evidence
import OrderedJSON
import Sessions

/// What a sealed token carries to the customer's backend (contract, section 4).
public struct SessionVerification: Sendable, JSONWritable {
    private let session: JudgedSession

    /// The payload for a session.
    public init(_ session: JudgedSession) {
        self.session = session
    }

    /// Writes the payload.
    public func write(to writer: inout JSONWriter) {
        let assessment = session.assessment
        writer.object {
            $0.field("object", "session_verification")
            $0.field("session_id", session.id.text)
            $0.field("decision", session.decision)
            $0.field("request", RequestContext(session))
            $0.key("visitor_fingerprint")
            if let visitor = session.visitor { visitor.writeLink(to: &$0) } else { $0.writeNull() }
            $0.key("signals")
            $0.array { writer in
                for signal in assessment.signals {
                    writer.object {
                        $0.field("id", signal.signal)
                        $0.field("category", signal.category)
                        $0.field("confidence", signal.strength)
                        $0.field("score", signal.score)
                    }
                }
            }
            $0.field("score_breakdown", ScoreBreakdown(assessment))
            $0.key("attribution")
            $0.object { $0.field("bot", assessment.bot) }
            $0.null("embed")
        }
    }
}
