import Foundation
import Sessions
import Testing

@testable import Storage

@Suite("Looking for identifiers in a file")
struct FileSearchTests {
    private func finds(_ identifiers: [String], in text: String) async throws -> Bool {
        var found = false
        try await withFolder { folder in
            let file = folder.appending(path: "file")
            try Data(text.utf8).write(to: file)
            found = try !FileSearch(identifiers).offsets(in: file.path).isEmpty
        }
        return found
    }

    @Test("They are found wherever they stand, and nothing else is taken for one")
    func search() async throws {
        let session = SessionID.random().text
        let visitor = VisitorID.random().text
        for text in [
            session, "x\(session)", "__\(visitor)__", "sid_vid_\(visitor)", "_\(session)",
            "\(SessionID.random())\(visitor)",
        ] {
            #expect(try await finds([session, visitor], in: text), "\(text)")
        }
        for text in [
            "", "_", "sid_", String(session.dropLast()), "\(SessionID.random())", "key_" + session.dropFirst(4),
        ] {
            #expect(try await !finds([session, visitor], in: text), "\(text)")
        }
        #expect(try await !finds([], in: session))
    }

    @Test("A file in which an erased name is still found is rebuilt, and loses nothing else")
    func rebuilt() async throws {
        try await TestStore.run { test in
            let erased = Visit()
            // A page of another session names it, as a customer's own address might.
            var other = Visit()
            other.url = "https://shop.example/\(erased.session)"
            for visit in [erased, other] {
                try await test.keep(visit)
                try await test.judge(visit)
            }
            let now = Timestamp(milliseconds: 9)
            let gone = try #require(try await test.store.erasure.eraseSession(erased.session, of: .one, at: now))
            try await test.store.erasure.scrub(gone)
            let rows = try await test.sessions.page(of: .one, SessionFilter(), after: nil, limit: 9).sessions
            #expect(rows.map(\.id) == [other.session])
            #expect(
                try await test.sessions.page(
                    of: .one, SessionFilter(search: erased.session.text), after: nil, limit: 9
                ).sessions.count == 1)
            #expect(
                try await test.integers("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check != 'ok'")
                    == [0])
        }
    }
}
