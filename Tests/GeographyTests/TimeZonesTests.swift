import Foundation
import Geography
import Testing

@Suite struct TimeZonesTests {
    @Test(arguments: [
        ("Europe/Berlin", ["DE", "DK", "NO", "SE", "SJ"]), ("Asia/Ho_Chi_Minh", ["VN"]), ("Europe/Stockholm", ["SE"]),
        ("Asia/Calcutta", ["IN"]), ("Europe/Kiev", ["UA"]), ("Iceland", ["IS"]), ("Asia/Saigon", ["VN"]),
    ])
    func aZoneHasItsCountries(name: String, countries: [String]) { #expect(TimeZones.countries(of: name) == countries) }

    @Test(arguments: [
        ("US/Pacific", "US"), ("Europe/Belgrade", "XK"), ("America/Virgin", "VI"), ("Singapore", "SG"), ("GB", "GB"),
        ("America/Buenos_Aires", "AR"), ("Asia/Katmandu", "NP"), ("Pacific/Ponape", "FM"), ("Asia/Dubai", "OM"),
        ("America/Toronto", "CA"), ("PRC", "CN"), ("Asia/Rangoon", "MM"),
    ])
    func aZoneAndItsOtherNamesLeadToACountry(name: String, country: String) {
        #expect(TimeZones.countries(of: name).contains(country))
    }

    @Test(arguments: [
        "UTC", "GMT", "GMT+3", "Etc/GMT-7", "Etc/UTC", "Etc/Unknown", "CET", "EST5EDT", "PST8PDT", "Factory", "",
        "Berlin",
        "europe/berlin", "Europe/Berlin ", "../../etc/passwd", String(repeating: "Europe/", count: 100_000),
    ])
    func whatNamesNoPlaceSaysNothing(name: String) {
        #expect(TimeZones.place(name) == nil)
        #expect(TimeZones.countries(of: name).isEmpty)
        #expect(TimeZones.offsets(of: name).isEmpty)
        #expect(TimeZones.distance(zone: name, country: "DE") == nil)
    }

    @Test(arguments: [
        ("Europe/Berlin", [60, 120]), ("Asia/Ho_Chi_Minh", [420]), ("Asia/Kolkata", [330]), ("Asia/Kathmandu", [345]),
        ("America/Los_Angeles", [-480, -420]), ("America/St_Johns", [-210, -150]), ("Australia/Lord_Howe", [630, 660]),
        ("Pacific/Kiritimati", [840]), ("Pacific/Pago_Pago", [-660]), ("Asia/Calcutta", [330]),
    ])
    func aZoneHasItsOffsets(name: String, offsets: [Int]) { #expect(TimeZones.offsets(of: name) == offsets) }

    @Test(arguments: [
        ("Europe/Berlin", "DE", 0), ("Europe/Berlin", "FR", 0), ("Europe/Paris", "ES", 0), ("Europe/Berlin", "GB", 60),
        ("Europe/Berlin", "VN", 300), ("Asia/Ho_Chi_Minh", "DE", 300), ("Asia/Ho_Chi_Minh", "TH", 0),
        ("America/New_York", "DE", 360), ("America/New_York", "US", 0), ("Asia/Tokyo", "US", 780),
        ("Asia/Shanghai", "CN", 0), ("Europe/Belgrade", "XK", 0), ("Europe/Paris", "XK", 0),
        ("Australia/Sydney", "NZ", 120), ("America/Phoenix", "MX", 0),
    ])
    func aZoneIsAsFarAsTheCountrysNearestClocks(zone: String, country: String, minutes: Int) {
        #expect(TimeZones.distance(zone: zone, country: country) == minutes)
    }

    @Test(arguments: ["", "EU", "A1", "de", "ZZ"])
    func whatIsNoCountryIsNotFar(country: String) {
        #expect(TimeZones.distance(zone: "Europe/Berlin", country: country) == nil)
    }

    @Test func nearlyEveryCountryHasClocks() {
        let without = Countries.codes.filter { TimeZones.distance(zone: "Europe/Berlin", country: $0) == nil }
        #expect(without == ["BV", "HM"])
    }

    /// The system's own table of zones and countries.
    private static let zoneTab = "/usr/share/zoneinfo/zone.tab"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: zoneTab), "needs tzdata of the system"))
    func everyZoneOfTheSystemHasItsCountry() throws {
        var count = 0
        for line in try String(contentsOfFile: Self.zoneTab, encoding: .utf8).split(separator: "\n")
        where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t")
            #expect(TimeZones.countries(of: String(fields[2])).contains(String(fields[0])), "\(fields[2])")
            count += 1
        }
        #expect(count > 400)
    }
}
