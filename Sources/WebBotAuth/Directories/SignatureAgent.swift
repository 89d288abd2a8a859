/// `Signature-Agent`: where the signers of a request say their keys are (draft-ietf-webbotauth-httpsig-protocol, section 4.2.1).
///
/// Two forms are in use: a dictionary whose keys tie a member to a signature, and the older string, whose address is the directory itself
/// unless it is an origin alone.
public struct SignatureAgent: Hashable, Sendable {
    /// Where keys are.
    public enum Source: Hashable, Sendable {
        /// At an address.
        case remote(DirectoryLocation)
        /// In the field itself, as a `data:` address. Such keys prove nothing but that one party made several requests.
        case inline(JSONWebKeySet)
    }

    /// One signer's word.
    public struct Entry: Hashable, Sendable {
        /// The dictionary's key; nil for the string form.
        public let key: String?
        /// The address as it was written.
        public let address: String
        /// The `type` parameter, `directory` where it is absent.
        public let type: String
        /// Where keys are; nil for what is not supported and to be ignored.
        public let source: Source?
    }

    /// The members, one for the string form.
    public let entries: [Entry]
    /// Whether this is the older form, a string.
    public let isString: Bool

    /// Reads the field.
    /// - Parameter text: its value; repeated fields joined with `, `.
    /// - Throws: ``MessageSignatureError``.
    public init(_ text: String) throws(MessageSignatureError) {
        isString = text.utf8.first { !ASCII.isSpace($0) } == UInt8(ascii: "\"")
        entries = isString ? [try Self.stringForm(text)] : try Self.dictionaryForm(text)
    }

    /// The member of that key; nil where there is none.
    public subscript(key: String) -> Entry? { entries.first { $0.key == key } }

    private static func stringForm(_ text: String) throws(MessageSignatureError) -> Entry {
        // The older drafts let the field be repeated, and the first one counts; each has the form of an item.
        guard let address = (try? StructuredField.list(text))?.members.first?.item?.value.string else {
            throw MessageSignatureError(.malformed, "signature-agent")
        }
        return Entry(
            key: nil, address: address, type: DirectoryLocation.Kind.directory.rawValue,
            source: inline(address) ?? WebAddress(address).map { .remote(legacyLocation($0)) })
    }

    private static func dictionaryForm(_ text: String) throws(MessageSignatureError) -> [Entry] {
        guard let dictionary = try? StructuredField.dictionary(text), !dictionary.entries.isEmpty else {
            throw MessageSignatureError(.malformed, "signature-agent")
        }
        if let key = dictionary.repeatedKeys.min() { throw MessageSignatureError(.repeated, "signature-agent \(key)") }
        var entries: [Entry] = []
        for entry in dictionary.entries {
            guard let item = entry.member.item, let address = item.value.string else {
                throw MessageSignatureError(.malformed, "signature-agent \(entry.key)")
            }
            let type = item.parameters["type"].map { $0.token ?? "" } ?? DirectoryLocation.Kind.directory.rawValue
            entries.append(Entry(key: entry.key, address: address, type: type, source: source(address, type: type)))
        }
        return entries
    }

    private static func source(_ address: String, type: String) -> Source? {
        guard let kind = DirectoryLocation.Kind(rawValue: type) else { return nil }
        guard kind == .directory else {
            return WebAddress(address).map { .remote(DirectoryLocation(kind: kind, address: $0)) }
        }
        if let keys = inline(address) { return keys }
        // An origin and nothing more. The well-known path written out is the same place.
        guard let address = WebAddress(address), address.query == nil,
            address.path == "/" || address.path == DirectoryLocation.wellKnownPath
        else { return nil }
        return .remote(DirectoryLocation(origin: address))
    }

    private static func legacyLocation(_ address: WebAddress) -> DirectoryLocation {
        let isOrigin = address.path == "/" || address.path == DirectoryLocation.wellKnownPath
        return isOrigin && address.query == nil
            ? DirectoryLocation(origin: address) : DirectoryLocation(kind: .keySet, address: address)
    }

    private static func inline(_ address: String) -> Source? {
        guard let data = DataAddress(address), DirectoryMediaType.isDirectory(data.mediaType) else { return nil }
        return (try? JSONWebKeySet(parsing: data.content)).map(Source.inline)
    }
}
