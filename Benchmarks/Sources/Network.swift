import ArgumentParser
import CMaxMindDB
import Evidence
import Foundation
import NetworkIntelligence
import OrderedJSON
import Sessions

/// What looking up an address costs with all tables loaded, beside libmaxminddb's bare lookup of the same addresses.
struct Network: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network", abstract: "Time the loading of network data, and the whole evaluation of addresses.")

    @Option(help: "A database in MaxMind's format, which libmaxminddb is asked as well.")
    var mmdb: String

    @Option(help: "Lists of addresses, each a VPN's.")
    var list: [String] = []

    @Option(help: "How many different addresses are looked up.")
    var addresses = 1_000_000

    @Option(help: "How often they are looked up.")
    var rounds = 3

    func run() throws {
        let before = Benchmark.residentBytes
        var sources = NetworkSource.defaults
        sources.insert(NetworkSource(name: "city", origin: .file(mmdb)), at: 0)
        for (number, path) in list.enumerated() {
            var source = NetworkSource(name: "list-\(number)", origin: .file(path))
            source.meaning = .trait(.vpn)
            sources.append(source)
        }
        let now = Timestamp(milliseconds: 1_790_000_000_000)
        let library = NetworkLibrary(sources: sources, folder: NSTemporaryDirectory(), isKeeper: false)
        let loading = Benchmark.processorSeconds
        library.refresh(at: now)
        let loaded = Benchmark.processorSeconds - loading
        guard let tables = library.tables, library.statuses.allSatisfy({ $0.state == .ready }) else {
            throw ValidationError(
                "Not every source could be read: \(library.statuses.map { "\($0.source.name) \($0.state)" })")
        }
        let resident = Benchmark.residentBytes - before

        var database = MMDB_s()
        guard MMDB_open(mmdb, UInt32(MMDB_MODE_MMAP), &database) == MMDB_SUCCESS else {
            throw ValidationError("libmaxminddb can't open \(mmdb).")
        }
        defer { MMDB_close(&database) }
        var generator = SystemRandomNumberGenerator()
        let many = (0..<addresses).map { _ in
            IPAddress(ipv4: UInt32.random(in: 0x0100_0000...0xdfff_ffff, using: &generator))
        }
        let few = Array(many.prefix(1000))
        let often = max(1, addresses / few.count)
        let spread = time(many, rounds, tables, now, &database)
        let busy = time(few, rounds * often, tables, now, &database)
        Benchmark.report {
            $0.field("load_seconds", loaded)
            $0.field("resident_bytes", resident)
            $0.field("table_bytes", tables.tableBytes)
            $0.field("entries", library.statuses.compactMap(\.entries).reduce(0, +))
            $0.field("evaluation_ns", spread.evaluation)
            $0.field("bare_ns", spread.bare)
            $0.field("busy_evaluation_ns", busy.evaluation)
            $0.field("busy_bare_ns", busy.bare)
        }
    }

    /// Nanoseconds of processor time for each address, by turns.
    private func time(
        _ addresses: [IPAddress], _ rounds: Int, _ tables: NetworkTables, _ now: Timestamp, _ database: inout MMDB_s
    ) -> (evaluation: Double, bare: Double) {
        var (evaluation, bare, known) = (0.0, 0.0, 0)
        let sockets = addresses.map { address in
            var socket = sockaddr_in()
            socket.sin_family = sa_family_t(AF_INET)
            socket.sin_addr.s_addr = UInt32(truncatingIfNeeded: address.value).bigEndian
            return socket
        }
        for _ in 0..<max(1, rounds) {
            var start = Benchmark.processorSeconds
            for address in addresses where tables.evidence(of: address, at: now).location != nil { known += 1 }
            evaluation += Benchmark.processorSeconds - start
            start = Benchmark.processorSeconds
            for var socket in sockets {
                var error: Int32 = 0
                let found = withUnsafePointer(to: &socket) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { MMDB_lookup_sockaddr(&database, $0, &error) }
                }
                if found.found_entry { known += 1 }
            }
            bare += Benchmark.processorSeconds - start
        }
        precondition(known > 0)
        let count = Double(addresses.count * max(1, rounds))
        return (evaluation * 1e9 / count, bare * 1e9 / count)
    }
}
