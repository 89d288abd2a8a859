#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A walk through values of an MMDB file (MaxMind DB File Format 2.0, "Output Data Section").
///
/// libmaxminddb has functions for this; its release 1.7 skips nested maps by recursion without bound, and follows pointers to pointers as often
/// as a file wants. This walk never recurses where the file decides how deep, and looks at no more values than its budget, whatever the file.
struct MaxMindData {
    /// What is wrong with a value.
    enum Fault: Error, CustomStringConvertible {
        /// It reaches beyond the end of its section.
        case beyondEnd(Int)
        /// Its type or its size is none of the format's.
        case malformed(Int)
        /// There are more values than a record may have.
        case tooMany
        /// Values lie deeper in each other than a record's may.
        case tooDeep

        var description: String {
            switch self {
            case .beyondEnd(let offset): "the value at byte \(offset) of its section reaches beyond the end"
            case .malformed(let offset): "the value at byte \(offset) of its section is malformed"
            case .tooMany: "a record has more than \(MaxMindData.mostValues) values"
            case .tooDeep: "a record's values lie more than \(MaxMindData.mostLevels) deep in each other"
            }
        }
    }

    /// The format's types, with their numbers.
    enum Kind: UInt8 {
        case pointer = 1
        case text, double, bytes, uint16, uint32, map, int32, uint64, uint128, array
        case boolean = 14
        case float
    }

    /// A value that is no pointer.
    struct Value {
        /// Its type.
        let kind: Kind
        /// Bytes, entries of a map, elements of an array, or 0 and 1 of a boolean.
        let size: Int
        /// Where its content begins.
        let start: Int

        /// Where the next value begins; nil for maps and arrays, whose end shows only by walking over what they hold.
        fileprivate var end: Int? {
            switch kind {
            case .map, .array: nil
            case .boolean: start
            default: start + size
            }
        }

        /// Whether a value of its type can have so many bytes.
        fileprivate var hasRightSize: Bool {
            switch kind {
            case .pointer, .map, .array, .text, .bytes: true
            case .double: size == 8
            case .float: size == 4
            case .int32, .uint32: size <= 4
            case .uint16: size <= 2
            case .uint64: size <= 8
            case .uint128: size <= 16
            case .boolean: size <= 1
            }
        }

        /// How many values lie right behind the beginning of a map or an array.
        fileprivate var heldValues: Int { kind == .map ? size * 2 : size }
    }

    /// How many values a walk looks at. The largest records that are published have a few hundred.
    static let mostValues = 4096
    /// How deep the values of a record may lie in each other, where the whole of it is checked.
    static let mostLevels = 16

    private let section: UnsafeRawBufferPointer
    private var budget = Self.mostValues

    /// A walk through a section.
    init(_ section: UnsafeRawBufferPointer) { self.section = section }

    /// The value at a place; what a pointer there leads to.
    mutating func value(at offset: Int) throws(Fault) -> Value { try field(at: offset).value }

    /// Shows the entries of a map, in their order.
    mutating func forEachEntry(
        of map: Value, _ visit: (inout Self, Key, Value) throws(Fault) -> Void
    ) throws(Fault) {
        guard map.kind == .map else { return }
        var position = map.start
        for left in (0..<map.size).reversed() {
            let (key, entry) = try self.entry(at: position)
            try visit(&self, key, entry.value)
            // Where the last entry ends is of no interest.
            if left > 0 { position = try behind(entry) }
        }
    }

    /// The first entry of a map that has this name, nil when none has it. The search ends there.
    mutating func entry(_ name: StaticString, of map: Value) throws(Fault) -> Value? {
        guard map.kind == .map else { return nil }
        var position = map.start
        for left in (0..<map.size).reversed() {
            let (key, entry) = try self.entry(at: position)
            if name ~= key { return entry.value }
            if left > 0 { position = try behind(entry) }
        }
        return nil
    }

    /// The first entry of a map.
    mutating func firstEntry(of map: Value) throws(Fault) -> Value? {
        guard map.kind == .map, map.size > 0 else { return nil }
        return try entry(at: map.start).entry.value
    }

    /// Shows the elements of an array, in their order.
    mutating func forEachElement(
        of array: Value, _ visit: (inout Self, Value) throws(Fault) -> Void
    ) throws(Fault) {
        guard array.kind == .array else { return }
        var position = array.start
        for left in (0..<array.size).reversed() {
            let element = try field(at: position)
            try visit(&self, element.value)
            if left > 0 { position = try behind(element) }
        }
    }

    /// The first element of an array.
    mutating func firstElement(of array: Value) throws(Fault) -> Value? {
        guard array.kind == .array, array.size > 0 else { return nil }
        return try value(at: array.start)
    }

    /// Walks over everything that a value holds or leads to.
    mutating func checkAll(_ value: Value, level: Int = 1) throws(Fault) {
        guard level <= Self.mostLevels else { throw .tooDeep }
        switch value.kind {
        case .map:
            try forEachEntry(of: value) { (walk, _, held) throws(Fault) in try walk.checkAll(held, level: level + 1) }
        case .array:
            try forEachElement(of: value) { (walk, held) throws(Fault) in try walk.checkAll(held, level: level + 1) }
        default: break
        }
    }

    /// The bytes of a text, a number or bytes.
    func content(of value: Value) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: section[value.start..<value.start + value.size])
    }

    /// A value, and where the next one begins: behind the pointer, where one led to the value; nil where that shows only by walking on.
    private typealias Field = (value: Value, end: Int?)

    private mutating func entry(at offset: Int) throws(Fault) -> (key: Key, entry: Field) {
        let key = try field(at: offset)
        guard key.value.kind == .text, let end = key.end else { throw .malformed(offset) }
        return (Key(bytes: content(of: key.value)), try field(at: end))
    }

    private mutating func field(at offset: Int) throws(Fault) -> Field {
        let stands = try head(at: offset)
        guard stands.kind == .pointer else { return (stands, stands.end) }
        let target = try head(at: stands.size)
        // "A pointer must not point to another pointer."
        guard target.kind != .pointer else { throw .malformed(offset) }
        return (target, stands.start)
    }

    /// Where the next value begins. Pointers in a map or an array are stepped over, so its end is a matter of counting and needs no stack.
    private mutating func behind(_ field: Field) throws(Fault) -> Int {
        if let end = field.end { return end }
        var position = field.value.start
        var left = field.value.heldValues
        while left > 0 {
            let held = try head(at: position)
            left -= 1
            if held.kind == .pointer {
                position = held.start
            } else if let end = held.end {
                position = end
            } else {
                left += held.heldValues
                position = held.start
            }
        }
        return position
    }

    /// Reads a control byte and what belongs to it. A pointer's target stands in `size`, and `start` is behind the pointer.
    private mutating func head(at offset: Int) throws(Fault) -> Value {
        guard budget > 0 else { throw .tooMany }
        budget -= 1
        guard offset >= 0, offset < section.count else { throw .beyondEnd(offset) }
        let control = section[offset]
        var position = offset + 1
        var number = control >> 5
        if number == Kind.pointer.rawValue { return try pointer(control, at: position, offset) }
        if number == 0 {
            guard position < section.count else { throw .beyondEnd(offset) }
            // Types from 8 on stand in a byte of their own, less 7.
            let (extended, overflow) = section[position].addingReportingOverflow(7)
            guard !overflow, extended > 7 else { throw .malformed(offset) }
            number = extended
            position += 1
        }
        guard let kind = Kind(rawValue: number) else { throw .malformed(offset) }
        let value = Value(kind: kind, size: try size(control, &position, offset), start: position)
        guard value.hasRightSize else { throw .malformed(offset) }
        guard value.end ?? value.start <= section.count else { throw .beyondEnd(offset) }
        return value
    }

    private func pointer(_ control: UInt8, at position: Int, _ offset: Int) throws(Fault) -> Value {
        let length = Int(control >> 3 & 3) + 1
        let low = try number(position, length, offset)
        let high = Int(control & 7)
        let target =
            switch length {
            case 1: high << 8 | low
            case 2: (high << 16 | low) + 2048
            case 3: (high << 24 | low) + 526_336
            default: low
            }
        return Value(kind: .pointer, size: target, start: position + length)
    }

    private func size(_ control: UInt8, _ position: inout Int, _ offset: Int) throws(Fault) -> Int {
        let short = Int(control & 31)
        guard short > 28 else { return short }
        let length = short - 28
        let more = try number(position, length, offset)
        position += length
        return switch length {
        case 1: 29 + more
        case 2: 285 + more
        default: 65_821 + more
        }
    }

    /// A big-endian number of one to four bytes.
    private func number(_ position: Int, _ length: Int, _ offset: Int) throws(Fault) -> Int {
        guard position + length <= section.count else { throw .beyondEnd(offset) }
        var number = 0
        for index in position..<position + length { number = number << 8 | Int(section[index]) }
        return number
    }
}

extension MaxMindData {
    /// The key of a map's entry. It can be compared with texts without becoming one.
    struct Key {
        let bytes: UnsafeRawBufferPointer

        static func ~= (name: StaticString, key: Key) -> Bool {
            guard name.utf8CodeUnitCount == key.bytes.count, let start = key.bytes.baseAddress else { return false }
            return memcmp(name.utf8Start, start, key.bytes.count) == 0
        }
    }
}
