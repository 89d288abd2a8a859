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

    /// Writes the moment as a JSON string.
    public func write(to writer: inout JSONWriter) { writer.write(description) }
}

extension Duration {
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
