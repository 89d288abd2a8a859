import OrderedJSON

/// A moment: whole milliseconds since 1970-01-01T00:00:00Z, as it is stored and compared.
///
/// Written as RFC 3339 in UTC with milliseconds, `2026-03-24T20:00:00.000Z`.
public struct Timestamp: Hashable, Comparable, Sendable, JSONWritable, CustomStringConvertible {
    /// Milliseconds since the epoch; negative before it.
    public var milliseconds: Int64

    /// The moment that many milliseconds after the epoch.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    private static let yearZero: Int64 = -62_167_219_200_000
    private static let yearTenThousand: Int64 = 253_402_300_800_000

    /// The earlier first.
    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment that much later.
    public static func + (moment: Self, duration: Duration) -> Self {
        Self(milliseconds: moment.milliseconds + duration.wholeMilliseconds)
    }

    /// How long after the other moment this one is; negative when it is before.
    public static func - (left: Self, right: Self) -> Duration {
        .milliseconds(left.milliseconds - right.milliseconds)
    }

    /// The moment in RFC 3339, with exactly three decimals and `Z`.
    ///
    /// The civil date is computed by Hinnant's `civil_from_days`. RFC 3339 has years of four digits: moments outside of them are written as
    /// the nearest one that it has.
    public var description: String {
        let milliseconds = min(max(milliseconds, Self.yearZero), Self.yearTenThousand - 1)
        let day = milliseconds.flooredQuotient(86_400_000)
        let inDay = milliseconds - day * 86_400_000
        let shifted = day + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        var text = DigitBuffer()
        text.append(year, digits: 4)
        text.append("-")
        text.append(month, digits: 2)
        text.append("-")
        text.append(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, digits: 2)
        text.append("T")
        text.append(inDay / 3_600_000, digits: 2)
        text.append(":")
        text.append(inDay / 60_000 % 60, digits: 2)
        text.append(":")
        text.append(inDay / 1000 % 60, digits: 2)
        text.append(".")
        text.append(inDay % 1000, digits: 3)
        text.append("Z")
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// Reads a moment of RFC 3339 (section 5.6), whose fraction is cut to milliseconds and whose offset is taken into account; nil
    /// when the text is none. A leap second reads as the second after it.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard (20...40).contains(bytes.count) else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            return bytes[range].reduce(Optional(0)) { sum, byte in
                sum.flatMap { (0x30...0x39).contains(byte) ? $0 * 10 + Int64(byte - 0x30) : nil }
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-"), bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), (1...12).contains(month), (1...Self.days(of: month, year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var index = 19
        var thousandths: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            let digits = bytes[(index + 1)...].prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            for place in 0..<3 {
                thousandths = thousandths * 10 + (place < digits.count ? Int64(digits[index + 1 + place] - 0x30) : 0)
            }
            index += 1 + digits.count
        }
        var offset: Int64 = 0
        switch index < bytes.count ? bytes[index] : 0 {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            guard bytes.count == index + 1 else { return nil }
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard bytes.count == index + 6, bytes[index + 3] == UInt8(ascii: ":"),
                let hours = number(index + 1..<index + 3), let minutes = number(index + 4..<index + 6), hours < 24,
                minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[index] == UInt8(ascii: "-") ? -1 : 1)
        default:
            return nil
        }
        let inDay = ((hour * 60 + minute - offset) * 60 + second) * 1000 + thousandths
        self.init(milliseconds: Self.daysSinceEpoch(year, month, day) * 86_400_000 + inDay)
    }

    private static func days(of month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Hinnant's `days_from_civil`.
    private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Writes the moment as a JSON string.
    public func write(to writer: inout JSONWriter) { writer.write(description) }
}

extension Duration {
    /// So many days of 24 hours.
    public static func days(_ count: Int) -> Duration { .seconds(count * 24 * 60 * 60) }

    /// The duration in whole milliseconds, rounded down.
    public var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds.flooredQuotient(1_000_000_000_000_000)
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

/// The 24 bytes of a timestamp while they are put together.
private struct DigitBuffer {
    var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(24) }

    mutating func append(_ separator: Unicode.Scalar) { bytes.append(UInt8(ascii: separator)) }

    mutating func append(_ value: Int64, digits: Int) {
        var scale: Int64 = 1
        for _ in 1..<digits { scale *= 10 }
        while scale > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(value / scale % 10))
            scale /= 10
        }
    }
}
