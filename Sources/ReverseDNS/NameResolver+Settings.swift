extension NameResolver {
    /// How names are asked for.
    public struct Settings: Sendable, Equatable {
        /// The name servers that are asked, the next where one fails; where there are none, those of the system (`/etc/resolv.conf`).
        public var servers: [NameServer]
        /// How long a confirmation may take altogether, the waiting for its turn and every query in it; 10 ms to 60 s.
        public var timeout: Duration
        /// How often each name server is asked the same, 1 to 10.
        public var tries: Int
        /// How many addresses are asked about at the same time, 1 to 64.
        public var concurrency: Int
        /// How many addresses wait for their turn, 0 to 65,536; beyond them the answer is that it is unavailable.
        public var waiting: Int
        /// How many answers are kept, up to 1,000,000.
        public var capacity: Int

        /// The usual settings, which are also what is taken in the place of those that are not given. Values out of their ranges are taken
        /// for the nearest in them.
        public init(
            servers: [NameServer] = [], timeout: Duration = .seconds(2), tries: Int = 2, concurrency: Int = 4,
            waiting: Int = 256, capacity: Int = 10_000
        ) {
            self.servers = servers
            self.timeout = timeout
            self.tries = tries
            self.concurrency = concurrency
            self.waiting = waiting
            self.capacity = capacity
        }

        /// The settings with every value in its range.
        var bounded: Settings {
            Settings(
                servers: servers, timeout: min(max(timeout, .milliseconds(10)), .seconds(60)),
                tries: min(max(tries, 1), 10),
                concurrency: min(max(concurrency, 1), 64), waiting: min(max(waiting, 0), 65_536),
                capacity: min(max(capacity, 0), 1_000_000))
        }
    }
}
