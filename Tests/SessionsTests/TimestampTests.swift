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
