import Sessions
import Storage
import Testing

@Suite("Events and their deliveries")
struct EventsTests {
    private func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    private func endpoint(
        _ test: TestStore, _ types: [EventType] = [.resultPersisted], _ tenant: Tenant = .one,
        at milliseconds: Int64 = 0
    ) async throws -> EndpointRecord {
        let endpoint = EndpointRecord(
            tenant: tenant, name: "e", url: "https://shop.example/", eventTypes: types, createdAt: moment(milliseconds))
        try await test.store.endpoints.add(endpoint)
        return endpoint
    }

    /// Judges a new session, and notes the event that tells of it.
    private func happen(
        _ test: TestStore, at milliseconds: Int64 = 0, _ tenant: Tenant = .one
    ) async throws -> (event: NewEvent, deliveries: Int) {
        let visit = Visit(tenant: tenant)
        try await test.keep(visit)
        let state = try #require(try await test.sessions.state(tenant, visit.session))
        let event = NewEvent.sample(about: visit.session, at: milliseconds)
        let judgement = Judgement(
            decision: .sample(), document: Array("{}".utf8), activity: Array("{}".utf8), url: nil, event: event)
        let recorded = try await test.sessions.record(judgement, of: state)
        return (event, recorded?.deliveries ?? -1)
    }

    @Test("An event is delivered to every active endpoint of its tenant that asked for its type")
    func fanOut() async throws {
        try await TestStore.run { test in
            let first = try await endpoint(test)
            let both = try await endpoint(test, [.fingerprintCalculated, .resultPersisted])
            _ = try await endpoint(test, [.fingerprintCalculated])
            _ = try await endpoint(test, [.resultPersisted], .two)
            _ = try await endpoint(test, [.resultPersisted], .test)
            let disabled = try await endpoint(test)
            _ = try await test.store.endpoints.update(disabled.id, of: .one, at: moment(1)) { $0.status = .disabled }

            let (event, deliveries) = try await happen(test)
            #expect(deliveries == 2)
            let record = try #require(try await test.store.events.event(event.id, of: .one))
            #expect(Set(record.deliveries.map(\.endpoint)) == [first.id, both.id])
            #expect(record.deliveries.allSatisfy { $0.status == .pending && $0.attempts == 0 })
            for tenant in Tenant.others { #expect(try await test.store.events.event(event.id, of: tenant) == nil) }
        }
    }

    @Test("A decision that is not kept leaves no event")
    func stale() async throws {
        try await TestStore.run { test in
            _ = try await endpoint(test)
            let visit = Visit()
            try await test.keep(visit)
            let old = try #require(try await test.sessions.state(.one, visit.session))
            try await test.keep(visit, 1..<2)
            let judgement = Judgement(
                decision: .sample(), document: [], activity: [], url: nil, event: .sample(about: visit.session))
            #expect(try await test.sessions.record(judgement, of: old) == nil)
            #expect(
                try await test.store.events.page(of: .one, endpoint: nil, type: nil, after: nil, limit: 9).events
                    .isEmpty)
            #expect(try await test.store.deliveries.waitingCount() == 0)
        }
    }

    @Test("The log has the newest event first, by type and by endpoint, and follows its position")
    func log() async throws {
        try await TestStore.run { test in
            let listener = try await endpoint(test)
            let events = try await (0..<5).asyncMap { try await happen(test, at: Int64($0)).event.id }
            let later = try await endpoint(test)
            let test1 = NewEvent.sample(.test, about: .random(), at: 9)
            _ = try await test.store.events.note(test1, for: later.id, of: .one)

            func ids(
                endpoint: EndpointID? = nil, type: EventType? = nil, after position: Int64? = nil, limit: Int = 50
            ) async throws -> [EventID] {
                try await test.store.events.page(
                    of: .one, endpoint: endpoint, type: type, after: position, limit: limit
                ).events.map(\.event.id)
            }
            #expect(try await ids() == [test1.id] + events.reversed())
            #expect(try await ids(type: .test) == [test1.id])
            #expect(try await ids(endpoint: listener.id) == events.reversed())
            #expect(try await ids(endpoint: later.id) == [test1.id])
            let first = try await test.store.events.page(of: .one, endpoint: nil, type: nil, after: nil, limit: 2)
            #expect(first.hasMore)
            _ = try await happen(test, at: 20)
            #expect(try await ids(after: first.events.last?.serial, limit: 3) == [events[3], events[2], events[1]])
        }
    }

    @Test("A test for a disabled endpoint is skipped, and for an unknown one not noted")
    func tests() async throws {
        try await TestStore.run { test in
            let known = try await endpoint(test)
            _ = try await test.store.endpoints.update(known.id, of: .one, at: moment(1)) { $0.status = .disabled }
            let event = NewEvent.sample(.test, about: .random())
            let delivery = try await test.store.events.note(event, for: known.id, of: .one)
            #expect(delivery?.status == .skipped)
            #expect(delivery?.error != nil)
            #expect(try await test.store.events.note(.sample(.test, about: .random()), for: known.id, of: .two) == nil)
            #expect(try await test.store.deliveries.dueTimes().isEmpty)
        }
    }

    @Test("What is due is claimed once, in the order in which it is due, and up to the limit")
    func claiming() async throws {
        try await TestStore.run { test in
            let listener = try await endpoint(test)
            let other = try await endpoint(test)
            for moment in [30, 10, 20] as [Int64] { _ = try await happen(test, at: moment) }
            let due = try await test.store.deliveries.dueTimes()
            #expect(due == [listener.id: moment(10), other.id: moment(10)])
            #expect(try await test.store.deliveries.claim(for: listener.id, at: moment(9), limit: 9).isEmpty)
            let first = try await test.store.deliveries.claim(for: listener.id, at: moment(20), limit: 1)
            let second = try await test.store.deliveries.claim(for: listener.id, at: moment(20), limit: 9)
            #expect((first + second).map(\.event.createdAt) == [moment(10), moment(20)])
            #expect(first.allSatisfy { $0.delivery.status == .delivering && $0.delivery.attempts == 1 })
            #expect(first[0].endpoint == listener)
            #expect(first[0].secretGenerations == [1])
            #expect(try await test.store.deliveries.claim(for: listener.id, at: moment(20), limit: 9).isEmpty)
            #expect(try await test.store.deliveries.waitingCount() == 4)
        }
    }

    @Test("What was under way when the process ended is due again, of one endpoint or of all")
    func resuming() async throws {
        try await TestStore.run { test in
            let listener = try await endpoint(test)
            let other = try await endpoint(test)
            _ = try await happen(test)
            for id in [listener.id, other.id] {
                #expect(try await test.store.deliveries.claim(for: id, at: moment(0), limit: 9).count == 1)
            }
            #expect(try await test.store.deliveries.resume(other.id, at: moment(7)) == 1)
            #expect(try await test.store.deliveries.dueTimes() == [other.id: moment(7)])
            #expect(try await test.store.deliveries.resume(at: moment(8)) == 1)
            let again = try await test.store.deliveries.claim(for: listener.id, at: moment(8), limit: 9)
            #expect(again.map(\.delivery.attempts) == [2], "a try that nobody knows the end of counts")
        }
    }

    @Test("What became of a try is kept as it was")
    func settling() async throws {
        try await TestStore.run { test in
            let listener = try await endpoint(test)
            let (event, _) = try await happen(test)
            var delivery = try await test.store.deliveries.claim(for: listener.id, at: moment(1), limit: 1)[0].delivery
            delivery.status = .pending
            delivery.responseStatus = 503
            delivery.responseBody = "not now"
            delivery.error = "The receiver answered 503."
            delivery.nextAttemptAt = moment(500)
            delivery.updatedAt = moment(2)
            try await test.store.deliveries.settle(delivery)
            #expect(try await test.store.events.event(event.id, of: .one)?.deliveries == [delivery])
            #expect(try await test.store.deliveries.dueTimes() == [listener.id: moment(500)])
        }
    }

    @Test("Disabling an endpoint skips what waits for it, and what comes back from a try that failed")
    func disabling() async throws {
        try await TestStore.run { test in
            let listener = try await endpoint(test)
            let events = try await (0..<2).asyncMap { _ in try await happen(test).event.id }
            var underWay = try await test.store.deliveries.claim(for: listener.id, at: moment(1), limit: 1)[0].delivery
            _ = try await test.store.endpoints.update(listener.id, of: .one, at: moment(2)) { $0.status = .disabled }
            underWay.status = .pending
            underWay.nextAttemptAt = moment(50)
            try await test.store.deliveries.settle(underWay)
            for event in events {
                let deliveries = try await test.store.events.event(event, of: .one)?.deliveries
                #expect(deliveries?.map(\.status) == [.skipped])
            }
            #expect(try await test.store.deliveries.dueTimes().isEmpty)
            #expect(try await happen(test).deliveries == 0)
        }
    }

    @Test("A new generation of a secret signs at once, and the old ones until their grace is over")
    func secrets() async throws {
        try await TestStore.run { test in
            let listener = try await endpoint(test)
            let endpoints = test.store.endpoints
            #expect(try await endpoints.secretGenerations(of: listener.id, at: moment(0)) == [1])
            let rotated = try await endpoints.rotateSecret(
                of: listener.id, of: .one, grace: .seconds(1), at: moment(10))
            #expect(rotated?.generation == 2)
            #expect(try await endpoints.secretGenerations(of: listener.id, at: moment(1009)) == [2, 1])
            #expect(try await endpoints.secretGenerations(of: listener.id, at: moment(1010)) == [2])
            _ = try await endpoints.rotateSecret(of: listener.id, of: .one, grace: .seconds(1), at: moment(500))
            #expect(try await endpoints.secretGenerations(of: listener.id, at: moment(600)) == [3, 2, 1])
            #expect(try await endpoints.secretGenerations(of: listener.id, at: moment(1400)) == [3, 2])
            #expect(try await endpoints.rotateSecret(of: listener.id, of: .two, grace: .zero, at: moment(0)) == nil)
        }
    }

    @Test("A tenant has no more active endpoints than it may, and room again when one is disabled")
    func room() async throws {
        try await TestStore.run { test in
            var last: EndpointRecord?
            for _ in 0..<Endpoints.limit { last = try await endpoint(test) }
            await #expect(throws: StoreConflict.tooManyEndpoints) { _ = try await endpoint(test) }
            _ = try await endpoint(test, [.resultPersisted], .two)
            let full = try #require(last)
            _ = try await test.store.endpoints.update(full.id, of: .one, at: moment(1)) { $0.status = .disabled }
            _ = try await endpoint(test)
            await #expect(throws: StoreConflict.tooManyEndpoints) {
                _ = try await test.store.endpoints.update(full.id, of: .one, at: moment(1)) { $0.status = .active }
            }
        }
    }

    @Test("A page of endpoints has the newest first and follows its position")
    func endpointPages() async throws {
        try await TestStore.run { test in
            let made = try await (0..<5).asyncMap { try await endpoint(test, at: Int64($0 / 2)) }
            let expected = made.sorted { ($0.createdAt, $0.id.text) > ($1.createdAt, $1.id.text) }
            let first = try await test.store.endpoints.page(of: .one, after: nil, limit: 3)
            #expect(first.endpoints == Array(expected[..<3]))
            #expect(first.hasMore)
            let last = expected[2]
            let rest = try await test.store.endpoints.page(of: .one, after: (last.createdAt, last.id.text), limit: 3)
            #expect(rest.endpoints == Array(expected[3...]))
            #expect(!rest.hasMore)
            #expect(try await test.store.endpoints.page(of: .two, after: nil, limit: 3).endpoints.isEmpty)
        }
    }
}

extension Sequence {
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { try await values.append(transform(element)) }
        return values
    }
}
