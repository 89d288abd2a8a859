import Foundation
import NetworkIntelligence

/// Writes MMDB files for tests, sound ones and others (MaxMind DB File Format 2.0).
struct MaxMindWriter: Sendable {
    indirect enum Value: Sendable {
        case text(String), double(Double), float(Float), bytes([UInt8]), uint16(UInt16), uint32(UInt32), uint64(UInt64)
        case int32(Int32), boolean(Bool), array([Value]), map([(String, Value)])
        /// A pointer to a place in the section.
        case pointer(Int)
        /// Bytes as they are to stand, whatever they are.
        case raw([UInt8])
    }

    enum Branch: Equatable, Sendable {
        case nothing, node(Int), record(Int)
    }

    var databaseType: String
    var ipVersion = 6
    var recordSize = 28
    /// Entries of the metadata that stand in the place of the usual ones, or beside them.
    var metadata: [(String, Value)] = []
    /// What stands in the data section. Records can be written before any address leads to them, and pointers go by places.
    private(set) var data: [UInt8] = []
    var nodes: [[Branch]] = [[.nothing, .nothing]]

    init(_ databaseType: String, ipVersion: Int = 6, recordSize: Int = 28) {
        self.databaseType = databaseType
        self.ipVersion = ipVersion
        self.recordSize = recordSize
    }

    /// Appends a value to the data section, and says where it stands.
    @discardableResult
    mutating func append(_ value: Value) -> Int {
        let place = data.count
        data += Self.bytes(value)
        return place
    }

    /// Makes a block of addresses lead to a record.
    mutating func insert(_ block: String, _ record: Value) { insert(block, at: append(record)) }

    /// Makes a block of addresses lead to a place in the data section. Larger blocks come before smaller ones.
    mutating func insert(_ block: String, at place: Int) {
        guard let block = AddressBlock(block) else { preconditionFailure(block) }
        let shift = ipVersion == 6 && block.first.isIPv4 ? 96 : 0
        let width = ipVersion == 6 ? 128 : 32
        let length = block.prefixLength + shift
        var node = 0
        for bit in 0..<length {
            let side = Int(truncatingIfNeeded: block.first.value >> UInt128(width - 1 - bit)) & 1
            if bit == length - 1 {
                nodes[node][side] = .record(place)
            } else if case .node(let next) = nodes[node][side] {
                node = next
            } else {
                nodes.append([nodes[node][side], nodes[node][side]])
                nodes[node][side] = .node(nodes.count - 1)
                node = nodes.count - 1
            }
        }
    }

    /// The whole file.
    func file() -> [UInt8] {
        var file: [UInt8] = []
        for node in nodes { file += pair(number(node[0]), number(node[1])) }
        file += [UInt8](repeating: 0, count: 16)
        file += data
        file += Self.marker
        return file
            + Self.bytes(.map(usualMetadata.filter { entry in !metadata.contains { $0.0 == entry.0 } } + metadata))
    }

    static let marker = [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8)

    private var usualMetadata: [(String, Value)] {
        [
            ("binary_format_major_version", .uint16(2)), ("binary_format_minor_version", .uint16(0)),
            ("build_epoch", .uint64(1_700_000_000)), ("database_type", .text(databaseType)),
            ("description", .map([("en", .text("Written for a test"))])), ("ip_version", .uint16(UInt16(ipVersion))),
            ("languages", .array([.text("en")])), ("node_count", .uint32(UInt32(nodes.count))),
            ("record_size", .uint16(UInt16(recordSize))),
        ]
    }

    private func number(_ branch: Branch) -> Int {
        switch branch {
        case .nothing: nodes.count
        case .node(let index): index
        case .record(let place): nodes.count + 16 + place
        }
    }

    private func pair(_ left: Int, _ right: Int) -> [UInt8] {
        switch recordSize {
        case 24: Self.bigEndian(left, 3) + Self.bigEndian(right, 3)
        case 28:
            Self.bigEndian(left & 0xff_ffff, 3) + [UInt8((left >> 24) << 4 | right >> 24)]
                + Self.bigEndian(right & 0xff_ffff, 3)
        default: Self.bigEndian(left, 4) + Self.bigEndian(right, 4)
        }
    }

    static func bytes(_ value: Value) -> [UInt8] {
        switch value {
        case .pointer(let place): [0b001_11_000] + bigEndian(place, 4)
        case .text(let text): head(2, text.utf8.count) + text.utf8
        case .double(let number): head(3, 8) + withUnsafeBytes(of: number.bitPattern.bigEndian, Array.init)
        case .bytes(let bytes): head(4, bytes.count) + bytes
        case .uint16(let number): head(5, 2) + bigEndian(Int(number), 2)
        case .uint32(let number): head(6, 4) + bigEndian(Int(number), 4)
        case .map(let entries): head(7, entries.count) + entries.flatMap { bytes(.text($0.0)) + bytes($0.1) }
        case .int32(let number): head(8, 4) + withUnsafeBytes(of: number.bigEndian, Array.init)
        case .uint64(let number): head(9, 8) + withUnsafeBytes(of: number.bigEndian, Array.init)
        case .array(let elements): head(11, elements.count) + elements.flatMap { bytes($0) }
        case .boolean(let flag): head(14, flag ? 1 : 0)
        case .float(let number): head(15, 4) + withUnsafeBytes(of: number.bitPattern.bigEndian, Array.init)
        case .raw(let bytes): bytes
        }
    }

    /// A control byte with what belongs to it.
    static func head(_ type: Int, _ size: Int) -> [UInt8] {
        let (short, more): (Int, [UInt8]) =
            switch size {
            case ..<29: (size, [])
            case ..<285: (29, bigEndian(size - 29, 1))
            case ..<65_821: (30, bigEndian(size - 285, 2))
            default: (31, bigEndian(size - 65_821, 3))
            }
        return (type < 8 ? [UInt8(type << 5 | short)] : [UInt8(short), UInt8(type - 7)]) + more
    }

    private static func bigEndian(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
