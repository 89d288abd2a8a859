import CMaxMindDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An MMDB file that was checked: its metadata, its search tree and its data section, whatever the records mean.
///
/// libmaxminddb opens it and searches the tree. What it would read of the metadata and the data section is read by ``MaxMindData``: before the
/// library sees the file, the metadata are known to hold nothing that it could lose its way in.
final class MaxMindFile: Sendable {
    /// What the file says of itself.
    let metadata: MaxMindMetadata
    /// Its size in bytes.
    let size: Int
    /// The records of addresses.
    nonisolated(unsafe) let data: UnsafeRawBufferPointer
    private nonisolated(unsafe) let library: UnsafeMutablePointer<MMDB_s>

    /// Opens a private copy of a file, and checks everything but the records themselves.
    convenience init(path: String, limit: Int, scratchFolder: String) throws(DatabaseError) {
        self.init(
            try PrivateCopy.with(of: path, limit: limit, in: scratchFolder) { (copy) throws(DatabaseError) in
                let mapping = try FileMapping(copy, for: path)
                let layout = try withExtendedLifetime(mapping) { () throws(DatabaseError) in
                    try MaxMindLayout(mapping.bytes, path)
                }
                return (layout, try Self.open(copy, for: path))
            })
        try check(path)
    }

    private init(_ opened: (layout: MaxMindLayout, library: UnsafeMutablePointer<MMDB_s>)) {
        metadata = opened.layout.metadata
        size = opened.layout.size
        library = opened.library
        data = UnsafeRawBufferPointer(
            start: opened.library.pointee.file_content + opened.layout.data.lowerBound, count: opened.layout.data.count)
    }

    deinit {
        MMDB_close(library)
        library.deallocate()
    }

    /// Where the record of an address begins in the data section; nil when the file has none for it.
    func offset(of address: IPAddress) -> UInt32? {
        var failure: CInt = 0
        let result = address.isIPv4 ? search(ipv4: address, &failure) : search(ipv6: address, &failure)
        guard failure == MMDB_SUCCESS, result.found_entry else { return nil }
        return result.entry.offset
    }

    private func search(ipv4 address: IPAddress, _ failure: inout CInt) -> MMDB_lookup_result_s {
        var socket = sockaddr_in()
        socket.sin_family = sa_family_t(AF_INET)
        socket.sin_addr.s_addr = UInt32(truncatingIfNeeded: address.value).bigEndian
        return withUnsafePointer(to: &socket) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { MMDB_lookup_sockaddr(library, $0, &failure) }
        }
    }

    private func search(ipv6 address: IPAddress, _ failure: inout CInt) -> MMDB_lookup_result_s {
        var socket = sockaddr_in6()
        socket.sin6_family = sa_family_t(AF_INET6)
        withUnsafeMutableBytes(of: &socket.sin6_addr) { $0.storeBytes(of: address.value.bigEndian, as: UInt128.self) }
        return withUnsafePointer(to: &socket) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { MMDB_lookup_sockaddr(library, $0, &failure) }
        }
    }

    private static func open(
        _ copy: String, for path: String
    ) throws(DatabaseError) -> UnsafeMutablePointer<MMDB_s> {
        let library = UnsafeMutablePointer<MMDB_s>.allocate(capacity: 1)
        library.initialize(to: MMDB_s())
        let status = MMDB_open(copy, UInt32(MMDB_MODE_MMAP), library)
        guard status == MMDB_SUCCESS else {
            library.deallocate()
            let code: DatabaseError.Code =
                status == MMDB_UNKNOWN_DATABASE_FORMAT_ERROR ? .unsupportedVersion : .inconsistent
            throw DatabaseError(code, file: path, "libmaxminddb refuses it: \(String(cString: MMDB_strerror(status)))")
        }
        return library
    }

    /// Everything that an address can lead to is a node, nothing, or a place in the data section.
    private func check(_ path: String) throws(DatabaseError) {
        let seen = library.pointee.metadata
        guard Int(seen.node_count) == metadata.nodeCount, Int(seen.record_size) == metadata.recordSize,
            Int(seen.ip_version) == metadata.ipVersion
        else { throw DatabaseError(.inconsistent, file: path, "its metadata can be read in two ways") }
        for node in 0..<metadata.nodeCount {
            let (left, right) = branches(of: node)
            guard isRight(left), isRight(right) else {
                throw DatabaseError(
                    .inconsistent, file: path, "node \(node) of its search tree leads out of the file")
            }
        }
        guard isNoDeeper(than: metadata.ipVersion == 4 ? 32 : 128) else {
            throw DatabaseError(
                .inconsistent, file: path, "its search tree is deeper than addresses are long, or has a cycle")
        }
    }

    private func isRight(_ branch: Int) -> Bool {
        branch <= metadata.nodeCount || recordOffset(branch) != nil
    }

    /// The place in the data section that a branch leads to.
    private func recordOffset(_ branch: Int) -> Int? {
        let offset = branch - metadata.nodeCount - MaxMindLayout.separator
        return data.indices.contains(offset) ? offset : nil
    }

    private func branches(of node: Int) -> (Int, Int) {
        var pair = MMDB_search_node_s()
        guard MMDB_read_node(library, UInt32(node), &pair) == MMDB_SUCCESS else { return (.max, .max) }
        return (Int(pair.left_record), Int(pair.right_record))
    }

    /// The places of all records, each once, in the order of the file.
    func recordOffsets() -> [UInt32] {
        var marks = [UInt64](repeating: 0, count: (data.count + 63) / 64)
        for node in 0..<metadata.nodeCount {
            let (left, right) = branches(of: node)
            if let offset = recordOffset(left) { marks[offset / 64] |= 1 << UInt64(offset % 64) }
            if let offset = recordOffset(right) { marks[offset / 64] |= 1 << UInt64(offset % 64) }
        }
        var offsets: [UInt32] = []
        for (index, var word) in marks.enumerated() {
            while word != 0 {
                offsets.append(UInt32(index * 64 + word.trailingZeroBitCount))
                word &= word - 1
            }
        }
        return offsets
    }
}

extension MaxMindFile: SearchTree {
    var nodeCount: Int { metadata.nodeCount }

    func children(of node: Int) -> (zero: Int?, one: Int?) {
        let (left, right) = branches(of: node)
        return (left < nodeCount ? left : nil, right < nodeCount ? right : nil)
    }
}
