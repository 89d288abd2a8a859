/// How the clipboard was used.
public struct ClipboardFeatures: Sendable, Equatable {
    /// Times something was copied.
    public var copies = 0
    /// Times something was cut.
    public var cuts = 0
    /// Times something was pasted.
    public var pastes = 0
    /// Trusted changes of a field by pasting that no `paste` event came with.
    public var pasteInputsWithoutEvent = 0

    /// No use.
    public init() {}
}
