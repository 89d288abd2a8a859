extension Fingerprint {
    /// The compact form for the store.
    ///
    /// `layout(1) ‖ features(1) ‖ one bit for each feature that is there, least significant first ‖ each value(4) ‖ fonts(1) ‖
    /// each font(4)`, big-endian.
    public var bytes: [UInt8] {
        let features = values.count - 1
        var bytes = [UInt8(Self.layout), UInt8(features)]
        bytes += Array(repeating: 0, count: (features + 7) / 8)
        for place in 0..<features where values[place + 1] != 0 { bytes[2 + place / 8] |= 1 << UInt8(place % 8) }
        for value in values.dropFirst() where value != 0 { bytes.append(bigEndian: value) }
        bytes.append(UInt8(fonts.count))
        for font in fonts { bytes.append(bigEndian: font) }
        return bytes
    }

    /// Reads the compact form; nil when it is of another layout, or none of ours.
    public init?(bytes: some Collection<UInt8>) {
        var reader = FingerprintReader(bytes)
        guard let fingerprint = reader.next(), reader.isAtEnd else { return nil }
        self = fingerprint
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}

/// Reads compact forms of fingerprints that follow one another.
struct FingerprintReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: some Collection<UInt8>) {
        self.bytes = Array(bytes)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next one; nil when it is of another layout, or none of ours.
    mutating func next() -> Fingerprint? {
        let features = Feature.allCases.count
        guard byte() == UInt8(Fingerprint.layout), byte() == UInt8(features) else { return nil }
        var present: [UInt8] = []
        for _ in 0..<(features + 7) / 8 {
            guard let byte = byte() else { return nil }
            present.append(byte)
        }
        var values: [UInt32] = [0]
        for place in 0..<features {
            guard present[place / 8] & 1 << UInt8(place % 8) != 0 else {
                values.append(0)
                continue
            }
            guard let value = word(), value > 0 else { return nil }
            values.append(value)
        }
        guard let count = byte(), Int(count) <= Fingerprint.maximumFonts else { return nil }
        var fonts: [UInt32] = []
        for _ in 0..<count {
            guard let font = word(), fonts.last.map({ $0 < font }) ?? true else { return nil }
            fonts.append(font)
        }
        return Fingerprint(values: values, fonts: fonts)
    }

    private mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func word() -> UInt32? {
        guard bytes.count - position >= 4 else { return nil }
        defer { position += 4 }
        return bytes[position..<position + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
