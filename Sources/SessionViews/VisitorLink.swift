import OrderedJSON
import Sessions

/// The visitor behind a session, once the server has frozen the fingerprint.
public struct VisitorLink: Sendable, Equatable {
    /// The visitor.
    public var id: VisitorID
    /// How sure the tie is, 0–100; nil when nothing was compared.
    public var confidence: Int?
    /// When the fingerprint was frozen.
    public var identifiedAt: Timestamp
    /// When the visitor was first seen.
    public var firstSeenAt: Timestamp?
    /// When the visitor was last seen.
    public var lastSeenAt: Timestamp?
    /// In how many sessions.
    public var seenCount: Int?

    /// A visitor behind a session.
    public init(
        id: VisitorID, confidence: Int?, identifiedAt: Timestamp, firstSeenAt: Timestamp? = nil,
        lastSeenAt: Timestamp? = nil, seenCount: Int? = nil
    ) {
        self.id = id
        self.confidence = confidence
        self.identifiedAt = identifiedAt
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
        self.seenCount = seenCount
    }

    /// Writes the form of lists and tokens (`VisitorFingerprintLink` in the schema).
    func writeLink(to writer: inout JSONWriter) {
        writer.object(writeFields)
    }

    /// Writes the form of the session document (`SessionDetailVisitorFingerprint`).
    func writeDetail(to writer: inout JSONWriter) {
        writer.object {
            writeFields(to: &$0)
            $0.field(
                "lifecycle",
                object: { lifecycle in
                    lifecycle.field("first_seen_at", firstSeenAt)
                    lifecycle.field("last_seen_at", lastSeenAt)
                    lifecycle.field("seen_count", seenCount)
                })
        }
    }

    private func writeFields(to writer: inout JSONWriter) {
        writer.field("object", "visitor_fingerprint")
        writer.field("id", id.text)
        writer.field("confidence", confidence)
        writer.field("identified_at", identifiedAt)
    }
}
