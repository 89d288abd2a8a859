import Foundation
import OrderedJSON
import Testing

@testable import Sessions

@Suite("A timestamp")
struct TimestampTests {
    @Test(
        "is written as RFC 3339 in UTC with three decimals",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (1_774_382_400_000, "2026-03-24T20:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (1_767_225_599_999, "2025-12-31T23:59:59.999Z"), (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func format(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(milliseconds: milliseconds).jsonBytes() == Array("\"\(text)\"".utf8))
    }

    @Test("is read by others as the moment it was written for")
    func roundTrip() throws {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            // From the year 1583 on: others count the days before in another calendar.
            let milliseconds = Int64.random(in: -12_212_553_600_000...253_402_300_799_999, using: &random)
            let date = try style.parse(Timestamp(milliseconds: milliseconds).description)
            #expect(Int64((date.timeIntervalSince1970 * 1000).rounded()) == milliseconds)
        }
    }

    @Test(
        "is read from RFC 3339, fraction and offset taken into account",
        arguments: [
            ("2026-03-24T20:00:00.000Z", 1_774_382_400_000), ("2026-03-24T20:00:00Z", 1_774_382_400_000),
            ("2026-03-24t20:00:00z", 1_774_382_400_000), ("2026-03-24T22:30:00+02:30", 1_774_382_400_000),
            ("2026-03-24T12:00:00-08:00", 1_774_382_400_000), ("1970-01-01T00:00:00.1Z", 100),
            ("1970-01-01T00:00:00.123999Z", 123), ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("1969-12-31T23:59:59.999Z", -1),
        ] as [(String, Int64)])
    func reading(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", "now", "2026-03-24", "2026-03-24T20:00:00", "2026-03-24 20:00:00Z", "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.5", "2026-01-01T00:00:00Zx", "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+1:00", "+026-01-01T00:00:00Z", "2026-1-01T00:00:00ZZ", "2026-01-01T00:00:00\u{0}Z",
            "٢٠٢٦-01-01T00:00:00Z",
        ])
    func nonsense(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("is read as it is written")
    func readBack() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let moment = Timestamp(milliseconds: .random(in: -62_167_219_200_000...253_402_300_799_999, using: &random))
            #expect(Timestamp(moment.description) == moment)
        }
    }

    @Test("orders moments, measures from one to another, and goes on from there")
    func arithmetic() {
        let noon = Timestamp(milliseconds: 1000)
        #expect(noon < noon + .milliseconds(1) && !(noon < noon))
        #expect(noon + .seconds(-2) == Timestamp(milliseconds: -1000))
        #expect((noon - Timestamp(milliseconds: 2500)).wholeMilliseconds == -1500)
        #expect(noon + (Timestamp(milliseconds: 7) - noon) == Timestamp(milliseconds: 7))
        #expect(Duration.microseconds(1999).wholeMilliseconds == 1)
        #expect([noon + .seconds(1), noon].sorted() == [noon, noon + .seconds(1)])
    }

    @Test("rounds durations down, before zero as well")
    func negativeDurations() {
        #expect(Duration.microseconds(-1).wholeMilliseconds == -1)
        #expect(Duration.microseconds(-2000).wholeMilliseconds == -2)
    }

    // A clock that was set wrong, or a stored number that is damaged, must not stop the server.

    @Test(
        "of a year that RFC 3339 has not is written as the nearest moment that it has",
        arguments: [
            (.max, "9999-12-31T23:59:59.999Z"), (253_402_300_800_000, "9999-12-31T23:59:59.999Z"),
            (.min, "0000-01-01T00:00:00.000Z"), (-62_167_219_200_001, "0000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func extremes(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }
}
