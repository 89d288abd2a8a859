import OrderedJSON
import Sessions

/// What the browser's storages held when its fingerprint was frozen.
public struct TokenFindings: Sendable, Equatable {
    /// The visitors that valid tokens name, the one that most storages name first.
    public var visitors: [VisitorID]
    /// Of each, the session that was given the token, where it is known: whose that is now, the token leads to.
    public var sessions: [VisitorID: SessionID]
    /// How sure a tie to one of them is, 0–100.
    public var confidence: Int
    /// Storages that held anything.
    public var found: Int
    /// Of those, how many held what is no token of ours.
    public var foreign: Int
    /// Of those, how many held a token that is too old.
    public var expired: Int

    /// What storages held: nothing, unless told otherwise.
    public init(
        visitors: [VisitorID] = [], sessions: [VisitorID: SessionID] = [:], confidence: Int = 0, found: Int = 0,
        foreign: Int = 0, expired: Int = 0
    ) {
        self.visitors = visitors
        self.sessions = sessions
        self.confidence = confidence
        self.found = found
        self.foreign = foreign
        self.expired = expired
    }
}

/// What was counted of a visitor's sessions within some time, the one that is tied among them.
public struct VisitCounts: Sendable, Equatable {
    /// Addresses.
    public var addresses = 0
    /// Networks, /24 or /48.
    public var networks = 0
    /// Countries.
    public var countries = 0
    /// Sessions.
    public var sessions = 0

    /// Nothing counted.
    public init() {}
}

/// How a visitor's earlier sessions were judged, each by its latest decision.
public struct PastVerdicts: Sendable, Equatable {
    /// The most sessions that are looked at: the latest.
    public static let most = 20

    /// Judged a bot.
    public var bot = 0
    /// Judged human.
    public var human = 0
    /// Neither was clear.
    public var inconclusive = 0

    /// None judged.
    public init() {}
}

/// How quickly a visitor's sessions follow each other, and what came before them.
public struct VisitPace: Sendable, Equatable {
    /// The most sessions that are looked at.
    public static let most = 1000

    /// Within five minutes before the tie.
    public var fiveMinutes = VisitCounts()
    /// Within an hour.
    public var hour = VisitCounts()
    /// Within a day.
    public var day = VisitCounts()
    /// Whether there were more sessions within the day than ``most``; the counts are then of the latest, and too low.
    public var isCut = false
    /// In how many sessions the visitor was seen before.
    public var previousSessions = 0
    /// How the latest of those were judged.
    public var pastVerdicts = PastVerdicts()
    /// How long before the tie it was first seen, in milliseconds; nil for a new one.
    public var millisecondsSinceFirst: Int?
    /// How long before the tie it was last seen, in milliseconds; nil for a new one.
    public var millisecondsSinceLast: Int?

    /// Nothing known.
    public init() {}
}

/// On what a session's tie to its visitor rests, kept with the session for as long as it is.
public struct TieEvidence: Sendable, Equatable {
    /// Groups of features that agree with the visitor's.
    public var matched: [String] = []
    /// Groups of features that differ from the visitor's.
    public var changed: [String] = []
    /// Other visitors that fit about as well.
    public var rivals = 0
    /// Whether more visitors might have fitted than were compared.
    public var isCut = false
    /// Storages that held anything.
    public var tokensFound = 0
    /// Of those, how many held what is no token of ours.
    public var tokensForeign = 0
    /// Of those, how many held a token that is too old.
    public var tokensExpired = 0
    /// How many visitors the valid tokens name.
    public var tokenVisitors = 0
    /// Whether a token names a visitor that was seen on another machine.
    public var isTokenReplayed = false
    /// How quickly the visitor's sessions follow each other.
    public var pace = VisitPace()

    /// Nothing.
    public init() {}
}

extension TieEvidence: JSONWritable {
    /// Writes the evidence as it is kept.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("matched", matched)
            $0.field("changed", changed)
            $0.field("rivals", rivals)
            $0.field("is_cut", isCut)
            $0.field(
                "tokens",
                object: {
                    $0.field("found", tokensFound)
                    $0.field("foreign", tokensForeign)
                    $0.field("expired", tokensExpired)
                    $0.field("visitors", tokenVisitors)
                    $0.field("replayed", isTokenReplayed)
                })
            $0.field("pace", pace)
        }
    }

    /// Reads evidence that was kept; nil where there is none.
    init?(_ bytes: [UInt8]?) {
        guard let json = bytes.flatMap({ try? JSONValue(parsing: $0) }) else { return nil }
        func names(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }
        matched = names("matched")
        changed = names("changed")
        rivals = json["rivals"]?.int ?? 0
        isCut = json["is_cut"]?.bool ?? false
        let tokens = json["tokens"]
        tokensFound = tokens?["found"]?.int ?? 0
        tokensForeign = tokens?["foreign"]?.int ?? 0
        tokensExpired = tokens?["expired"]?.int ?? 0
        tokenVisitors = tokens?["visitors"]?.int ?? 0
        isTokenReplayed = tokens?["replayed"]?.bool ?? false
        pace = VisitPace(json["pace"])
    }
}

extension VisitPace: JSONWritable {
    /// Writes the pace as it is kept.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("five_minutes", fiveMinutes)
            $0.field("hour", hour)
            $0.field("day", day)
            $0.field("is_cut", isCut)
            $0.field("previous_sessions", previousSessions)
            $0.field("past_verdicts", pastVerdicts)
            $0.field("ms_since_first", millisecondsSinceFirst)
            $0.field("ms_since_last", millisecondsSinceLast)
        }
    }

    fileprivate init(_ json: JSONValue?) {
        fiveMinutes = VisitCounts(json?["five_minutes"])
        hour = VisitCounts(json?["hour"])
        day = VisitCounts(json?["day"])
        isCut = json?["is_cut"]?.bool ?? false
        previousSessions = json?["previous_sessions"]?.int ?? 0
        pastVerdicts = PastVerdicts(json?["past_verdicts"])
        millisecondsSinceFirst = json?["ms_since_first"]?.int
        millisecondsSinceLast = json?["ms_since_last"]?.int
    }
}

extension PastVerdicts: JSONWritable {
    /// Writes the counts as they are kept.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("bot", bot)
            $0.field("human", human)
            $0.field("inconclusive", inconclusive)
        }
    }

    fileprivate init(_ json: JSONValue?) {
        bot = json?["bot"]?.int ?? 0
        human = json?["human"]?.int ?? 0
        inconclusive = json?["inconclusive"]?.int ?? 0
    }
}

extension VisitCounts: JSONWritable {
    /// Writes the counts as they are kept.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("addresses", addresses)
            $0.field("networks", networks)
            $0.field("countries", countries)
            $0.field("sessions", sessions)
        }
    }

    fileprivate init(_ json: JSONValue?) {
        addresses = json?["addresses"]?.int ?? 0
        networks = json?["networks"]?.int ?? 0
        countries = json?["countries"]?.int ?? 0
        sessions = json?["sessions"]?.int ?? 0
    }
}
