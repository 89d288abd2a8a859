/// A value of a feature, as it is counted: how many of a tenant's visitors show it.
public struct StoredTally: Hashable, Sendable {
    /// The feature's number, 0 or more.
    public var feature: Int
    /// The value, as a digest.
    public var value: UInt64

    /// A value of a feature.
    public init(feature: Int, value: UInt64) {
        self.feature = feature
        self.value = value
    }
}

/// What a session or a visitor showed, as the store sees it: bytes that it does not read, and how to find and count them.
public struct StoredFingerprint: Sendable, Equatable {
    /// No more keys are kept: six of each of three fingerprints.
    public static let mostKeys = 18
    /// No more values are counted.
    public static let mostTallies = 24

    /// What the visitor is compared by.
    public var bytes: [UInt8]
    /// Visitors that may be the same one share at least one of these.
    public var keys: [UInt64]
    /// What of it is counted.
    public var tallies: [StoredTally]

    /// A fingerprint. Keys and tallies that stand there twice, and those beyond ``mostKeys`` and ``mostTallies``, are left out.
    public init(bytes: [UInt8], keys: [UInt64], tallies: [StoredTally]) {
        self.bytes = bytes
        self.keys = Array(keys.unique.prefix(Self.mostKeys))
        self.tallies = Array(tallies.unique.prefix(Self.mostTallies))
    }

    /// Reads what ``sql`` wrote; nil where nothing is kept.
    init?(_ row: SQLRow, from column: Int) {
        guard let bytes = row.blob(column), let keys = row.blob(column + 1), let tallies = row.blob(column + 2) else {
            return nil
        }
        self.bytes = bytes
        self.keys = keys.words
        let words = tallies.words
        self.tallies = stride(from: 0, to: words.count - 1, by: 2).map {
            StoredTally(feature: Int(truncatingIfNeeded: words[$0]), value: words[$0 + 1])
        }
    }

    /// The columns `fingerprint`, `fingerprint_keys` and `fingerprint_tallies`. What is counted is kept beside the bytes, so that it can be
    /// taken off again when a later release no longer reads them.
    var sql: [SQLValue] {
        [
            .blob(bytes), .blob(keys.flatMap(\.bytes)),
            .blob(tallies.flatMap { UInt64(truncatingIfNeeded: $0.feature).bytes + $0.value.bytes }),
        ]
    }
}

extension Sequence where Element: Hashable {
    /// The elements in their order, each once.
    var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

extension UInt64 {
    /// Its eight bytes, the most significant first.
    fileprivate var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> UInt64(56 - 8 * $0)) } }
}

extension [UInt8] {
    /// Words of eight bytes each; what is left over is left out.
    fileprivate var words: [UInt64] {
        stride(from: 0, to: count / 8 * 8, by: 8).map { start in
            self[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
