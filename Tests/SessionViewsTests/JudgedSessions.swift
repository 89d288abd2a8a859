import Detection
import Evidence
import OrderedJSON
import SessionViews
import Sessions

extension JudgedSession {
    static let created = Timestamp(milliseconds: 1_774_382_400_000)

    /// A recorded session, judged a second time after interaction.
    static func recorded(_ name: String, visitor: VisitorLink? = .known) throws -> JudgedSession {
        let json = try Workspace.recording(name)
        let headers = (json["request"]?["headers"]?.array ?? []).compactMap(\.array)
        let members = (json.object ?? []) + [.init("v", .integer(1)), .init("sequence", .integer(0))]
        return judged(
            Evidence(
                request: RequestEvidence(
                    clientAddress: "198.51.100.7",
                    headers: headers.map { ($0.first?.string ?? "", $0.last?.string ?? "") }),
                payloads: [try Payload(parsing: JSONValue.object(members).jsonBytes())]),
            visitor: visitor)
    }

    static func judged(_ evidence: Evidence, visitor: VisitorLink? = nil) -> JudgedSession {
        let assessment = Assessment(judging: evidence)
        func decision(_ number: UInt64, _ phase: Phase, after duration: Duration) -> Decision {
            Decision(
                id: DecisionID(high: 0, low: number), riskScore: assessment.riskScore, phase: phase,
                isProvisional: phase == .snapshot, manipulation: assessment.manipulation, evaluationMilliseconds: 2,
                evaluatedAt: created + duration)
        }
        return JudgedSession(
            id: SessionID(high: 1, low: 2), createdAt: created, evidence: evidence, assessment: assessment,
            decision: decision(2, .behavioral, after: .seconds(9)),
            previousDecisions: [decision(1, .snapshot, after: .seconds(2))], visitor: visitor)
    }
}

extension VisitorLink {
    static let known = VisitorLink(
        id: VisitorID(high: 3, low: 4), confidence: 97, identifiedAt: JudgedSession.created + .seconds(1),
        firstSeenAt: JudgedSession.created, lastSeenAt: JudgedSession.created + .seconds(1), seenCount: 3)
}

extension JSONWritable {
    /// What a reader of the written text would see.
    func read() throws -> JSONValue { try JSONValue(parsing: jsonBytes()) }
}
