import Evidence
import Foundation
import Synchronization
import Testing

@testable import NetworkIntelligence

/// Tells tasks that it is time to end.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }

    func raise() { state.withLock { $0 = true } }
}

@Suite("Files of databases, and what becomes of them")
struct DatabaseFileTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    private func country(_ code: String, padding: Int = 0) -> [UInt8] {
        var writer = MaxMindWriter("GeoIP2-Country")
        writer.insert("192.0.2.0/24", .map([("country", .map([("iso_code", .text(code))]))]))
        writer.append(.bytes(Array(repeating: 0, count: padding)))
        return writer.file()
    }

    private func refusal(_ path: String, sizeLimit: Int = 1 << 20, scratchFolder: String? = nil) -> DatabaseError.Code?
    {
        do {
            _ = try MaxMindDatabase(path: path, sizeLimit: sizeLimit, scratchFolder: scratchFolder ?? scratch.path)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("What is no file, or may not be read, is unreadable")
    func unreadable() throws {
        #expect(refusal("\(scratch.path)/missing.mmdb") == .unreadable)
        #expect(refusal(scratch.path) == .unreadable)
        #expect(refusal("/dev/zero") == .unreadable)
        let pipe = "\(scratch.path)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(refusal(pipe) == .unreadable, "and nobody waits for a writer")
    }

    @Test(
        "Files of other sorts are no databases",
        arguments: ["", "<!DOCTYPE html><title>Sign in</title>", "1.0.0.0/24\n", "\u{1f}\u{8b}", "PK\u{3}\u{4}"])
    func strangers(text: String) throws {
        #expect(refusal(try scratch.write(text.unicodeScalars.map { UInt8($0.value) })) == .notADatabase)
    }

    @Test("An archive is told to be one")
    func archives() throws {
        let error = try #require(try scratch.refusal([0x1f, 0x8b, 8, 0] + Array(repeating: 7, count: 500)))
        #expect(error.detail.contains("unpack"))
        #expect(error.description.hasSuffix("(not_a_database)"))
    }

    @Test("A file may have as many bytes as are allowed, and not one more")
    func sizes() throws {
        let bytes = country("DE")
        let path = try scratch.write(bytes)
        #expect(refusal(path, sizeLimit: bytes.count) == nil)
        #expect(refusal(path, sizeLimit: bytes.count - 1) == .tooLarge)
    }

    @Test("Without a folder for copies there is no room")
    func noRoom() throws {
        #expect(refusal(try scratch.write(country("DE")), scratchFolder: "\(scratch.path)/missing") == .noRoom)
    }

    @Test("Copies leave no names behind, whether the file was taken or not")
    func traces() throws {
        let path = try scratch.write(country("DE"))
        let database = try MaxMindDatabase(path: path, scratchFolder: scratch.path)
        #expect(scratch.files == ["test.mmdb"])
        _ = refusal(try scratch.write([1, 2, 3], "other.mmdb"))
        #expect(scratch.files.sorted() == ["other.mmdb", "test.mmdb"])
        _ = database
    }

    @Test("A database goes on with what it was when its file is shortened, overwritten and removed under its readers")
    func replacedWhileRead() async throws {
        let path = try scratch.write(country("DE", padding: 200_000))
        let database = try MaxMindDatabase(path: path, scratchFolder: scratch.path)
        let address = try IPAddress(text: "192.0.2.9")
        let done = Flag()
        let wrong = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var wrong = 0
                    while !done.isRaised {
                        for _ in 0..<1000 where database.lookup(address)?.location?.countryCode != "DE" { wrong += 1 }
                        await Task.yield()
                    }
                    return wrong
                }
            }
            for _ in 0..<20 {
                truncate(path, 0)
                try? Data(country("FR")).write(to: URL(filePath: path))
                truncate(path, 100)
                try? Data(repeating: 0xff, count: 300_000).write(to: URL(filePath: path))
                await Task.yield()
            }
            unlink(path)
            done.raise()
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }

    @Test("A file that is overwritten while it is copied is refused or sound, never half of each")
    func overwrittenWhileCopied() async throws {
        let old = country("DE", padding: 3_000_000)
        let new = country("FR", padding: 3_000_000)
        let path = try scratch.write(old)
        let done = Flag()
        async let writing: Void = {
            while !done.isRaised {
                for bytes in [new, old] {
                    guard let file = FileHandle(forWritingAtPath: path) else { return }
                    try? file.write(contentsOf: Data(bytes))
                    try? file.close()
                }
                await Task.yield()
            }
        }()
        let address = try IPAddress(text: "192.0.2.9")
        for _ in 0..<20 {
            guard let database = try? MaxMindDatabase(path: path, scratchFolder: scratch.path) else { continue }
            #expect(["DE", "FR"].contains(database.lookup(address)?.location?.countryCode))
        }
        done.raise()
        await writing
    }

    @Test("Databases let go of their memory")
    func release() throws {
        let path = try scratch.write(country("DE", padding: 1 << 20))
        weak var gone: MaxMindDatabase?
        do {
            let database = try MaxMindDatabase(path: path, sizeLimit: 1 << 22, scratchFolder: scratch.path)
            gone = database
            #expect(gone != nil)
        }
        #expect(gone == nil)
    }
}

@Suite("Records that are kept in memory")
struct LookupCacheTests {
    private func record(_ asn: UInt32) -> DatabaseRecord? {
        var draft = DatabaseRecord.Draft()
        draft.asn = asn
        return DatabaseRecord(draft)
    }

    @Test("A record is decoded once, and so is that there is none")
    func once() {
        let cache = LookupCache<UInt64, DatabaseRecord?>()
        var decoded = 0
        for _ in 0..<10 {
            for place in [0, 7, .max] as [UInt32] {
                #expect(
                    cache.value(UInt64(place)) {
                        decoded += 1; return record(place)
                    }?.asn == place)
            }
            #expect(
                cache.value(99) {
                    decoded += 1; return nil
                } == nil)
        }
        #expect(decoded == 4)
    }

    @Test("A thousand busy records stay, however many others pass by once, and each place gets its own")
    func busy() {
        let cache = LookupCache<UInt64, DatabaseRecord?>()
        var random = SmallGenerator(seed: 9)
        let busy = (0..<1000).map { _ in random.next(in: 0...UInt32.max) }
        var decoded = 0
        for _ in 0..<10 {
            for place in busy {
                #expect(
                    cache.value(UInt64(place)) {
                        decoded += 1; return record(place)
                    }?.asn == place)
            }
        }
        #expect(decoded < 1020)
        for place in 0..<100_000 as Range<UInt32> {
            #expect(cache.value(UInt64(place)) { record(place + 1) }?.asn == place + 1)
        }
    }
}

@Suite("Search trees")
struct SearchTreeTests {
    private struct Tree: SearchTree {
        var pairs: [(Int?, Int?)]
        var nodeCount: Int { pairs.count }
        func children(of node: Int) -> (zero: Int?, one: Int?) { pairs[node] }
    }

    @Test("The longest way through a tree counts")
    func depth() {
        let chain = Tree(pairs: [(1, nil), (nil, 2), (nil, nil)])
        #expect(chain.isNoDeeper(than: 3))
        #expect(!chain.isNoDeeper(than: 2))
        #expect(Tree(pairs: []).isNoDeeper(than: 1))
        #expect(Tree(pairs: [(nil, nil)]).isNoDeeper(than: 1))
        // The short way to node 2 is measured first, the long way then meets it.
        let meeting = Tree(pairs: [(2, 1), (nil, 2), (3, nil), (nil, nil)])
        #expect(meeting.isNoDeeper(than: 4))
        #expect(!meeting.isNoDeeper(than: 3))
    }

    @Test("Cycles are deeper than anything")
    func cycles() {
        #expect(!Tree(pairs: [(0, nil)]).isNoDeeper(than: 128))
        #expect(!Tree(pairs: [(nil, 1), (2, nil), (nil, 1)]).isNoDeeper(than: 128))
        #expect(Tree(pairs: [(nil, nil), (1, 1)]).isNoDeeper(than: 128), "what no address reaches does not matter")
    }
}
