import Evidence
import OrderedJSON
import Sessions

/// The document that `GET /v1/sessions/{sessionId}` answers (`SessionDetail` in the schema), every key in its order.
///
/// Sections that nobody looked at are null, or say `skipped`.
public struct SessionDocument: Sendable, JSONWritable {
    private let session: JudgedSession

    /// The document of a session.
    public init(_ session: JudgedSession) {
        self.session = session
    }

    /// Writes the document.
    public func write(to writer: inout JSONWriter) {
        let assessment = session.assessment
        writer.object {
            $0.field("object", "session")
            $0.field("id", session.id.text)
            $0.field("created_at", session.createdAt)
            $0.key("decision")
            session.decision.writeDetail(to: &$0)
            $0.field("highlights", assessment.highlights)
            $0.field("web_bot_auth", session.evidence.webBotAuth.map(WebBotAuthSection.init))
            $0.field("network", NetworkSection(session))
            $0.field("runtime_integrity", assessment.runtimeIntegrity)
            $0.null("native_runtime_integrity")
            $0.null("native_app")
            $0.null("native_carrier")
            $0.null("native_motion_print")
            $0.null("device_identity")
            $0.null("install_id")
            $0.key("visitor_fingerprint")
            if let visitor = session.visitor { visitor.writeDetail(to: &$0) } else { $0.writeNull() }
            $0.field("connection_fingerprint", connection)
            $0.key("previous_decisions")
            $0.array { writer in
                for decision in session.previousDecisions { decision.writeDetail(to: &writer) }
            }
            $0.field("request", RequestSection(session.evidence))
            $0.field("browser", BrowserSection(session.profile))
            $0.field("device", DeviceSection(session.evidence, profile: session.profile))
            $0.field("analysis_coverage", coverage)
            $0.field("signals_fired", assessment.signals)
            $0.field("client_telemetry", ClientTelemetrySection(session.evidence))
            $0.field("attribution", assessment.attribution)
        }
    }

    /// A document as it is answered: with the customer's own user at its end, where one is attached.
    ///
    /// What is kept is the document as it was decided. The member is not in the contract's schema, and so is there only when it is used.
    public static func answer(_ document: [UInt8], clientUserID: String?) -> [UInt8] {
        guard let clientUserID, document.last == UInt8(ascii: "}") else { return document }
        return document.dropLast() + Array(",\"client_user_id\":".utf8) + clientUserID.jsonBytes() + [UInt8(ascii: "}")]
    }

    private var connection: ConnectionSection {
        let connection = session.evidence.connection
        return ConnectionSection(
            connection: connection,
            alignment: connection.flatMap { UserAgentAlignment($0, claimed: session.profile.userAgent) })
    }

    private var coverage: AnalysisCoverage {
        var coverage = session.assessment.coverage
        coverage.visitorIdentity = session.visitor != nil
        return coverage
    }
}
