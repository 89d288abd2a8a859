extension NetworkSource {
    /// What is used where it is there without anybody configuring it, the newest first: what Debian's packages install.
    public static let defaults = [
        debian("tor-geoip", "/usr/share/tor/geoip", .torGeoIP),
        debian("tor-geoip6", "/usr/share/tor/geoip6", .torGeoIP),
        debian("libloc", "/usr/share/libloc-location/location.db", .libloc),
    ]

    /// Whether a text can be a source's name.
    public static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
            }
    }

    private static func debian(_ name: String, _ path: String, _ kind: Kind) -> NetworkSource {
        var source = NetworkSource(name: name, origin: .file(path))
        source.kind = kind
        // A distribution's release keeps its data for years. Whoever wants newer ones names a source.
        source.maximumAge = .seconds(2 * 365 * 86_400)
        source.isDefault = true
        return source
    }
}
