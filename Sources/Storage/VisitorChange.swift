import OrderedJSON
import Sessions

/// What a person made of visitors by hand: two became one, or one became two.
public struct VisitorChange: Sendable, Equatable {
    /// What was done. The raw value is its name in the API.
    public enum Kind: String, Sendable, CaseIterable {
        /// Another visitor became part of this one.
        case merge
        /// Some sessions of this visitor became another's.
        case split
    }

    /// The event in the log that tells of it, by which it is undone.
    public var id: EventID
    /// What was done.
    public var kind: Kind
    /// The visitor that was asked to take another in, or to give sessions up.
    public var visitor: VisitorID
    /// The visitor that it took in, or that the sessions are of now.
    public var other: VisitorID
    /// How many sessions went from one to the other.
    public var sessions: Int
    /// When it was done.
    public var madeAt: Timestamp
    /// When it was undone; nil while it stands.
    public var undoneAt: Timestamp?
}

/// Why visitors can't be changed as asked.
public enum VisitorChangeRefusal: Error, Sendable, Equatable {
    /// There is no such visitor, or it is forgotten.
    case unknownVisitor
    /// There is no such visitor to merge, or it is forgotten.
    case unknownOther
    /// A visitor can't be merged into itself.
    case sameVisitor
    /// The visitor was merged into another before.
    case merged(VisitorID, into: VisitorID)
    /// More sessions would change hands than may at once.
    case tooManySessions
    /// A session is not of the visitor.
    case foreignSession(SessionID)
    /// No session of the visitor would be left.
    case nothingLeft
    /// There is no such change of the visitor.
    case unknownChange
    /// The change was undone before.
    case undone
    /// Another change was made since, which has to be undone first.
    case superseded(by: EventID)
}

extension VisitorChange: JSONWritable {
    /// Writes the change as the API and the log of events tell it.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "fingerprint_change")
            $0.field("id", id.text)
            $0.field("kind", kind.rawValue)
            $0.field("fingerprint", visitor.text)
            $0.field("other", other.text)
            $0.field("sessions", sessions)
            $0.field("made_at", madeAt)
            $0.field("undone_at", undoneAt)
        }
    }
}
