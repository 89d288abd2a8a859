/// A time zone of a place, as the IANA time zone database has it.
public struct PlaceTimeZone: Sendable, Equatable {
    /// The zone's present name, such as `Asia/Kolkata`.
    public let name: String
    /// The countries that keep this time: ISO 3166-1, two letters. The first is the one the zone was made for.
    public let countries: [String]
    /// Minutes ahead of UTC in January, −720 to 840.
    public let january: Int
    /// Minutes ahead of UTC in July.
    public let july: Int

    /// Minutes ahead of UTC over the year, ascending: one number, or two where clocks are changed.
    public var offsets: [Int] { january == july ? [january] : [min(january, july), max(january, july)] }

    /// How far the clocks of two zones are apart where they are nearest, in minutes: summer is held against summer.
    func distance(to other: PlaceTimeZone) -> Int { min(abs(january - other.january), abs(july - other.july)) }
}

/// What a browser's time zone says of where it is.
public enum TimeZones {
    /// The zone by its name, or by an older or other name for it such as `Asia/Calcutta` or `US/Pacific`. Nil for names that are not in
    /// the database, and for those that name no place: `UTC`, `Etc/GMT-7`, `CET`, `PST8PDT`.
    public static func place(_ name: String) -> PlaceTimeZone? {
        // Browsers report names as the database writes them; the longest has 32 bytes.
        guard name.utf8.count <= 64 else { return nil }
        return tables.zones[tables.links[name] ?? name]
    }

    /// The countries that use the zone, the one it was made for first; empty where ``place(_:)`` is nil.
    public static func countries(of name: String) -> [String] { place(name)?.countries ?? [] }

    /// Minutes ahead of UTC over the year, ascending; empty where ``place(_:)`` is nil.
    public static func offsets(of name: String) -> [Int] { place(name)?.offsets ?? [] }

    /// How many minutes the zone's clocks are from the nearest clocks of a country, at the same time of the year.
    ///
    /// 0 where they agree in winter or in summer: a neighbour's zone is weak evidence that somebody is elsewhere, one at the other end of
    /// the world strong. Nil where the zone names no place or the country is not known.
    /// - Parameter country: two capital letters of ISO 3166-1, or `XK`.
    public static func distance(zone name: String, country: String) -> Int? {
        guard let zone = place(name), let places = tables.byCountry[country] else { return nil }
        if zone.countries.contains(country) { return 0 }
        return places.map { zone.distance(to: $0) }.min()
    }

    private struct Tables {
        var zones: [String: PlaceTimeZone] = [:]
        var links: [String: String] = [:]
        /// The zones that were made for a country; for a country without any, those that it shares.
        var byCountry: [String: [PlaceTimeZone]] = [:]
    }

    private static let tables: Tables = {
        var tables = Tables()
        for line in zoneTable.split(separator: "\n") {
            let zone = PlaceTimeZone(line: line)
            tables.zones[zone.name] = zone
            tables.byCountry[zone.countries[0], default: []].append(zone)
        }
        let shared = tables.zones.values.flatMap { zone in zone.countries.map { (country: $0, zone: zone) } }
        for (country, zones) in Dictionary(grouping: shared, by: \.country) where tables.byCountry[country] == nil {
            tables.byCountry[country] = zones.map(\.zone)
        }
        for line in linkTable.split(separator: "\n") {
            let names = line.split(separator: " ").map(String.init)
            for name in names.dropFirst() { tables.links[name] = names[0] }
        }
        return tables
    }()
}

extension PlaceTimeZone {
    /// One line of the table: name, countries, offset in January, and in July where it differs.
    fileprivate init(line: Substring) {
        let fields = line.split(separator: " ")
        let offsets = fields.dropFirst(2).compactMap { Int($0) }
        self.init(
            name: String(fields[0]), countries: fields[1].split(separator: ",").map(String.init), january: offsets[0],
            july: offsets[offsets.count - 1])
    }
}
