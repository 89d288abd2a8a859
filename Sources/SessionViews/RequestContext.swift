import Evidence
import OrderedJSON
import Sessions

/// The page and the client of a session (`RequestContext` in the schema).
struct RequestContext: JSONWritable {
    let url: String
    let userAgent: String
    /// The client's address; nil when it is not known.
    let address: String?
    let screenSize: String?
    let isTouchCapable: Bool?

    init(_ session: JudgedSession) {
        let request = RequestSection(session.evidence)
        let device = DeviceSection(session.evidence, profile: session.profile)
        url = request.url
        userAgent = request.userAgent
        address = session.evidence.request.clientAddress
        screenSize = device.screenSize
        isTouchCapable = device.isTouchCapable
    }

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("url", url)
            $0.field("user_agent", userAgent)
            $0.field("ip_address", address ?? "")
            $0.field("screen_size", screenSize)
            $0.field("is_touch_capable", isTouchCapable)
        }
    }
}

/// What each category of signals says, 0–100 (`ScoreBreakdown` in the schema).
struct ScoreBreakdown: JSONWritable {
    let scores: [SignalCategory: Int]

    init(_ assessment: Assessment) {
        scores = assessment.categoryScores
    }

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field(
                "categories",
                object: { categories in
                    for category in SignalCategory.allCases {
                        if let score = scores[category] { categories.field(category.rawValue, score) }
                    }
                })
        }
    }
}

/// What a visitor's page tells of one of its sessions (`VisitorFingerprintActivitySession` in the schema).
public struct VisitorActivity: Sendable, JSONWritable {
    private let session: JudgedSession

    /// What is told of a session.
    public init(_ session: JudgedSession) {
        self.session = session
    }

    /// Writes the entry.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("session_id", session.id.text)
            $0.field("decision", session.decision)
            $0.field("request", RequestContext(session))
            $0.field("score_breakdown", ScoreBreakdown(session.assessment))
        }
    }
}
