#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a text where they lie: they must stay there for as long as they are read. Every access is checked, in release builds too.
struct TextBytes: RandomAccessCollection {
    private let base: UnsafePointer<UInt8>?
    /// How many bytes there are.
    let count: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        base = bytes.baseAddress
        count = bytes.count
    }

    private init(base: UnsafePointer<UInt8>?, count: Int) {
        self.base = base
        self.count = count
    }

    /// No bytes.
    static var empty: Self { Self(base: nil, count: 0) }

    var startIndex: Int { 0 }
    var endIndex: Int { count }
    var isEmpty: Bool { count == 0 }
    var first: UInt8? { count > 0 ? self[0] : nil }
    var last: UInt8? { count > 0 ? self[count - 1] : nil }

    subscript(position: Int) -> UInt8 {
        guard let base, position >= 0, position < count else {
            preconditionFailure("a byte outside of the text")
        }
        return base[position]
    }

    func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result? {
        try body(UnsafeBufferPointer(start: base, count: count))
    }

    /// The bytes from one place to another; places outside of the text are taken for its ends.
    func part(_ start: Int, _ end: Int) -> Self {
        guard let base else { return self }
        let start = start < 0 ? 0 : start > count ? count : start
        let end = end < start ? start : end > count ? count : end
        return Self(base: base + start, count: end - start)
    }

    /// Everything from a place on.
    func from(_ start: Int) -> Self { part(start, count) }

    /// Where a byte stands first; nil when it is not there.
    func place(of byte: UInt8) -> Int? {
        guard let base, let place = memchr(base, Int32(byte), count) else { return nil }
        return UnsafeRawPointer(place) - UnsafeRawPointer(base)
    }

    /// Where the first space, tab or carriage return stands; nil when there is none.
    var firstBlank: Int? {
        var index = 0
        while index < count {
            if self[index].isBlank { return index }
            index += 1
        }
        return nil
    }

    /// Without the spaces, tabs and carriage returns around it.
    var trimmed: Self {
        var start = 0
        var end = count
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return part(start, end)
    }

    /// Whether the text begins so.
    func begins(with prefix: StaticString) -> Bool {
        prefix.withUTF8Buffer { prefix in
            prefix.count <= count && prefix.indices.allSatisfy { self[$0] == prefix[$0] }
        }
    }

    /// Whether both hold the same bytes.
    func equals(_ other: Self) -> Bool {
        guard count == other.count, let base, let otherBase = other.base else { return count == other.count }
        return memcmp(base, otherBase, count) == 0
    }
}

extension UInt8 {
    /// A space, a tab or a carriage return.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0d }

    /// The value of a decimal digit.
    var decimalDigit: UInt8? { self >= 0x30 && self <= 0x39 ? self &- 0x30 : nil }

    /// The value of a hexadecimal digit of either case.
    var hexadecimalDigit: UInt8? {
        if let decimalDigit { return decimalDigit }
        let lower = self | 0x20
        return lower >= 0x61 && lower <= 0x66 ? lower &- 0x57 : nil
    }
}
