import Sessions

/// What an MMDB file says of itself (MaxMind DB File Format 2.0, "Database Metadata").
public struct MaxMindMetadata: Sendable, Equatable {
    /// The publisher's name for the structure of the records, such as `GeoLite2-City`.
    public var databaseType = ""
    /// When the file was made.
    public var buildDate = Timestamp(milliseconds: 0)
    /// 4, or 6 where the file has addresses of both versions.
    public var ipVersion = 0
    /// Nodes of the search tree.
    public var nodeCount = 0
    /// Bits of one branch of a node: 24, 28 or 32.
    public var recordSize = 0
    /// The languages in which the file has names, such as `pt-BR`; at most 64.
    public var languages: [String] = []
    /// What the publisher says of it, in English if it does; nil when it says nothing.
    public var description: String?
    /// The format's version; only 2 is known.
    var majorVersion = 0

    /// Where the search tree ends; the data section begins 16 bytes later.
    var treeBytes: Int { nodeCount * recordSize / 4 }
}

extension MaxMindMetadata {
    private static let marker = Array("\u{ab}\u{cd}\u{ef}MaxMind.com".unicodeScalars.map { UInt8($0.value) })
    /// "The maximum allowable size for the metadata section … is 128KiB."
    private static let mostBytes = 128 << 10

    /// Where the metadata begins: behind the last marker. Nil when there is none.
    static func start(in file: UnsafeRawBufferPointer) -> Int? {
        let earliest = max(0, file.count - mostBytes)
        var position = file.count - marker.count
        while position >= earliest {
            if file[position] == marker[0], file[position..<position + marker.count].elementsEqual(marker) {
                return position + marker.count
            }
            position -= 1
        }
        return nil
    }

    /// Where the data section ends: before the marker.
    static func dataEnd(start: Int) -> Int { start - marker.count }

    /// Reads the metadata, having walked over all of it, so that nothing in it can lead another reader astray.
    init(_ section: UnsafeRawBufferPointer) throws(MaxMindData.Fault) {
        var check = MaxMindData(section)
        try check.checkAll(check.value(at: 0))
        var walk = MaxMindData(section)
        let map = try walk.value(at: 0)
        guard map.kind == .map else { throw .malformed(0) }
        var metadata = Self(unread: ())
        try walk.forEachEntry(of: map) { (walk, key, value) throws(MaxMindData.Fault) in
            try metadata.take(key, value, &walk)
        }
        self = metadata
    }

    private init(unread: Void) {}

    private mutating func take(
        _ key: MaxMindData.Key, _ value: MaxMindData.Value, _ walk: inout MaxMindData
    ) throws(MaxMindData.Fault) {
        switch key {
        case "database_type": databaseType = walk.text(value) ?? ""
        case "node_count": nodeCount = small(value, walk)
        case "record_size": recordSize = small(value, walk)
        case "ip_version": ipVersion = small(value, walk)
        case "binary_format_major_version": majorVersion = small(value, walk)
        case "build_epoch":
            // Beyond the year 9999 nobody builds databases.
            let seconds = walk.unsigned(value).flatMap { $0 < 253_402_300_800 ? Int64($0) : nil } ?? 0
            buildDate = Timestamp(milliseconds: seconds * 1000)
        case "languages":
            var names: [String] = []
            try walk.forEachElement(of: value) { (walk, name) throws(MaxMindData.Fault) in
                if names.count < 64, let name = walk.text(name) { names.append(name) }
            }
            languages = names
        case "description": description = try walk.englishName(value)
        default: break
        }
    }

    private func small(_ value: MaxMindData.Value, _ walk: MaxMindData) -> Int {
        walk.unsigned(value).flatMap { UInt32(exactly: $0) }.map { Int($0) } ?? 0
    }
}

extension MaxMindData {
    /// The English one of a map of names by language; without one, the first.
    mutating func englishName(_ names: Value) throws(Fault) -> String? {
        if let english = try entry("en", of: names), let name = text(english) { return name }
        return try firstEntry(of: names).flatMap { text($0) }
    }
}
