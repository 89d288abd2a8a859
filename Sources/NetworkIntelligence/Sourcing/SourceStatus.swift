import Sessions

/// How a source is: for `tripline network status`, `/healthz` and the metrics.
public struct SourceStatus: Sendable, Equatable {
    /// Whether its data are in use.
    public enum State: Sendable, Equatable {
        /// They were not looked at yet.
        case waiting
        /// They are in use.
        case ready
        /// There are none: the file is not there, or was not downloaded yet.
        case missing
        /// What is there can't be used, and why. Older data of the source may still be in use.
        case failed(String)
    }

    /// The source as it is configured.
    public var source: NetworkSource
    /// Whether its data are in use.
    public var state = State.waiting
    /// What it is, in words, such as `MMDB GeoLite2-City` or `addresses: vpn (Mullvad VPN)`.
    public var says: String
    /// How old the data are at most: when the database was built, when the server says that they were changed, or when the file was.
    public var dataDate: Timestamp?
    /// The size of the data on disk, in bytes.
    public var bytes: Int?
    /// The licence of the data, as it is configured or as they name it.
    public var licence: String?
    /// How many entries it has: those of a list, or the different records of a database.
    public var entries: Int?
    /// How many lines could not be used.
    public var problemCount = 0
    /// The first of them.
    public var problems: [SourceProblem] = []
    /// Whether it is a database, and no list.
    public var isDatabase = false
    /// When the data that are in use were read.
    public var loadedAt: Timestamp?
    /// What is known of its downloads; nil for files.
    public var download: DownloadStatus?

    /// A source that nobody has looked at.
    public init(_ source: NetworkSource) {
        self.source = source
        says = source.kind.rawValue
        licence = source.licence
    }
}

/// How the downloads of a source go.
public struct DownloadStatus: Sendable, Equatable {
    /// When it was asked for the last time.
    public var checkedAt: Timestamp?
    /// When what is there was downloaded.
    public var fetchedAt: Timestamp?
    /// When it is asked for the next time.
    public var nextAt: Timestamp?
    /// Why the last try brought nothing; nil when it did, or there was nothing newer.
    public var failure: String?

    /// Nothing known.
    public init() {}
}

/// A line of a list that could not be used.
public struct SourceProblem: Sendable, Equatable {
    /// Its number, from 1; nil where it is a place that is no line.
    public var line: Int?
    /// What stands there, cut to what fits on a screen.
    public var text: String
    /// Why it can't be used.
    public var reason: String

    /// A line and what is wrong with it.
    public init(line: Int?, text: String, reason: String) {
        self.line = line
        self.text = text
        self.reason = reason
    }
}
