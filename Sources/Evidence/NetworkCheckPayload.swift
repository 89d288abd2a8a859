import OrderedJSON

/// What an agent says in a network check: little, for what counts is how it comes.
///
/// What is of the wrong kind reads as not said.
public struct NetworkCheckPayload: Sendable, Equatable {
    /// The most addresses that are read.
    public static let maximumAddresses = 8

    /// When it was sent, in milliseconds of the agent's monotonic clock.
    public var sentMilliseconds: Double?
    /// Under which addresses a STUN server saw the agent, as text; whether they are addresses is not known yet.
    public var reflexiveAddresses: [String]

    /// Reads a payload.
    /// - Parameter bytes: the JSON text, `{"v": 1, "sent_ms": …, "reflexive": […]}`.
    /// - Throws: `malformed`, `notAnObject` or `unsupportedVersion`.
    public init(parsing bytes: [UInt8]) throws(PayloadError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, maximumDepth: 4)
        } catch {
            throw .malformed(error)
        }
        guard value.object != nil else { throw .notAnObject }
        guard value["v"]?.int == 1 else { throw .unsupportedVersion }
        sentMilliseconds = value["sent_ms"]?.double
        reflexiveAddresses = (value["reflexive"]?.array ?? []).prefix(Self.maximumAddresses).compactMap(\.string)
            .filter { $0.utf8.count <= 64 }
    }
}
