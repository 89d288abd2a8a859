/// How a publisher writes records into MMDB files.
public enum MaxMindDialect: String, Sendable, CaseIterable {
    /// MaxMind's own: nested maps, names in many languages (GeoLite2, GeoIP2 and GeoIP databases).
    case maxMind = "maxmind"
    /// DB-IP's, which is MaxMind's with fields of the Enterprise database.
    case dbIP = "db-ip"
    /// IPinfo's: one flat map, in the older files with all values as texts.
    case ipInfo = "ipinfo"

    /// The dialect of a file; nil when its type is of no publisher that is known here.
    init?(databaseType: String) {
        let type = databaseType.lowercased()
        if type.hasPrefix("geolite2-") || type.hasPrefix("geoip2-") || type.hasPrefix("geoip-") {
            self = .maxMind
        } else if type.hasPrefix("dbip-") {
            self = .dbIP
        } else if type.hasPrefix("ipinfo ") {
            self = .ipInfo
        } else {
            return nil
        }
    }
}
