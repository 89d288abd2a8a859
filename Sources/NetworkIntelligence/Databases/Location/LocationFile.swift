/// A libloc database that was checked: every number in it that leads somewhere leads into the file.
final class LocationFile: Sendable {
    /// What is known of a network as one number, without reading it: many networks have the same country, system and flags.
    func key(of index: UInt32) -> UInt64? {
        guard index < header.networks.count else { return nil }
        let start = header.networks.start + Int(index) * 12
        let country = UInt64(bytes.bigEndian(at: start, as: UInt16.self))
        let flags = UInt64(bytes.bigEndian(at: start + 8, as: UInt16.self))
        return UInt64(bytes.bigEndian(at: start + 4, as: UInt32.self)) << 32 | country << 16 | flags
    }

    /// A network's entry.
    struct Network {
        var countryCode: String?
        var asn: UInt32?
        /// `enum loc_network_flags` of `libloc/network.h`.
        var flags: UInt16
    }

    let header: LocationHeader
    /// Names of countries in English, by their codes.
    let countries: [String: String]
    /// The file's size in bytes.
    var size: Int { bytes.count }

    private let mapping: FileMapping
    private var bytes: UnsafeRawBufferPointer { mapping.bytes }
    /// Where the 96 bits lead that precede the bits of IPv4 (`::ffff:0:0/96`), and the last network on the way.
    private let ipv4: (node: Int?, network: UInt32)

    /// Stands where a node has no network.
    static let none = UInt32.max

    /// Opens a private copy of a file and checks all of it.
    init(path: String, limit: Int, scratchFolder: String) throws(DatabaseError) {
        let mapping = try PrivateCopy.with(of: path, limit: limit, in: scratchFolder) { (copy) throws(DatabaseError) in
            try FileMapping(copy, for: path)
        }
        let header = try LocationHeader(mapping.bytes, path)
        self.mapping = mapping
        self.header = header
        countries = LocationCountries.names(mapping.bytes, header)
        let tree = LocationTree(bytes: mapping.bytes, nodes: header.nodes)
        try tree.check(networkCount: header.networks.count, path)
        ipv4 = tree.follow(0xffff << 32, bits: 0..<96, from: 0, network: Self.none)
        try checkSystems(path)
    }

    /// The index of the smallest network that an address lies in; nil when there is none.
    func network(of address: IPAddress) -> UInt32? {
        let tree = LocationTree(bytes: bytes, nodes: header.nodes)
        let found =
            if address.isIPv4 {
                ipv4.node.map { tree.follow(address.value, bits: 96..<128, from: $0, network: ipv4.network).network }
                    ?? ipv4.network
            } else {
                tree.follow(address.value, bits: 0..<128, from: 0, network: Self.none).network
            }
        return found == Self.none ? nil : found
    }

    /// A network's entry.
    func network(at index: UInt32) -> Network? {
        guard index < header.networks.count else { return nil }
        let start = header.networks.start + Int(index) * 12
        let asn = bytes.bigEndian(at: start + 4, as: UInt32.self)
        return Network(
            countryCode: DatabaseText.countryCode(
                DatabaseText.line(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 2]))),
            asn: asn == 0 ? nil : asn, flags: bytes.bigEndian(at: start + 8, as: UInt16.self))
    }

    /// The name of a system; nil when it is not known. Systems are sorted by their numbers.
    func systemName(_ asn: UInt32) -> String? {
        var range = 0..<header.systems.count
        while let middle = range.isEmpty ? nil : (range.lowerBound + range.upperBound) / 2 {
            let number = systemNumber(middle)
            if number == asn {
                return text(Int(bytes.bigEndian(at: header.systems.start + middle * 8 + 4, as: UInt32.self)))
            }
            range = number < asn ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    /// A text of the pool.
    func text(_ offset: Int) -> String? { header.text(offset, in: bytes) }

    /// A text of the pool that may have several lines, on one line.
    func paragraph(_ offset: Int) -> String? {
        guard offset < header.pool.count else { return nil }
        let rest = bytes[(header.pool.lowerBound + offset)..<header.pool.upperBound].prefix(4 * DatabaseText.limit)
        let words = rest.prefix { $0 != 0 }.split { $0 <= 0x20 }.joined(separator: [0x20])
        return Array(words).withUnsafeBytes { DatabaseText.line($0) }
    }

    private func systemNumber(_ index: Int) -> UInt32 {
        bytes.bigEndian(at: header.systems.start + index * 8, as: UInt32.self)
    }

    private func checkSystems(_ path: String) throws(DatabaseError) {
        var previous: UInt32?
        for index in 0..<header.systems.count {
            let number = systemNumber(index)
            guard previous.map({ $0 < number }) ?? true else {
                throw DatabaseError(.inconsistent, file: path, "its table of autonomous systems is not sorted")
            }
            previous = number
        }
    }
}

/// The tree of networks.
struct LocationTree: SearchTree {
    let bytes: UnsafeRawBufferPointer
    let nodes: LocationHeader.Table

    var nodeCount: Int { nodes.count }

    func children(of node: Int) -> (zero: Int?, one: Int?) { (child(of: node, bit: 0), child(of: node, bit: 1)) }

    /// No branch leads back to the root, so 0 means that there is none.
    func child(of node: Int, bit: Int) -> Int? {
        let child = Int(bytes.bigEndian(at: nodes.start + node * 12 + bit * 4, as: UInt32.self))
        return child == 0 ? nil : child
    }

    /// The network that ends at a node, or ``LocationFile/none``.
    func network(of node: Int) -> UInt32 { bytes.bigEndian(at: nodes.start + node * 12 + 8, as: UInt32.self) }

    /// Goes down the tree as far as it leads.
    /// - Returns: the node behind the last bit, nil where the tree ends before; and the last network on the way.
    func follow(
        _ address: UInt128, bits: Range<Int>, from node: Int, network: UInt32
    ) -> (node: Int?, network: UInt32) {
        guard nodeCount > 0 else { return (nil, network) }
        var node = node
        var network = network
        // Bits are shifted out at the top of a word: shifting 128 bits by a variable amount for each of them takes three times as long.
        var word =
            UInt64(truncatingIfNeeded: bits.lowerBound < 64 ? address >> 64 : address) << UInt64(bits.lowerBound % 64)
        for bit in bits {
            let here = self.network(of: node)
            if here != LocationFile.none { network = here }
            if bit == 64 { word = UInt64(truncatingIfNeeded: address) }
            guard let next = child(of: node, bit: Int(word >> 63)) else { return (nil, network) }
            node = next
            word <<= 1
        }
        let here = self.network(of: node)
        return (node, here == LocationFile.none ? network : here)
    }

    /// Everything that a node has leads to a node or a network, and no way through the tree is longer than addresses are.
    func check(networkCount: Int, _ path: String) throws(DatabaseError) {
        for node in 0..<nodeCount {
            let children = children(of: node)
            let network = network(of: node)
            guard children.zero ?? 0 < nodeCount, children.one ?? 0 < nodeCount,
                network == LocationFile.none || network < networkCount
            else {
                throw DatabaseError(.inconsistent, file: path, "node \(node) of its search tree leads out of the file")
            }
        }
        // There is a node for each bit, and one for the network behind the last.
        guard isNoDeeper(than: 129) else {
            throw DatabaseError(
                .inconsistent, file: path, "its search tree is deeper than addresses are long, or has a cycle")
        }
    }
}

/// The table of countries.
enum LocationCountries {
    /// The most countries that are taken. There are 254 in the database of 2022.
    private static let most = 1024

    static func names(_ bytes: UnsafeRawBufferPointer, _ header: LocationHeader) -> [String: String] {
        var names: [String: String] = [:]
        for index in 0..<min(header.countries.count, most) {
            let start = header.countries.start + index * 8
            let code = DatabaseText.line(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 2]))
            guard let code = DatabaseText.countryCode(code) else { continue }
            names[code] = header.text(Int(bytes.bigEndian(at: start + 4, as: UInt32.self)), in: bytes)
        }
        return names
    }
}

extension LocationHeader {
    /// A text of the pool; nil when it is empty, not a line of text, or does not begin in the pool.
    func text(_ offset: Int, in bytes: UnsafeRawBufferPointer) -> String? {
        guard offset < pool.count else { return nil }
        // Nothing is searched further than texts are kept.
        let rest = bytes[
            (pool.lowerBound + offset)..<min(pool.upperBound, pool.lowerBound + offset + DatabaseText.limit + 1)]
        return DatabaseText.line(UnsafeRawBufferPointer(rebasing: rest.prefix { $0 != 0 }))
    }
}
