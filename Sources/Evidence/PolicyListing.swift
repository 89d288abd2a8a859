/// What an operator's own lists say of a session: the entry that it met.
public struct PolicyListing: Sendable, Equatable {
    /// What the operator wants of those who are on the list.
    public enum Disposition: String, Sendable, CaseIterable {
        /// Let them in.
        case allowed
        /// Keep them out. It wins over the other.
        case denied
    }

    /// By what an entry tells sessions apart.
    public enum Kind: String, Sendable, CaseIterable {
        /// The client's address, or a block that it is in.
        case address
        /// The number of the autonomous system that announces the address.
        case asn
        /// The fingerprint of the connection's ClientHello.
        case ja4
        /// The visitor.
        case visitor
        /// The agent or crawler, where it proved who it is.
        case agent
    }

    /// On which list the entry is.
    public var disposition: Disposition
    /// By what the entry tells sessions apart.
    public var kind: Kind
    /// The entry as it stands in the file, such as `192.0.2.0/24`.
    public var entry: String
    /// The line of the file, from 1.
    public var line: Int
    /// What the operator wrote beside it; nil without a note.
    public var note: String?

    /// An entry that a session met.
    public init(disposition: Disposition, kind: Kind, entry: String, line: Int, note: String? = nil) {
        self.disposition = disposition
        self.kind = kind
        self.entry = entry
        self.line = line
        self.note = note
    }
}
