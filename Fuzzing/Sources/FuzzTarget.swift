/// What can be fed. The name is also that of the folder with its first inputs, in `Fuzzing/corpus`.
enum FuzzTarget: String, CaseIterable {
    /// The first bytes of a TLS connection, or a handshake message.
    case clientHello = "client-hello"
    /// The first bytes of an HTTP/2 connection, behind the 24 that are always the same.
    case http2Preface = "http2-preface"
    /// A header block of HTTP/2.
    case headerBlocks = "header-blocks"
    /// The value of a structured field.
    case structuredFields = "structured-fields"
    /// A signed request.
    case signatures
    /// The answer of a key directory.
    case directories

    /// Holds what is made of one input to the properties of its room.
    func check(_ input: [UInt8]) {
        switch self {
        case .clientHello: HelloProperties.check(input)
        case .http2Preface: PrefaceProperties.check(input)
        case .headerBlocks: HeaderBlockProperties.check(input)
        case .structuredFields: FieldProperties.check(input)
        case .signatures: SignatureProperties.check(input)
        case .directories: DirectoryProperties.check(input)
        }
    }
}
