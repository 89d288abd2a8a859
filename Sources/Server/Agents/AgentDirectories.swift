import Sessions
import Storage
import Synchronization
import WebBotAuth

/// The directories of agents' keys: at hand where they were read, and fetched beside everything else where they were not.
final class AgentDirectories: Sendable {
    /// A directory and what it says.
    private struct Entry {
        var state: DirectoryState?
        /// When the state was fetched.
        var fetchedAt: Timestamp?
        /// Until when the state stands; it is fetched again after that, and stands meanwhile.
        var expiresAt: Timestamp?
        var isWanted = false
        /// How often in a row it could not be read.
        var failures = 0
        /// The sessions that wait for it.
        var sessions: [SessionKey] = []
        /// Whether more sessions wait than are noted here.
        var hasMore = false
    }

    /// The sessions that a directory was waited for by.
    struct Waiting {
        var sessions: [SessionKey] = []
        /// Whether there are more, which the store knows.
        var hasMore = false
    }

    private struct Shelf {
        var entries: [DirectoryLocation: Entry] = [:]
        var wanted: [DirectoryLocation] = []

        /// Has a directory fetched, unless it is about to be, or too many are.
        mutating func want(_ location: DirectoryLocation) -> Bool {
            guard entries[location]?.isWanted == false, wanted.count < AgentDirectories.mostWanted else { return false }
            entries[location]?.isWanted = true
            wanted.append(location)
            return true
        }

        mutating func makeRoom() {
            let idle = entries.filter { !$0.value.isWanted }
            let unread = idle.first { if case .keys = $0.value.state { false } else { true } }
            let oldest = idle.min { ($0.value.expiresAt?.milliseconds ?? 0) < ($1.value.expiresAt?.milliseconds ?? 0) }
            if let gone = unread ?? oldest { entries[gone.key] = nil }
        }
    }

    /// The most directories. When it is reached, one goes that could not be read, or else the one that is asked for again the soonest.
    static let capacity = 1000
    /// The most directories that wait to be fetched: whoever names thousands of made-up agents waits, and not the server.
    static let mostWanted = 100
    /// The most sessions that are noted as waiting for one directory. The store knows the others.
    static let mostSessions = 100
    /// How long a directory that could not be read is left alone.
    static let pause: Duration = .seconds(60)
    /// How often it is tried in a row for the sessions that wait for it.
    static let mostFailures = 10

    private let shelf = Mutex(Shelf())
    /// Rings when there is something to fetch.
    let bell = Bell()

    /// What is known of a directory; nil where it is not known yet. What is not known, or no longer fresh, is fetched.
    func state(of location: DirectoryLocation, at now: Timestamp) -> DirectoryState? {
        let (state, isNew) = shelf.withLock { shelf -> (DirectoryState?, Bool) in
            if shelf.entries[location] == nil, shelf.entries.count >= Self.capacity { shelf.makeRoom() }
            let entry = shelf.entries[location] ?? Entry()
            let isFresh = entry.expiresAt.map { now < $0 } ?? false
            shelf.entries[location] = entry
            return (entry.state, !isFresh && shelf.want(location))
        }
        if isNew { bell.ring() }
        return state
    }

    /// Has a session looked at again when a directory has come.
    /// - Returns: false when it has come already.
    func await(_ location: DirectoryLocation, _ session: SessionKey) -> Bool {
        shelf.withLock { shelf in
            guard var entry = shelf.entries[location] else { return true }
            if case .keys = entry.state, !entry.isWanted { return false }
            guard !entry.sessions.contains(session) else { return true }
            if entry.sessions.count < Self.mostSessions {
                entry.sessions.append(session)
            } else {
                entry.hasMore = true
            }
            shelf.entries[location] = entry
            return true
        }
    }

    /// Fetches a directory again that lacks a key: its agent may have a new one. Not more often than now and then.
    /// - Returns: whether it is being fetched.
    func refetch(_ location: DirectoryLocation, at now: Timestamp) -> Bool {
        let (isUnderWay, isNew) = shelf.withLock { shelf -> (Bool, Bool) in
            guard let entry = shelf.entries[location] else { return (false, false) }
            if entry.isWanted { return (true, false) }
            guard let fetchedAt = entry.fetchedAt, fetchedAt + Self.pause <= now, shelf.want(location) else {
                return (false, false)
            }
            return (true, true)
        }
        if isNew { bell.ring() }
        return isUnderWay
    }

    /// Asks again for the directories that sessions wait for, where they were left alone for long enough.
    func retry(at now: Timestamp) {
        let isAny = shelf.withLock { shelf in
            for (location, entry) in shelf.entries where !entry.sessions.isEmpty && !entry.isWanted {
                if entry.expiresAt.map({ $0 <= now }) ?? true { _ = shelf.want(location) }
            }
            return !shelf.wanted.isEmpty
        }
        if isAny { bell.ring() }
    }

    /// The next directory to fetch; nil when there is none.
    func next() -> DirectoryLocation? {
        shelf.withLock { $0.wanted.isEmpty ? nil : $0.wanted.removeFirst() }
    }

    /// Keeps what came of fetching a directory. One that failed leaves what was known before.
    /// - Returns: the sessions that waited for it.
    func keep(
        _ result: Result<WebBotAuth.KeyDirectory, DirectoryFailure>, of location: DirectoryLocation, at now: Timestamp
    ) -> Waiting {
        shelf.withLock { shelf in
            guard var entry = shelf.entries[location] else { return Waiting() }
            defer { shelf.entries[location] = entry }
            entry.isWanted = false
            entry.fetchedAt = now
            switch result {
            case .success(let directory):
                entry.state = .keys(directory.keys)
                entry.expiresAt = directory.expiresAt
                entry.failures = 0
            case .failure(let failure):
                if case .keys = entry.state {} else { entry.state = .unavailable(reason: failure.reason) }
                entry.expiresAt = now + Self.pause
                entry.failures += 1
                if entry.failures < Self.mostFailures { return Waiting() }
            }
            defer { (entry.sessions, entry.hasMore) = ([], false) }
            return Waiting(sessions: entry.sessions, hasMore: entry.hasMore)
        }
    }
}

/// Why a directory could not be read, in words.
struct DirectoryFailure: Error {
    let reason: String
}
