import Evidence
import OrderedJSON
import Sessions

/// The data of `session.result.persisted` (`SessionResultPersistedPayload` in the schema): what was decided, and on what.
public struct SessionResultPayload: Sendable, JSONWritable {
    private let session: JudgedSession

    /// The data for a session.
    public init(_ session: JudgedSession) {
        self.session = session
    }

    /// Writes the data.
    public func write(to writer: inout JSONWriter) {
        let decision = session.decision
        writer.object {
            $0.field("object", "session_result")
            $0.field("session", object: { $0.field("id", session.id.text) })
            $0.field(
                "event",
                object: {
                    $0.field("id", decision.id.text)
                    $0.field("scoring_event_id", decision.id.text)
                    $0.field("phase", decision.phase)
                    $0.field("is_provisional", decision.isProvisional)
                    $0.field("persisted_at", decision.evaluatedAt)
                })
            $0.field(
                "decision",
                object: {
                    $0.field("verdict", decision.verdict)
                    $0.field("risk_score", decision.riskScore)
                    $0.field("score", Double(decision.riskScore) / 100)
                    $0.field("manipulation", decision.manipulation)
                })
            $0.key("visitor_fingerprint")
            if let visitor = session.visitor {
                $0.object { $0.field("id", visitor.id.text) }
            } else {
                $0.writeNull()
            }
            $0.field(
                "request",
                WebhookRequestSummary(
                    session.evidence, profile: session.profile, visitor: session.visitor,
                    riskTime: decision.evaluatedAt))
            $0.field("score_breakdown", ScoreBreakdown(session.assessment))
            $0.key("signals")
            $0.array { writer in
                for signal in session.assessment.signals {
                    writer.object {
                        $0.field("id", signal.signal)
                        $0.field("category", signal.category)
                        $0.field("confidence", signal.strength)
                        $0.field("score", signal.score)
                        $0.field("role", signal.role)
                    }
                }
            }
            $0.field("attribution", object: { $0.field("bot", session.assessment.bot) })
        }
    }
}

/// The data of `session.fingerprint.calculated` (`SessionFingerprintCalculatedPayload` in the schema).
public struct FingerprintCalculatedPayload: Sendable, JSONWritable {
    private let session: SessionID
    private let evidence: Evidence
    private let visitor: VisitorLink

    /// The data for a session.
    public init(session: SessionID, evidence: Evidence, visitor: VisitorLink) {
        self.session = session
        self.evidence = evidence
        self.visitor = visitor
    }

    /// Writes the data.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "session_fingerprint")
            $0.field("session", object: { $0.field("id", session.text) })
            $0.field(
                "visitor_fingerprint",
                object: {
                    $0.field("id", visitor.id.text)
                    $0.field("confidence", visitor.confidence)
                    $0.field("identified_at", visitor.identifiedAt)
                })
            $0.field(
                "request",
                WebhookRequestSummary(evidence, profile: ClientProfile(evidence), visitor: visitor, riskTime: nil))
            $0.field("calculated_at", visitor.identifiedAt)
        }
    }
}

/// The page and the client (`WebhookRequestSummary` in the schema).
private struct WebhookRequestSummary: JSONWritable {
    let evidence: Evidence
    let profile: ClientProfile
    let visitor: VisitorLink?
    let riskTime: Timestamp?

    init(_ evidence: Evidence, profile: ClientProfile, visitor: VisitorLink?, riskTime: Timestamp?) {
        self.evidence = evidence
        self.profile = profile
        self.visitor = visitor
        self.riskTime = riskTime
    }

    func write(to writer: inout JSONWriter) {
        let request = RequestSection(evidence)
        let device = DeviceSection(evidence, profile: profile)
        writer.object {
            $0.field("url", request.url)
            $0.field("user_agent", request.userAgent)
            $0.field("ip_address", evidence.request.clientAddress)
            $0.field("screen_size", device.screenSize)
            // The schema has no null here: what was not observed is left out.
            if let isTouchCapable = device.isTouchCapable { $0.field("is_touch_capable", isTouchCapable) }
            $0.field("platform", profile.operatingSystem.name)
            $0.field("first_seen", visitor?.firstSeenAt)
            $0.field("risk_time", riskTime)
        }
    }
}
