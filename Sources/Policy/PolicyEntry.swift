import Evidence
import NetworkIntelligence
import Sessions

/// An entry of an operator's list.
public struct PolicyEntry: Sendable, Equatable {
    /// By what an entry tells sessions apart.
    public enum Mark: Sendable, Hashable {
        /// Sessions from these addresses.
        case address(AddressBlock)
        /// Sessions from addresses that this autonomous system announces.
        case asn(UInt32)
        /// Sessions whose connection shows this JA4.
        case ja4(String)
        /// Sessions of this visitor.
        case visitor(VisitorID)
        /// Sessions of an agent that proved to be of this domain, or of a crawler that proved to be the one of this slug; in
        /// lower case.
        case agent(String)

        /// The kind of mark.
        public var kind: PolicyListing.Kind {
            switch self {
            case .address: .address
            case .asn: .asn
            case .ja4: .ja4
            case .visitor: .visitor
            case .agent: .agent
            }
        }
    }

    /// By what it tells sessions apart.
    public var mark: Mark
    /// The mark as it stands in the file.
    public var text: String
    /// The line of the file, from 1.
    public var line: Int
    /// What the operator wrote beside it.
    public var note: String?

    /// An entry.
    public init(_ mark: Mark, text: String, line: Int, note: String? = nil) {
        self.mark = mark
        self.text = text
        self.line = line
        self.note = note
    }
}
