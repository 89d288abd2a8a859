import Sessions

/// What somebody who knows says of a session: what really was behind it.
public struct SessionLabel: Sendable, Equatable {
    /// What was behind a session.
    public enum Kind: String, Sendable, CaseIterable {
        /// A program.
        case tool
        /// Somebody who acts as a person does.
        case person
    }

    /// The session.
    public var session: SessionID
    /// What was behind it.
    public var kind: Kind
    /// Names who or what it was, such as `selenium-chromium`.
    public var name: String
    /// How it ran, such as `headless`; empty where that says nothing.
    public var mode: String
    /// The names under which the tool is named right, as slugs; empty where none can be told.
    public var expectedTools: [String]
    /// A remark; nil without one.
    public var note: String?

    /// A label.
    public init(
        session: SessionID, kind: Kind, name: String, mode: String = "", expectedTools: [String] = [],
        note: String? = nil
    ) {
        self.session = session
        self.kind = kind
        self.name = name
        self.mode = mode
        self.expectedTools = expectedTools
        self.note = note
    }
}
