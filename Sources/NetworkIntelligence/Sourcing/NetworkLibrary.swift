import Sessions
import Synchronization

/// All sources of network data, as they are on disk, and the tables that were made of them.
///
/// Tables are swapped whole: who has some keeps them for as long as they are held. A source that can't be read leaves the others in use,
/// and what was read of it before.
///
/// Reading takes seconds where there is much to read: call ``refresh(at:settled:retrying:)`` on a thread that may be kept waiting.
public final class NetworkLibrary: Sendable {
    /// How long a file must have been left alone before it is read, so that nothing is read while it is being written.
    static let rest: Duration = .seconds(2)

    private struct Published {
        var tables: NetworkTables?
        var statuses: [SourceStatus]
    }

    private let shelves: Mutex<[SourceShelf]>
    private let published: Mutex<Published>

    /// A library that has not read anything yet.
    /// - Parameters:
    ///   - sources: where its data come from; the first that knows something is believed before the others.
    ///   - folder: where downloads are, a folder for each source.
    ///   - isKeeper: whether lists are kept, to fall back on when their files are no good any more.
    ///   - scratch: a folder on a disk, where databases are copied to when they are opened.
    public init(
        sources: [NetworkSource], folder: String, isKeeper: Bool, scratch: String = MaxMindDatabase.scratchFolder
    ) {
        shelves = Mutex(
            sources.map { SourceShelf($0, library: folder, isKeeper: isKeeper, scratch: scratch) })
        published = Mutex(Published(statuses: sources.map { SourceStatus($0) }))
    }

    /// The tables of the moment; nil until they were made for the first time.
    public var tables: NetworkTables? { published.withLock { $0.tables } }

    /// How its sources are, in their order.
    public var statuses: [SourceStatus] { published.withLock { $0.statuses } }

    /// Looks at all files, and makes new tables where one has changed.
    /// - Parameters:
    ///   - settled: whether a file is read only when it has been left alone for a moment.
    ///   - retrying: whether files are read again that could not be used, though they have not changed.
    /// - Returns: whether there are new tables.
    @discardableResult
    public func refresh(at now: Timestamp, settled: Bool = false, retrying: Bool = false) -> Bool {
        shelves.withLock { shelves in
            var isNew = tables == nil
            for index in shelves.indices {
                if retrying { shelves[index].retry() }
                if shelves[index].look(at: now, rest: settled ? Self.rest : .zero) { isNew = true }
            }
            guard isNew else {
                publish(shelves, nil)
                return false
            }
            let loaded = shelves.indices.compactMap { index in
                guard var source = shelves[index].take(at: now) else { return nil as LoadedSource? }
                source.goodUntil = shelves[index].status.goodUntil
                return source
            }
            publish(shelves, NetworkTables(loaded))
            return true
        }
    }

    private func publish(_ shelves: [SourceShelf], _ tables: NetworkTables?) {
        let statuses = shelves.map(\.status)
        // What was in use before goes outside of the lock: giving back its memory takes a while.
        let before = published.withLock { published in
            defer {
                published.statuses = statuses
                if let tables { published.tables = tables }
            }
            return published.tables
        }
        withExtendedLifetime(before) {}
    }
}
