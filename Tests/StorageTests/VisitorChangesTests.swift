import Foundation
import Sessions
import Testing

@testable import Storage

@Suite("Visitors that are merged and split by hand")
struct VisitorChangesTests {
    private func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    /// A judged session, whose document and event name its visitor.
    private func visit(_ test: TestStore, _ shown: Shown, at milliseconds: Int64) async throws -> (Visit, VisitorID) {
        let visit = Visit(address: "203.0.113.\(milliseconds)")
        let visitor = try await test.see(shown, at: milliseconds, visit).visitor
        let state = try #require(try await test.sessions.state(.one, visit.session))
        let text = Array("{\"visitor\":\"\(visitor)\",\"again\":\"\(visitor)\"}".utf8)
        var event = NewEvent.sample(about: visit.session, at: milliseconds)
        event.data = text
        _ = try await test.sessions.record(
            Judgement(decision: .sample(at: milliseconds), document: text, activity: text, url: nil, event: event),
            of: state)
        return (visit, visitor)
    }

    private func merge(
        _ test: TestStore, _ other: VisitorID, into visitor: VisitorID, _ tenant: Tenant = .one
    ) async throws -> VisitorChanges.Outcome {
        try await test.store.visitorChanges.merge(
            other, into: visitor, of: tenant, seenSince: moment(-1), at: moment(1000))
    }

    private func split(
        _ test: TestStore, _ sessions: [SessionID], off visitor: VisitorID, as fresh: VisitorID = .random()
    ) async throws -> VisitorChanges.Outcome {
        try await test.store.visitorChanges.split(
            sessions, off: visitor, as: fresh, of: .one, seenSince: moment(-1), at: moment(1000))
    }

    private func undo(_ test: TestStore, _ id: EventID, of visitor: VisitorID) async throws -> VisitorChanges.Outcome {
        try await test.store.visitorChanges.undo(id, of: visitor, .one, at: moment(2000))
    }

    private func refusal(_ outcome: VisitorChanges.Outcome) -> VisitorChangeRefusal? {
        if case .failure(let refusal) = outcome { refusal } else { nil }
    }

    private func visitors(_ test: TestStore) async throws -> [VisitorRecord] {
        try await test.visitors.page(
            of: .one, order: .lastSeen, search: nil, seenSince: moment(-1), after: nil, limit: 9
        ).visitors
    }

    private func document(_ test: TestStore, _ session: SessionID) async throws -> String {
        String(decoding: try #require(try await test.sessions.document(.one, session)).bytes, as: UTF8.self)
    }

    @Test("After a split nobody is known by what was shown before the latest session", arguments: [true, false])
    func splitHistory(takesLatest: Bool) async throws {
        try await TestStore.run { test in
            let visits = [Visit(), Visit()]
            let visitor = try await test.see(Shown(machine: 1, keys: [1]), visits[0]).visitor
            try await test.keep(visits[1], at: 5)
            var frozen = Shown(machine: 2, keys: [2]).frozen(
                tokens: TokenFindings(visitors: [visitor], confidence: 99))
            frozen.linking?.isOtherMachine = { _ in false }
            frozen.linking?.remembered = {
                StoredFingerprint(bytes: [2], keys: [2], tallies: [], earlier: .init(bytes: $0.bytes, keys: $0.keys))
            }
            _ = try await test.visitors.tie(.one, visits[1].session, frozen, at: moment(5))
            func found(_ key: UInt64) async throws -> [VisitorID] {
                try await test.block(Shown(keys: [key])).candidates.map(\.visitor)
            }
            #expect(try await found(1) == [visitor])
            #expect(try await found(2) == [visitor])
            let fresh = VisitorID.random()
            _ = try await split(test, [visits[takesLatest ? 1 : 0].session], off: visitor, as: fresh).get()
            #expect(try await found(1) == [])
            #expect(try await found(2) == [takesLatest ? fresh : visitor])
        }
    }

    @Test("A merger gives sessions, tokens and looks of one visitor to the other, and undoing it gives them back")
    func mergeAndUndo() async throws {
        try await TestStore.run { test in
            let (_, kept) = try await visit(test, Shown(machine: 1, keys: [1]), at: 1)
            let (moved, absorbed) = try await visit(test, Shown(machine: 2, keys: [2]), at: 5)
            let before = try await visitors(test)
            let change = try await merge(test, absorbed, into: kept).get().change
            #expect(change.sessions == 1)

            let merged = try await visitors(test)
            #expect(merged.map(\.id) == [kept])
            #expect(merged.map(\.seenCount) == [2])
            #expect(merged.map(\.firstSeenAt) == [moment(1)])
            #expect(merged.map(\.lastSeenAt) == [moment(5)])
            #expect(merged.map(\.address) == ["203.0.113.5"])
            #expect(try await test.visitors.visitor(absorbed, of: .one)?.id == kept, "the old name leads on")
            #expect(try await test.visitors.ties(of: kept, .one, limit: 9).count == 2)
            #expect(try await document(test, moved.session) == "{\"visitor\":\"\(kept)\",\"again\":\"\(kept)\"}")

            #expect(try await test.block(Shown(keys: [2])).visitors == 1, "what was merged is no twin")

            #expect(try await test.see(Shown(machine: 1, keys: [1]), at: 6).visitor == kept)
            let byToken = try await test.see(Shown(machine: 2, keys: [2]), tokens: [absorbed, kept], at: 6)
            #expect(byToken.visitor == kept)
            #expect(!byToken.isConflicting, "both tokens are of one visitor now")
            #expect(try await test.see(Shown(machine: 2, keys: [2]), at: 7).visitor == kept)

            let undone = try await undo(test, change.id, of: kept).get().change
            #expect(undone.undoneAt == moment(2000))
            #expect(undone.sessions == 1)
            let after = try await visitors(test)
            #expect(Set(after.map(\.id)) == [kept, absorbed])
            #expect(after.first { $0.id == absorbed } == before.first { $0.id == absorbed })
            #expect(after.first { $0.id == kept }?.firstSeenAt == moment(1))
            #expect(after.first { $0.id == kept }?.seenCount == 4)
            #expect(try await document(test, moved.session).contains(absorbed.text))
            #expect(try await test.block(Shown(keys: [2])).visitors == 2)
        }
    }

    @Test("A split makes a visitor of some sessions, and undoing it gives them back")
    func splitAndUndo() async throws {
        try await TestStore.run { test in
            let (first, visitor) = try await visit(test, Shown(), at: 1)
            let (second, _) = try await visit(test, Shown(), at: 2)
            let (third, _) = try await visit(test, Shown(), at: 3)
            let fresh = VisitorID.random()
            let change = try await split(test, [third.session, second.session, third.session], off: visitor, as: fresh)
                .get().change
            #expect(change.sessions == 2)
            let new = try #require(try await test.visitors.visitor(fresh, of: .one))
            #expect(new.firstSeenAt == moment(2))
            #expect(new.lastSeenAt == moment(3))
            #expect(new.seenCount == 2)
            #expect(new.traits == Visitors.sampleTraits, "what its latest session showed goes with it")
            let old = try #require(try await test.visitors.visitor(visitor, of: .one))
            #expect(old.seenCount == 1)
            #expect(old.lastSeenAt == moment(1))
            #expect(old.traits == nil)
            #expect(try await test.block(Shown()).candidates.map(\.visitor) == [fresh])
            #expect(try await document(test, third.session).contains(fresh.text))
            #expect(try await document(test, first.session).contains(visitor.text))

            _ = try await undo(test, change.id, of: visitor).get()
            #expect(try await visitors(test).map(\.id) == [visitor])
            #expect(try await test.visitors.visitor(fresh, of: .one)?.id == visitor)
            #expect(try await test.visitors.visitor(visitor, of: .one)?.seenCount == 3)
            #expect(try await document(test, third.session).contains(visitor.text))
            #expect(try await test.see(Shown(), tokens: [fresh], at: 9).visitor == visitor)
        }
    }

    @Test("What can't be changed as asked is refused, and nothing is changed")
    func refusals() async throws {
        try await TestStore.run { test in
            let (first, one) = try await visit(test, Shown(machine: 1, keys: [1]), at: 1)
            let (second, two) = try await visit(test, Shown(machine: 2, keys: [2]), at: 2)
            let (_, three) = try await visit(test, Shown(machine: 3, keys: [3]), at: 3)
            let nobody = VisitorID.random()
            #expect(refusal(try await merge(test, one, into: one)) == .sameVisitor)
            #expect(refusal(try await merge(test, nobody, into: one)) == .unknownOther)
            #expect(refusal(try await merge(test, one, into: nobody)) == .unknownVisitor)
            #expect(refusal(try await merge(test, two, into: one, .two)) == .unknownVisitor)
            #expect(refusal(try await split(test, [second.session], off: one)) == .foreignSession(second.session))
            #expect(refusal(try await split(test, [first.session], off: one)) == .nothingLeft)
            #expect(refusal(try await split(test, [first.session], off: nobody)) == .unknownVisitor)
            #expect(refusal(try await undo(test, .random(), of: one)) == .unknownChange)
            #expect(try await visitors(test).map(\.id) == [three, two, one])
            #expect(try await test.integers("SELECT serial FROM visitor_changes").isEmpty)

            let change = try await merge(test, two, into: one).get().change
            #expect(refusal(try await merge(test, two, into: three)) == .merged(two, into: one))
            #expect(refusal(try await merge(test, three, into: two)) == .merged(two, into: one))
            #expect(refusal(try await merge(test, one, into: two)) == .merged(two, into: one))
            let later = try await merge(test, one, into: three).get().change
            #expect(try await test.visitors.visitor(two, of: .one)?.id == three)
            #expect(refusal(try await undo(test, change.id, of: one)) == .superseded(by: later.id))
            #expect(refusal(try await undo(test, later.id, of: two)) == .unknownChange)
            _ = try await undo(test, later.id, of: three).get()
            #expect(refusal(try await undo(test, later.id, of: three)) == .undone)
            _ = try await undo(test, change.id, of: two).get()
            #expect(Set(try await visitors(test).map(\.id)) == [one, two, three])
        }
    }

    @Test("More sessions than may change hands at once are refused")
    func tooMany() async throws {
        try await TestStore.run { test in
            let (_, one) = try await visit(test, Shown(machine: 1, keys: [1]), at: 1)
            let (_, two) = try await visit(test, Shown(machine: 2, keys: [2]), at: 2)
            for number in 0..<VisitorChanges.mostSessions {
                try await test.store.sessions.open(
                    SessionID(high: 9, low: UInt64(number)), of: .one, key: .random(),
                    request: ArrivedRequest(address: nil, userAgent: nil, json: []), clientUserID: nil, at: moment(1))
            }
            try await test.run(
                "UPDATE sessions SET visitor_id = ?, visitor_source = 'new', visitor_frozen_at = 2 WHERE visitor_id IS NULL",
                [.text(two.text)])
            #expect(refusal(try await merge(test, two, into: one)) == .tooManySessions)
            #expect(try await merge(test, one, into: two).get().change.sessions == 1)
        }
    }

    @Test("Changes are in the log of events, where those who don't ask for them by name do not see them")
    func events() async throws {
        try await TestStore.run { test in
            try await test.store.endpoints.add(
                EndpointRecord(
                    tenant: .one, name: "e", url: "https://shop.example/", eventTypes: EventType.subscribable,
                    createdAt: moment(0)))
            let (_, one) = try await visit(test, Shown(machine: 1, keys: [1]), at: 1)
            let (_, two) = try await visit(test, Shown(machine: 2, keys: [2]), at: 2)
            let change = try await merge(test, two, into: one).get().change
            _ = try await undo(test, change.id, of: one).get()
            func listed(_ type: EventType?) async throws -> [EventRecord] {
                try await test.store.events.page(of: .one, endpoint: nil, type: type, after: nil, limit: 50).events
            }
            #expect(try await listed(nil).allSatisfy { !EventType.byHand.contains($0.event.type) })
            let merged = try await listed(.fingerprintMerged)
            #expect(merged.map(\.event.id) == [change.id])
            #expect(merged.first?.event.subject == one.text)
            #expect(merged.first?.deliveries.isEmpty == true)
            #expect(try await listed(.fingerprintChangeUndone).count == 1)
            #expect(try await test.store.events.event(change.id, of: .one)?.event.type == .fingerprintMerged)
        }
    }

    @Test("A visitor is erased with those that were merged into it, and nothing in the file names any of them")
    func erasing() async throws {
        try await TestStore.run { test in
            let (_, kept) = try await visit(test, Shown(machine: 1, keys: [1]), at: 1)
            let (_, absorbed) = try await visit(test, Shown(machine: 2, keys: [2]), at: 2)
            let (stays, other) = try await visit(test, Shown(machine: 3, keys: [3]), at: 3)
            let (left, _) = try await visit(test, Shown(machine: 1, keys: [1]), at: 4)
            _ = try await merge(test, absorbed, into: kept).get()
            // One session that named the visitor lives on as another's.
            let fresh = VisitorID.random()
            _ = try await split(test, [left.session], off: kept, as: fresh).get()
            let erased = try #require(
                try await test.store.erasure.eraseVisitor(absorbed, of: .one, at: moment(9)))
            #expect(Set(erased.visitors) == [kept, absorbed])
            #expect(erased.removed.sessions == 2)
            try await test.store.erasure.scrub(erased)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: test.path))
            for id in [kept, absorbed] { #expect(bytes.range(of: Data(id.text.utf8)) == nil) }
            #expect(bytes.range(of: Data(fresh.text.utf8)) != nil)
            #expect(Set(try await visitors(test).map(\.id)) == [fresh, other])
            #expect(try await document(test, stays.session).contains(other.text))
            #expect(try await test.integers("SELECT serial FROM visitor_changes").isEmpty)
            #expect(try await test.integers("SELECT count(*) FROM visitor_change_sessions") == [0])
        }
    }
}
