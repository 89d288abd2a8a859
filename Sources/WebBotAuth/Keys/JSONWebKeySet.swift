import OrderedJSON

/// The public keys of a signer (RFC 7517, section 5), each by its thumbprint.
public struct JSONWebKeySet: Hashable, Sendable {
    /// The most bytes of a set that are read, unless the caller says otherwise.
    public static let maximumBytes = 64 * 1024
    /// The most keys that a set may have.
    public static let maximumKeys = 64

    /// The keys in their order. No thumbprint is there twice.
    public private(set) var keys: [JSONWebKey]

    /// Why a text is no key set.
    public enum SetError: Error, Equatable, Sendable {
        /// More bytes or more keys than are read.
        case tooLarge
        /// No JSON, or none with a list of keys.
        case malformed
    }

    /// Keys; of those with the same thumbprint the first counts.
    public init(keys: [JSONWebKey] = []) {
        self.keys = []
        for key in keys where self[key.thumbprint] == nil { self.keys.append(key) }
    }

    /// Reads a set. Keys of unknown kinds and malformed ones are passed over.
    /// - Throws: ``SetError``.
    public init(_ json: JSONValue) throws(SetError) {
        guard let members = json["keys"]?.array else { throw .malformed }
        guard members.count <= Self.maximumKeys else { throw .tooLarge }
        self.init(keys: members.compactMap { try? JSONWebKey($0) })
    }

    /// Reads a set from its text.
    /// - Parameters:
    ///   - bytes: JSON in UTF-8.
    ///   - limit: the most bytes that are read.
    /// - Throws: ``SetError``.
    public init(parsing bytes: [UInt8], limit: Int = maximumBytes) throws(SetError) {
        guard bytes.count <= limit else { throw .tooLarge }
        guard let json = try? JSONValue(parsing: bytes, maximumDepth: 16) else { throw .malformed }
        try self.init(json)
    }

    /// The key of that thumbprint; nil where there is none.
    public subscript(thumbprint: String) -> JSONWebKey? { keys.first { $0.thumbprint == thumbprint } }
}

extension JSONWebKeySet: JSONWritable {
    /// Writes the set as ``init(_:)`` reads it.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.key("keys")
            $0.array { writer in for key in keys { key.write(to: &writer) } }
        }
    }
}
