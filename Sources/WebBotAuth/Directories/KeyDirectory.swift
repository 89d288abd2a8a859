import OrderedJSON
import Sessions

/// The keys that a location gave, and until when they may be used without asking again.
public struct KeyDirectory: Sendable, Equatable {
    /// The keys. Where the response was signed, only those whose own signature held.
    public var keys: JSONWebKeySet
    /// Until when they may be used.
    public var expiresAt: Timestamp

    /// Keys and the end of their time.
    public init(keys: JSONWebKeySet, expiresAt: Timestamp) {
        self.keys = keys
        self.expiresAt = expiresAt
    }
}

/// A response to the request for a location, as whoever fetched it saw it: no redirect followed, content decoded.
public struct DirectoryResponse: Sendable, Equatable {
    /// The status code.
    public var status: Int
    /// The header fields in the order they came.
    public var headers: [MessageField]
    /// The whole body.
    public var body: [UInt8]

    /// A response.
    public init(status: Int, headers: [MessageField], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// What a response means.
public enum DirectoryAnswer: Sendable, Equatable {
    /// The keys.
    case keys(KeyDirectory)
    /// The response is a card, and the keys are elsewhere: at a JWK set, which is the end of the way. The card itself may be used until the
    /// moment that is named; so may, at most, what is found there.
    case elsewhere(DirectoryLocation, until: Timestamp)

    /// Reads a response.
    /// - Parameters:
    ///   - location: what was asked for.
    ///   - now: the moment of the response.
    ///   - limit: the most bytes of a body.
    /// - Throws: ``DirectoryError``.
    public init(
        _ response: DirectoryResponse, to location: DirectoryLocation, at now: Timestamp,
        limit: Int = JSONWebKeySet.maximumBytes
    ) throws(DirectoryError) {
        guard response.status == 200 else { throw .status }
        let type = response.headers.first { $0.name == "content-type" }?.value
        guard let type, DirectoryMediaType.fits(type, location.kind) else { throw .mediaType }
        guard response.body.count <= limit else { throw .tooLarge }
        guard ContentDigest.holds(for: response.body, in: response.headers) else { throw .digest }
        guard let json = try? JSONValue(parsing: response.body, maximumDepth: 16) else { throw .malformed }
        let expiresAt = now + CacheLifetime.of(response.headers, at: now)
        let offered: JSONWebKeySet
        if location.kind == .card {
            switch try Self.card(json, location).keys {
            case .at(let place):
                self = .elsewhere(place, until: expiresAt)
                return
            case .inline(let keys): offered = keys
            }
        } else {
            offered = try Self.keySet(json)
        }
        let keys = try DirectorySignatures.boundKeys(of: offered, response, at: location, now)
        self = .keys(KeyDirectory(keys: keys, expiresAt: expiresAt))
    }

    private static func card(
        _ json: JSONValue, _ location: DirectoryLocation
    ) throws(DirectoryError) -> SignatureAgentCard {
        do {
            return try SignatureAgentCard(json, url: location.address.description)
        } catch {
            throw .card
        }
    }

    private static func keySet(_ json: JSONValue) throws(DirectoryError) -> JSONWebKeySet {
        do {
            return try JSONWebKeySet(json)
        } catch {
            throw error == .tooLarge ? .tooLarge : .malformed
        }
    }
}
