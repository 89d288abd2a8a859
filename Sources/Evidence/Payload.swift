import Behavior
import OrderedJSON

/// Why a batch's payload was refused.
public enum PayloadError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It is not JSON.
    case malformed(JSONParseError)
    /// It is JSON, but no object.
    case notAnObject
    /// `v` is missing or of a version that is not spoken here.
    case unsupportedVersion
    /// `sequence` is missing or no whole number.
    case sequenceMissing
    /// A stream of events is not an array of whole numbers, or does not end with a whole row: what a row means hangs on its place.
    case streamMalformed(String)

    /// The reason in a few words.
    public var description: String {
        switch self {
        case .malformed(let error): "the payload is not JSON: \(error)"
        case .notAnObject: "the payload is not an object"
        case .unsupportedVersion: "the payload's version is not 1"
        case .sequenceMissing: "the payload has no sequence number"
        case .streamMalformed(let name): "events.\(name) is not made of whole rows of numbers"
        }
    }
}

/// Why a source was not looked at.
public enum SkipReason: String, Sendable, CaseIterable {
    /// The browser has no such thing.
    case unsupported
    /// The page's policy forbids it.
    case blocked
    /// It took too long.
    case timeout
    /// It failed.
    case error
    /// The page asked for it to be left out.
    case disabled
}

/// One row of the table of form fields: a field is known by the hash of its name alone.
public struct FieldRow: Sendable, Equatable {
    /// What events call it.
    public var index: Int
    /// Hash of its name or id.
    public var hash: String
    /// Its kind, such as `email`.
    public var kind: String

    /// A field of a form.
    public init(index: Int, hash: String, kind: String) {
        self.index = index
        self.hash = hash
        self.kind = kind
    }
}

/// The payload of one batch, decoded and held to its limits.
///
/// Only the frame and the rows of events are strict. Elsewhere, whatever is of the wrong kind reads as not observed.
public struct Payload: Sendable, Equatable {
    /// The batch's number, from 0.
    public var sequence: Int
    /// When it was sent, in milliseconds of the agent's monotonic clock.
    public var sentMilliseconds: Double?
    /// The device's clock at the same moment, in milliseconds since 1970.
    public var wallMilliseconds: Int64?
    /// Whether the page was going away.
    public var isFinal: Bool
    /// What was observed.
    public var observations: Observations
    /// What was not looked at, and why.
    public var skipped: [String: SkipReason]
    /// New rows of the table of fields.
    public var fields: [FieldRow]
    /// Streams of events, flat, as they were sent.
    public var streams: [String: [Int]]

    /// Reads a payload.
    /// - Parameter bytes: the JSON text, inflated.
    public init(parsing bytes: [UInt8]) throws(PayloadError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, maximumDepth: 8)
        } catch {
            throw .malformed(error)
        }
        try self.init(value)
    }

    init(_ value: JSONValue) throws(PayloadError) {
        guard value.object != nil else { throw .notAnObject }
        guard value["v"]?.int == 1 else { throw .unsupportedVersion }
        guard let sequence = value["sequence"]?.int, sequence >= 0 else { throw .sequenceMissing }
        self.sequence = sequence
        sentMilliseconds = value["sent_ms"]?.boundedNumber
        wallMilliseconds = value["wall_ms"]?.boundedNumber.map { Int64($0) }
        isFinal = value["final"]?.bool ?? false
        observations = Observations(value["observations"])
        skipped = [:]
        for member in value["skipped"]?.object?.prefix(Limit.skipped) ?? [] {
            guard let reason = member.value.string.flatMap(SkipReason.init), member.key.utf8.count <= 64,
                skipped[member.key] == nil
            else { continue }
            skipped[member.key] = reason
        }
        fields = (value["fields"]?.array?.prefix(Limit.fields) ?? []).compactMap(FieldRow.init)
        streams = [:]
        let events = value["events"]
        for (name, rowLength) in InteractionTrace.rowLengths {
            guard let rows = events?[name] else { continue }
            guard let numbers = rows.array.flatMap(Self.numbers), numbers.count % rowLength == 0 else {
                throw .streamMalformed(name)
            }
            streams[name] = numbers
        }
    }

    /// Whole numbers, or nil where one can't be meant.
    private static func numbers(_ values: [JSONValue]) -> [Int]? {
        var numbers: [Int] = []
        numbers.reserveCapacity(values.count)
        for value in values {
            guard let number = value.boundedInteger else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    private enum Limit {
        static let skipped = 128
        static let fields = 256
    }
}

extension FieldRow {
    init?(_ value: JSONValue) {
        guard let index = value["index"]?.int, (0..<4096).contains(index), let kind = value["kind"]?.string,
            kind.utf8.count <= 32
        else { return nil }
        self.init(index: index, hash: (value["hash"]?.string ?? "").cut(to: 32), kind: kind)
    }
}
