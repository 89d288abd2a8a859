import Evidence

/// A source of data about addresses, as the operator described it: where it is, what being in it means, and how it is kept fresh.
public struct NetworkSource: Sendable, Equatable {
    /// Where the data come from.
    public enum Origin: Sendable, Equatable {
        /// A file on this machine that somebody else looks after.
        case file(String)
        /// An address that it is downloaded from; what was downloaded is kept in the data folder.
        case url(String)
    }

    /// In what form the data are.
    public enum Kind: String, Sendable, CaseIterable {
        /// Whatever the content turns out to be.
        case auto
        /// MaxMind's binary format, of any of the makers who use it.
        case mmdb
        /// The location database of IPFire, as Debian's `libloc-database` brings it.
        case libloc
        /// The country list of Tor, as Debian's `tor-geoipdb` brings it: `geoip` or `geoip6`.
        case torGeoIP = "tor-geoip"
        /// Addresses, blocks and ranges: lines, CSV or JSON.
        case addresses
        /// Numbers of autonomous systems: lines, CSV or JSON.
        case asns
        /// The ranges that operators of crawlers publish, gathered by crawler.
        case crawlerRanges = "crawler-ranges"
    }

    /// What being in a list means.
    public enum Meaning: Sendable, Equatable {
        /// The address is used as that.
        case trait(NetworkEvidence.Trait)
        /// The address is one that a crawler comes from; the value is the crawler's slug.
        case crawler(String)
    }

    /// How what was downloaded is held against what was to be downloaded.
    public enum Checksum: Sendable, Equatable {
        /// The SHA-256, 64 hexadecimal digits in lower case.
        case sha256(String)
        /// An address that answers the SHA-256 as its first word, as `sha256sum` writes it.
        case published(String)
    }

    /// Unique among the sources: `a`–`z`, `0`–`9` and `-`, at most 64.
    public var name: String
    /// Where the data come from.
    public var origin: Origin
    /// In what form they are.
    public var kind = Kind.auto
    /// What being in it means; nil for databases, which say themselves what they know.
    public var meaning: Meaning?
    /// Who runs what is listed, such as `Mullvad VPN`.
    public var provider: String?
    /// What addresses are listed for, in the operator's words.
    public var categories: [String] = []
    /// The column of a CSV file that has the addresses; nil to find it.
    public var column: String?
    /// The licence of the data.
    public var licence: String?
    /// How often it is looked whether there is something newer, for what is downloaded.
    public var refresh: Duration = .seconds(86_400)
    /// What a download must add up to.
    public var checksum: Checksum?
    /// How old data may be before somebody is warned; nil for the usual: 30 days for databases, 7 for lists.
    public var maximumAge: Duration?
    /// A file with the value of the `Authorization` header of downloads.
    public var authorizationFile: String?
    /// Whether it is there without being configured. Such a source is no failure where its file is not there.
    public var isDefault = false

    /// A source of that name.
    public init(name: String, origin: Origin) {
        self.name = name
        self.origin = origin
    }
}
