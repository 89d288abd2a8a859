import OrderedJSON

/// Something that may turn out not to be there when it is looked at.
///
/// An optional of it keeps three answers apart: not looked at (nil), looked at and missing, looked at and present.
public enum Presence<Value: Sendable & Equatable>: Sendable, Equatable {
    /// It was looked at, and the browser does not have it.
    case missing
    /// It is there.
    case present(Value)

    /// The value, if it is there.
    public var value: Value? {
        if case .present(let value) = self { value } else { nil }
    }
}

/// The bounds of what one observation may hold. What is over them is cut, not refused: it may still be a real browser.
enum ObservationLimit {
    /// In bytes of UTF-8.
    static let stringLength = 1024
    static let elements = 256
    /// Whole numbers beyond this are not exact in a page (2⁵³).
    static let magnitude = 9_007_199_254_740_992.0
}

/// Reads one object of hostile input. A value of the wrong kind reads as one that was not observed.
struct ObservationReader {
    private let members: [JSONValue.Member]

    init?(_ value: JSONValue?) {
        guard let members = value?.object else { return nil }
        self.members = members
    }

    private func value(_ key: String) -> JSONValue? { members.first { $0.key == key }?.value }

    func string(_ key: String) -> String? { value(key)?.string?.cut() }

    func bool(_ key: String) -> Bool? { value(key)?.bool }

    func number(_ key: String) -> Double? { value(key)?.boundedNumber }

    func integer(_ key: String) -> Int? { value(key)?.boundedNumber.map { Int($0.rounded()) } }

    /// A whole number that can't be negative.
    func count(_ key: String) -> Int? { integer(key).flatMap { $0 >= 0 ? $0 : nil } }

    /// A hash as the protocol writes it: 8 or 16 lowercase hexadecimal digits.
    func hash(_ key: String) -> String? {
        guard let text = value(key)?.string, text.utf8.count == 8 || text.utf8.count == 16 else { return nil }
        let isHex = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return isHex ? text : nil
    }

    func strings(_ key: String) -> [String]? {
        value(key)?.array.map { $0.prefix(ObservationLimit.elements).compactMap { $0.string?.cut() } }
    }

    func numbers(_ key: String) -> [Double]? {
        value(key)?.array.map { $0.prefix(ObservationLimit.elements).compactMap(\.boundedNumber) }
    }

    func presence(_ key: String) -> Presence<Bool>? {
        switch value(key) {
        case .null: .missing
        case .bool(let value): .present(value)
        default: nil
        }
    }

    func presence<Value>(_ key: String, _ make: (ObservationReader) -> Value) -> Presence<Value>? {
        guard let value = value(key) else { return nil }
        return value.isNull ? .missing : ObservationReader(value).map { .present(make($0)) }
    }

    func reader(_ key: String) -> ObservationReader? { ObservationReader(value(key)) }

    func readers(_ key: String) -> [ObservationReader]? {
        value(key)?.array.map { $0.prefix(ObservationLimit.elements).compactMap { ObservationReader($0) } }
    }
}

extension JSONValue {
    /// The number, rounded to a whole one, if a page can have meant it exactly.
    var boundedInteger: Int? {
        // The usual case needs no detour.
        if case .integer(let value) = self, value.magnitude <= UInt64(ObservationLimit.magnitude) { return Int(value) }
        return boundedNumber.map { Int($0.rounded()) }
    }

    /// The number, if a page can have meant it exactly.
    var boundedNumber: Double? {
        guard let value = double, value.isFinite, abs(value) <= ObservationLimit.magnitude else { return nil }
        return value
    }
}

extension String {
    /// At most so many bytes of UTF-8, without the scalar that would be cut in two. Characters have no bound: accents combine without end.
    func cut(to length: Int = ObservationLimit.stringLength) -> String {
        guard utf8.count > length else { return self }
        var end = utf8.index(startIndex, offsetBy: length)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
