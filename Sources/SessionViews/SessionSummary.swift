import OrderedJSON
import Sessions

/// A row of the list of sessions (`SessionSummary` in the schema).
public struct SessionSummary: Sendable, JSONWritable {
    private let id: SessionID
    private let createdAt: Timestamp
    private let decision: Decision
    private let visitor: VisitorLink?

    /// A row of the list.
    public init(id: SessionID, createdAt: Timestamp, decision: Decision, visitor: VisitorLink?) {
        self.id = id
        self.createdAt = createdAt
        self.decision = decision
        self.visitor = visitor
    }

    /// Writes the row.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "session")
            $0.field("id", id.text)
            $0.field("created_at", createdAt)
            $0.field("latest_decision", decision)
            $0.key("visitor_fingerprint")
            if let visitor { visitor.writeLink(to: &$0) } else { $0.writeNull() }
        }
    }
}
