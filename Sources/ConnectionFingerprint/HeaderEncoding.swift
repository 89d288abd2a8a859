/// How a header block was compressed (RFC 7541): encoders have a choice, and each makes its own.
public struct HeaderEncoding: Sendable, Equatable {
    /// Whether a name or a short value came in Huffman code that is no shorter than its plain text.
    public var hasNeedlessHuffman = false
    /// Whether `:path` came whole out of the static table.
    public var hasIndexedPath = false

    /// An encoding with neither peculiarity.
    public init() {}
}
