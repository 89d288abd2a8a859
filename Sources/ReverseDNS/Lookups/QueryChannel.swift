import CAres

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The queries of one confirmation, by c-ares. Not to be used by two threads.
///
/// Each confirmation has a channel of its own, so that its queries leave from a port that nobody could have learned before, and so that
/// giving it up is letting the channel go.
final class QueryChannel {
    /// What came of queries and was not yet taken. It outlives the channel: c-ares answers for every query while it is destroyed.
    private final class Mailbox {
        var arrived: [(query: ForwardConfirmation.Query, finding: ForwardConfirmation.Finding)] = []
    }

    /// What c-ares hands back with an answer.
    private final class Ticket {
        let query: ForwardConfirmation.Query
        let mailbox: Mailbox

        init(_ query: ForwardConfirmation.Query, _ mailbox: Mailbox) {
            self.query = query
            self.mailbox = mailbox
        }
    }

    private let channel: ares_channel
    private let mailbox = Mailbox()

    /// A channel; nil when the library can't have one, for want of memory or of name servers.
    init?(_ settings: NameResolver.Settings) {
        guard Self.isLibraryReady else { return nil }
        var options = ares_options()
        // Names are whole: no search list and no file of aliases is to change them.
        options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES
        options.timeout = Self.firstPatience(settings)
        options.tries = Int32(clamping: settings.tries)
        let given = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES
        var channel: ares_channel?
        guard ares_init_options(&channel, &options, given) == ARES_SUCCESS, let channel else { return nil }
        self.channel = channel
        guard !settings.servers.isEmpty else { return }
        let list = settings.servers.map(\.description).joined(separator: ",")
        guard ares_set_servers_ports_csv(channel, list) == ARES_SUCCESS else { return nil }
    }

    deinit {
        ares_destroy(channel)
    }

    /// Asks; what comes of it is among what has arrived, perhaps at once.
    func ask(_ query: ForwardConfirmation.Query) {
        guard let name = query.name.host else {
            mailbox.arrived.append((query, .failure(.malformed)))
            return
        }
        let ticket = Unmanaged.passRetained(Ticket(query, mailbox)).toOpaque()
        let internet: Int32 = 1
        ares_query(
            channel, name, internet, Int32(query.type.rawValue),
            { ticket, status, _, message, length in
                guard let ticket else { return }
                let kept = Unmanaged<Ticket>.fromOpaque(ticket).takeRetainedValue()
                let bytes = UnsafeBufferPointer(start: message, count: message == nil ? 0 : max(0, Int(length)))
                kept.mailbox.arrived.append((kept.query, QueryChannel.finding(status, Array(bytes))))
            }, ticket)
    }

    /// Takes what has arrived.
    func takeArrived() -> [(query: ForwardConfirmation.Query, finding: ForwardConfirmation.Finding)] {
        defer { mailbox.arrived = [] }
        return mailbox.arrived
    }

    /// The sockets that queries wait for, and for what.
    var descriptors: [pollfd] {
        var sockets = [ares_socket_t](repeating: ARES_SOCKET_BAD, count: Int(ARES_GETSOCK_MAXNUM))
        let bits = ares_getsock(channel, &sockets, Int32(sockets.count))
        return sockets.enumerated().compactMap { index, socket in
            var events: Int16 = 0
            if tripline_ares_wants_read(bits, Int32(index)) != 0 { events |= Int16(POLLIN) }
            if tripline_ares_wants_write(bits, Int32(index)) != 0 { events |= Int16(POLLOUT) }
            return events == 0 ? nil : pollfd(fd: socket, events: events, revents: 0)
        }
    }

    /// How long the sockets may be waited for before a name server counts as silent; nil where none is waited for.
    var patience: Duration? {
        var time = timeval()
        guard ares_timeout(channel, nil, &time) != nil else { return nil }
        return .seconds(time.tv_sec) + .microseconds(Int64(time.tv_usec))
    }

    /// Goes on with the sockets on which something happened, and with the name servers that were waited for long enough.
    func proceed(_ ready: some Sequence<pollfd>) {
        for descriptor in ready where descriptor.revents != 0 {
            // What is wrong with a socket comes out when it is used.
            let isBroken = descriptor.revents & ~Int16(POLLIN | POLLOUT) != 0
            let reads = descriptor.events & Int16(POLLIN) != 0 && (isBroken || descriptor.revents & Int16(POLLIN) != 0)
            let writes =
                descriptor.events & Int16(POLLOUT) != 0 && (isBroken || descriptor.revents & Int16(POLLOUT) != 0)
            ares_process_fd(
                channel, reads ? descriptor.fd : ARES_SOCKET_BAD, writes ? descriptor.fd : ARES_SOCKET_BAD)
        }
        ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD)
    }

    /// How many milliseconds the first answer is waited for. It is twice as long each time that all name servers were asked, so that a
    /// single one that is silent is given up shortly before the confirmation.
    private static func firstPatience(_ settings: NameResolver.Settings) -> Int32 {
        let parts = 1 << settings.tries
        return max(1, Int32(settings.timeout / .milliseconds(1)) / Int32(parts))
    }

    private static func finding(_ status: Int32, _ message: [UInt8]) -> ForwardConfirmation.Finding {
        switch status {
        case ARES_SUCCESS:
            Reply(message: message).map { .reply($0) } ?? .failure(.malformed)
        case ARES_ENODATA, ARES_ENOTFOUND:
            // That there is nothing is an answer whatever follows it; only for how long could be missing.
            .reply(Reply(message: message).map { Reply(negativeTimeToLive: $0.negativeTimeToLive) } ?? Reply())
        case ARES_ETIMEOUT: .failure(.timedOut)
        case ARES_EBADRESP: .failure(.malformed)
        default: .failure(.serverFailure)
        }
    }

    /// The library is made ready once, by whoever is first.
    private static let isLibraryReady = ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS
}
