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

/// A fingerprint as the store sees it: bytes that it does not read, and how to find and count them.
public struct StoredFingerprint: Sendable, Equatable {
    /// No more keys of a fingerprint are kept.
    public static let mostKeys = 6
    /// No more keys of earlier fingerprints are kept.
    public static let mostEarlierKeys = 12
    /// No more values of a fingerprint are counted.
    public static let mostTallies = 24

    /// What a visitor showed before it last changed.
    public struct Earlier: Sendable, Equatable {
        /// Fingerprints, one after the other.
        public var bytes: [UInt8]
        /// The visitor is found under these too.
        public var keys: [UInt64]

        /// Fingerprints. Keys that stand there twice, and those beyond ``StoredFingerprint/mostEarlierKeys``, are left out.
        public init(bytes: [UInt8], keys: [UInt64]) {
            self.bytes = bytes
            self.keys = Array(keys.unique.prefix(StoredFingerprint.mostEarlierKeys))
        }
    }

    /// What the visitor is compared by.
    public var bytes: [UInt8]
    /// Visitors that may be the same one share at least one of these.
    public var keys: [UInt64]
    /// What of it is counted.
    public var tallies: [StoredTally]
    /// What it is compared by besides; nil where nothing is kept. It is not counted.
    public var earlier: Earlier?

    /// A fingerprint. Keys and tallies that stand there twice, and those beyond ``mostKeys`` and ``mostTallies``, are left out.
    public init(bytes: [UInt8], keys: [UInt64], tallies: [StoredTally], earlier: Earlier? = nil) {
        self.bytes = bytes
        self.keys = Array(keys.unique.prefix(Self.mostKeys))
        self.tallies = Array(tallies.unique.prefix(Self.mostTallies))
        self.earlier = earlier
    }

    /// Every key under which the visitor is found, once.
    var allKeys: [UInt64] { (keys + (earlier?.keys ?? [])).unique }

    /// The columns that it is kept in, in the order of ``sql``.
    static let columns = [
        "fingerprint", "fingerprint_keys", "fingerprint_tallies", "earlier_fingerprints", "earlier_fingerprint_keys",
    ]

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
        earlier = row.blob(column + 3).map { Earlier(bytes: $0, keys: (row.blob(column + 4) ?? []).words) }
    }

    /// What is counted is kept beside the bytes, so that it can be taken off again when a later release no longer reads them.
    var sql: [SQLValue] {
        [
            .blob(bytes), .blob(keys.flatMap(\.bytes)),
            .blob(tallies.flatMap { UInt64(truncatingIfNeeded: $0.feature).bytes + $0.value.bytes }),
            earlier.map { .blob($0.bytes) } ?? .null, earlier.map { .blob($0.keys.flatMap(\.bytes)) } ?? .null,
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
