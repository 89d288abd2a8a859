import Foundation
import Sessions
import Testing

@testable import NetworkIntelligence

@Suite("The library of network sources") struct NetworkLibraryTests {
    @Test("There are no tables before the first reading, and some after it, even of nothing")
    func beginning() throws {
        let files = try SourceFiles()
        let library = files.library([])
        #expect(library.tables == nil)
        let isNew = library.refresh(at: .now)
        #expect(isNew)
        #expect(library.tables != nil)
    }

    @Test("A list is read: its entries, its size, its date, and each line that can't be used")
    func list() throws {
        let files = try SourceFiles()
        let library = files.library([
            try files.list("vpn", "192.0.2.1\n# comment\nnonsense\n198.51.100.0/24\n1.2.3.4/99\n")
        ])
        library.refresh(at: .now)
        let status = try #require(library.statuses.first)
        #expect(status.state == .ready)
        #expect(status.says == "addresses: vpn")
        #expect(status.entries == 2)
        #expect(status.bytes == 56)
        #expect(status.problemCount == 2)
        #expect(status.problems.map(\.line) == [3, 5])
        #expect(status.problems.first?.text == "nonsense")
        #expect(status.warning(at: .now) == nil)
    }

    @Test(
        "Each kind of list is recognized by what is in it",
        arguments: [
            ("AS64500\nAS64501 Example\n", "asns: vpn", 2), ("192.0.2.1\n", "addresses: vpn", 1),
            ("[\"192.0.2.1\", \"2001:db8::/32\"]", "addresses: vpn", 2),
        ])
    func kinds(_ text: String, says: String, entries: Int) throws {
        let files = try SourceFiles()
        let library = files.library([try files.list("a", text)])
        library.refresh(at: .now)
        let status = try #require(library.statuses.first)
        #expect(status.state == .ready)
        #expect(status.says == says)
        #expect(status.entries == entries)
    }

    @Test(
        "What is of no kind that is known, or lacks its meaning, is told so",
        arguments: [
            ("<!doctype html><html>no</html>", "found an HTML page, expected a list of addresses or AS numbers"),
            ("", "found an empty file, expected a list of addresses or AS numbers"),
            (
                "words and words\n",
                "found text without a single address that begins “words and words”, expected a list of addresses"
            ),
        ])
    func refused(_ text: String, reason: String) throws {
        let files = try SourceFiles()
        let library = files.library([try files.list("a", text)])
        library.refresh(at: .now)
        #expect(library.statuses.first?.state == .failed(reason))
        #expect(library.statuses.first?.warning(at: .now) == "the network source a can't be used: \(reason)")
    }

    @Test("A list without a meaning, and countries with one, are mistakes of the operator's")
    func meanings() throws {
        let files = try SourceFiles()
        var list = try files.list("list", "192.0.2.1\n")
        list.meaning = nil
        let countries = try files.list("countries", "16777216,16777471,AU\n")
        let library = files.library([list, countries])
        library.refresh(at: .now)
        #expect(
            library.statuses.map(\.state) == [
                .failed("`means` is missing, which says what being in the list means: this is a list of addresses"),
                .failed("`means` is for lists, and this is tor-geoip, which says itself what it knows"),
            ])
    }

    @Test("A default that is not installed is nothing to warn of; what is configured and not there is")
    func missing() throws {
        let files = try SourceFiles()
        var absent = try files.list("absent")
        let configured = absent
        absent.name = "default"
        absent.isDefault = true
        let library = files.library([configured, absent])
        library.refresh(at: .now)
        #expect(library.statuses.map(\.state) == [.missing, .missing])
        #expect(
            library.statuses.map { $0.warning(at: .now) } == ["the network source absent is not there", nil])
    }

    @Test("Nothing is read again while nothing changes; what changed is")
    func changes() throws {
        let files = try SourceFiles()
        let library = files.library([try files.list("a", "192.0.2.1\n"), try files.list("b", "192.0.2.2\n")])
        library.refresh(at: .now)
        let before = try #require(library.tables)
        let isNewWithoutChange = library.refresh(at: .now + .seconds(60))
        #expect(!isNewWithoutChange)
        #expect(library.tables === before)

        try files.write("a.txt", "192.0.2.1\n192.0.2.3\n")
        let isNew = library.refresh(at: .now + .seconds(60))
        #expect(isNew)
        #expect(library.tables !== before)
        #expect(library.statuses.map(\.entries) == [2, 1])
    }

    @Test("A file is left alone while it is being written")
    func settled() throws {
        let files = try SourceFiles()
        let library = files.library([try files.list("a", "192.0.2.1\n")])
        library.refresh(at: .now)
        try files.write("a.txt", "192.0.2.1\n192.0.2.3\n")
        let written = try #require(FileSignature(of: "\(files.path)/a.txt")).modifiedAt
        let isNewAtOnce = library.refresh(at: written + .seconds(1), settled: true)
        #expect(!isNewAtOnce)
        let isNewLater = library.refresh(at: written + .seconds(3), settled: true)
        #expect(isNewLater)
    }

    @Test("A list that goes bad stays as it was, even after a restart, and the others are read as they are")
    func bad() throws {
        let files = try SourceFiles()
        let sources = [try files.list("a", "192.0.2.1\n192.0.2.2\n"), try files.list("b", "192.0.2.3\n")]
        let library = files.library(sources)
        library.refresh(at: .now)

        try files.write("a.txt", "<html>")
        try files.write("b.txt", "192.0.2.3\n192.0.2.4\n")
        library.refresh(at: .now)
        let failure = SourceStatus.State.failed("found an HTML page, expected a list of addresses or AS numbers")
        #expect(library.statuses.map(\.state) == [failure, .ready])
        #expect(library.statuses.map(\.entries) == [2, 2])
        #expect(
            library.statuses.first?.warning(at: .now)
                == """
                the network source a can't be used: found an HTML page, expected a list of addresses or AS numbers; what was read of it \
                before stays in use
                """)

        let restarted = files.library(sources)
        restarted.refresh(at: .now)
        #expect(restarted.statuses.map(\.state) == [failure, .ready])
        #expect(restarted.statuses.map(\.entries) == [2, 2])

        try files.write("a.txt", "192.0.2.9\n")
        library.refresh(at: .now)
        #expect(library.statuses.map(\.state) == [.ready, .ready])
        #expect(library.statuses.map(\.entries) == [1, 2])
    }

    @Test("Who does not keep lists writes nothing")
    func reader() throws {
        let files = try SourceFiles()
        let library = files.library([try files.list("a", "192.0.2.1\n")], isKeeper: false)
        library.refresh(at: .now)
        #expect(!FileManager.default.fileExists(atPath: "\(files.path)/network"))
    }

    @Test("Old data are warned of when they are older than they may be")
    func age() throws {
        let files = try SourceFiles()
        let usual = try files.list("usual", "192.0.2.1\n")
        var patient = try files.list("patient", "192.0.2.1\n")
        patient.maximumAge = .days(20)
        for source in ["usual", "patient"] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -10.5 * 86_400)],
                ofItemAtPath: "\(files.path)/\(source).txt")
        }
        let library = files.library([usual, patient])
        library.refresh(at: .now)
        #expect(
            library.statuses.map { $0.warning(at: .now) }
                == ["the network source usual is 10 days old, and may be 7", nil])
    }

    @Test("What was downloaded is read, with the date that its origin gave it")
    func downloads() throws {
        let files = try SourceFiles()
        var source = try files.list("a")
        source.origin = .url("https://lists.example/a")
        let library = files.library([source])
        library.refresh(at: .now)
        #expect(library.statuses.first?.state == .missing)

        try files.write("network/a/data", "192.0.2.1\n")
        var record = DownloadRecord(url: "https://lists.example/a")
        record.dataDate = Timestamp("2026-01-02T03:04:05.000Z")
        record.failure = "it answered with status 500"
        try record.write(in: SourceFolder(library: "\(files.path)/network", name: "a"))
        library.refresh(at: .now)
        let status = try #require(library.statuses.first)
        #expect(status.state == .ready)
        #expect(status.dataDate == record.dataDate)
        #expect(status.download?.failure == "it answered with status 500")
    }

    @Test("A record of another address says nothing of a source")
    func otherAddress() throws {
        let files = try SourceFiles()
        var source = try files.list("a")
        source.origin = .url("https://lists.example/new")
        var record = DownloadRecord(url: "https://lists.example/old")
        record.failure = "it answered with status 500"
        try record.write(in: SourceFolder(library: "\(files.path)/network", name: "a"))
        let library = files.library([source])
        library.refresh(at: .now)
        #expect(library.statuses.first?.download == DownloadStatus())
    }

    @Test("A record comes back as it was written")
    func record() throws {
        let files = try SourceFiles()
        let folder = SourceFolder(library: files.path, name: "a")
        var record = DownloadRecord(url: "https://lists.example/a")
        (record.entityTag, record.lastModified) = ("\"x\"", "Sun, 06 Nov 1994 08:49:37 GMT")
        (record.dataDate, record.fetchedAt, record.checkedAt, record.nextAt) = (.now, .now, .now, .now)
        (record.digest, record.form, record.entries, record.bytes) = ("ab", "addresses", 7, 70)
        record.failure = "it answered with nothing"
        try record.write(in: folder)
        #expect(DownloadRecord(in: folder) == record)
        try files.write("a/download.json", "{\"url\": 7}")
        #expect(DownloadRecord(in: folder) == nil)
    }

    @Test("Of a file with fields the column is read that the operator names")
    func column() throws {
        let files = try SourceFiles()
        var source = try files.list(
            "a", "# exits\nentry_ip,exit_ip,name\n192.0.2.1,198.51.100.1,\"a, b\"\n192.0.2.2,oops,c\n192.0.2.3\n")
        source.column = "exit_ip"
        var other = source
        (other.name, other.column) = ("b", "egress")
        let library = files.library([source, other])
        library.refresh(at: .now)
        let statuses = library.statuses
        #expect(statuses[0].entries == 1)
        #expect(statuses[0].problems.map(\.line) == [4, 5])
        #expect(
            statuses[1].state == .failed("there is no column egress: its first line has entry_ip, exit_ip, name"))
    }
}
