import Evidence

/// Reads the records of one file, in the dialect of its publisher.
struct MaxMindRecordReader: Sendable {
    /// Whose way of writing it is.
    let dialect: MaxMindDialect
    private let file: MaxMindFile
    /// What the database says of all addresses that it has, by being what it is.
    private let impliedTraits: [NetworkEvidence.Trait]

    /// A reader; nil when nothing is known of the file's type.
    init?(_ file: MaxMindFile) {
        guard let dialect = MaxMindDialect(databaseType: file.metadata.databaseType) else { return nil }
        self.dialect = dialect
        self.file = file
        // GeoIP-Residential-Proxy has providers and days, but no flag.
        let isOfProxies = file.metadata.databaseType.lowercased().contains("residential-proxy")
        impliedTraits = isOfProxies ? [.residentialProxy] : []
    }

    /// The record at a place in the data section; nil when it has nothing that is of use here.
    func record(at offset: UInt32) throws(MaxMindData.Fault) -> DatabaseRecord? {
        var draft =
            switch dialect {
            case .maxMind, .dbIP: try MaxMindRecord(file.data, at: Int(offset)).draft
            case .ipInfo: try IPInfoRecord(file.data, at: Int(offset)).draft
            }
        draft.traits += impliedTraits
        return DatabaseRecord(draft)
    }
}
