import Sessions
import Testing

@testable import Storage

/// A browser as tests make it up: what it shows are its keys and its values.
struct Shown: Sendable {
    var machine: UInt8 = 1
    var keys: [UInt64] = [10]
    var values: [UInt64] = [100]

    var stored: StoredFingerprint {
        StoredFingerprint(
            bytes: [machine], keys: keys,
            tallies: values.enumerated().map { StoredTally(feature: $0.offset, value: $0.element) })
    }

    /// What a session with it shows. A visitor of the same machine is its own, and every other machine another.
    func frozen(
        tokens: TokenFindings = TokenFindings(),
        decide: (@Sendable (LinkBlock) -> LinkDecision)? = nil
    ) -> FrozenFingerprint {
        let machine = machine
        return FrozenFingerprint(
            traits: Visitors.sampleTraits, tokens: tokens, fingerprint: stored,
            linking: LinkRules(
                isOtherMachine: { $0 != [machine] },
                decide: decide ?? { block in
                    let known = block.candidates.first { $0.bytes == [machine] }
                    return LinkDecision(
                        visitor: known?.visitor, source: known == nil ? .new : .fingerprint,
                        confidence: known == nil ? 70 : 95, matched: known == nil ? [] : ["graphics"],
                        changed: known == nil ? ["graphics"] : [], rivals: 2)
                }))
    }
}

extension TestStore {
    /// Ties a new session to a visitor.
    func see(
        _ shown: Shown, tokens: [VisitorID] = [], at milliseconds: Int64 = 0, _ visit: Visit = Visit(),
        decide: (@Sendable (LinkBlock) -> LinkDecision)? = nil
    ) async throws -> VisitorTie {
        try await keep(visit, at: milliseconds)
        let findings = TokenFindings(visitors: tokens, confidence: 99, found: tokens.count)
        let tie = try await visitors.tie(
            visit.tenant, visit.session, shown.frozen(tokens: findings, decide: decide),
            at: Timestamp(milliseconds: milliseconds))
        guard let tie else { throw Unexpected() }
        return tie
    }

    /// Whom the store would compare with what a browser shows.
    func block(_ shown: Shown, _ tenant: Tenant = .one, seenSince: Int64 = -1) async throws -> LinkBlock {
        try await engine.read {
            try FingerprintIndex.block(
                for: shown.stored, from: nil, seenSince: Timestamp(milliseconds: seenSince), tenant, $0)
        }
    }
}

@Suite("Sessions tied to visitors by what they show")
struct LinkingTests {
    @Test("A browser without a token is tied to the visitor that shows the same, and told on what")
    func known() async throws {
        try await TestStore.run { test in
            let first = try await test.see(Shown())
            #expect(first.source == .new)
            #expect(first.confidence == 70)
            let visit = Visit()
            let second = try await test.see(Shown(), at: 5, visit)
            #expect(second.visitor == first.visitor)
            #expect(second.source == .fingerprint)
            #expect(second.confidence == 95)
            let evidence = try #require(try await test.sessions.state(.one, visit.session)?.tieEvidence)
            #expect(evidence.matched == ["graphics"])
            #expect(evidence.rivals == 2)
            #expect(!evidence.isCut)
            #expect(evidence.pace.previousSessions == 1)
            #expect(evidence.pace.millisecondsSinceLast == 5)
            let ties = try await test.visitors.ties(of: first.visitor, .one, limit: 9)
            #expect(ties.map(\.session) == [visit.session] + ties.dropFirst().map(\.session))
            #expect(ties.map(\.tie.source) == [.fingerprint, .new])
            #expect(ties[0].evidence == evidence)
        }
    }

    @Test("Sessions of one new browser that are decided at the same moment get one visitor")
    func sameMoment() async throws {
        try await TestStore.run { test in
            let ties = try await withThrowingTaskGroup(of: VisitorTie.self) { group in
                for _ in 0..<40 { group.addTask { try await test.see(Shown()) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(ties.map(\.visitor)).count == 1)
            #expect(ties.count { $0.source == .new } == 1)
            #expect(try await test.visitors.visitor(ties[0].visitor, of: .one)?.seenCount == 40)
            #expect(try await test.integers("SELECT visitors FROM visitor_feature_counts") == [1, 1])
        }
    }

    @Test("Nobody of another organization or environment is compared")
    func tenants() async throws {
        try await TestStore.run { test in
            let own = try await test.see(Shown())
            for tenant in Tenant.others {
                let tie = try await test.see(Shown(), Visit(tenant: tenant))
                #expect(tie.source == .new)
                #expect(tie.visitor != own.visitor)
                #expect(try await test.block(Shown(), tenant).visitors == 1)
            }
        }
    }

    @Test("One token on 1,000 machines makes 1,000 visitors, and each is told of it")
    func copiedToken() async throws {
        try await TestStore.run { test in
            let owner = try await test.see(Shown(machine: 0, keys: [1]))
            let ties = try await withThrowingTaskGroup(of: VisitorTie.self) { group in
                for machine in 1...1000 {
                    group.addTask {
                        // Each shows another machine than the owner's, and is known under keys of its own.
                        try await test.see(
                            Shown(machine: UInt8(1 + machine % 255), keys: [UInt64(1000 + machine)]),
                            tokens: [owner.visitor], at: 1)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(ties.map(\.visitor)).count == 1000)
            #expect(ties.allSatisfy { $0.source == .new && $0.visitor != owner.visitor && $0.confidence == 70 })
            let told = try await test.integers(
                "SELECT count(*) FROM sessions WHERE CAST(visitor_evidence AS TEXT) LIKE '%\"replayed\":true%'")
            #expect(told == [1000])
            #expect(try await test.visitors.visitor(owner.visitor, of: .one)?.seenCount == 1)
            let back = try await test.see(Shown(machine: 0, keys: [1]), tokens: [owner.visitor], at: 2)
            #expect(back.source == .continuity)
            #expect(back.visitor == owner.visitor)
        }
    }

    @Test("Of tokens that disagree, the one whose visitor was on this machine counts, and the conflict is kept")
    func swappedToken() async throws {
        try await TestStore.run { test in
            let mine = try await test.see(Shown(machine: 1, keys: [1]))
            let theirs = try await test.see(Shown(machine: 2, keys: [2]))
            let visit = Visit()
            let tie = try await test.see(
                Shown(machine: 1, keys: [1]), tokens: [theirs.visitor, mine.visitor], at: 1, visit)
            #expect(tie.visitor == mine.visitor)
            #expect(tie.source == .continuity)
            #expect(tie.isConflicting)
            let evidence = try await test.sessions.state(.one, visit.session)?.tieEvidence
            #expect(evidence?.isTokenReplayed == true)
            #expect(evidence?.tokenVisitors == 2)
        }
    }

    @Test("A visitor that was not seen for as long as the lifetime is compared with nobody")
    func forgotten() async throws {
        try await TestStore.run { test in
            let first = try await test.see(Shown())
            #expect(try await test.block(Shown()).candidates.map(\.visitor) == [first.visitor])
            #expect(try await test.block(Shown(), seenSince: 0).candidates.isEmpty)
        }
    }

    @Test(
        "At most 64 are compared: those that share most keys, of equals the newest, and it is said that there are more")
    func cut() async throws {
        try await TestStore.run { test in
            let neighbour = try await test.see(Shown(keys: [1, 2, 3])) { _ in
                LinkDecision(visitor: nil, source: .new, confidence: 1)
            }
            var crowd: [VisitorID] = []
            for number in 0..<70 {
                let tie = try await test.see(Shown(keys: [1]), at: Int64(number + 1)) { _ in
                    LinkDecision(visitor: nil, source: .new, confidence: 1)
                }
                crowd.append(tie.visitor)
                if number == 62 {
                    let block = try await test.block(Shown(keys: [1, 2]))
                    #expect(block.candidates.count == 64)
                    #expect(!block.isCut)
                }
            }
            // The neighbour is not among the newest 64 under the crowded key, and under its own it is.
            let block = try await test.block(Shown(keys: [1, 2, 3]))
            #expect(block.isCut)
            #expect(block.candidates.count == 64)
            #expect(block.candidates.first?.visitor == neighbour.visitor)
            #expect(Array(block.candidates.dropFirst().map(\.visitor)) == Array(crowd.reversed().prefix(63)))
            #expect(block.visitors == 71)
        }
    }

    @Test("Each visitor is counted once, for what it last showed, and no longer when it is gone")
    func counts() async throws {
        try await TestStore.run { test in
            func count(_ values: [UInt64]) async throws -> [Int] {
                let shown = Shown(values: values)
                let counts = try await test.block(shown).counts
                return shown.stored.tallies.map { counts[$0] ?? -1 }
            }
            let first = try await test.see(Shown(machine: 1, values: [5, 6]))
            _ = try await test.see(Shown(machine: 1, values: [5, 6]), at: 1)
            _ = try await test.see(Shown(machine: 2, values: [5, .max]), at: 1)
            #expect(try await count([5, 6]) == [2, 1])
            #expect(try await count([5, .max]) == [2, 1])
            _ = try await test.see(Shown(machine: 1, values: [7, 6]), at: 2)
            #expect(try await count([5, 6]) == [1, 1])
            #expect(try await count([7]) == [1])
            _ = try await test.store.erasure.eraseVisitor(first.visitor, of: .one, at: Timestamp(milliseconds: 3))
            #expect(try await count([7, 6]) == [0, 0])
            #expect(try await test.block(Shown()).visitors == 1)
            #expect(try await test.block(Shown()).candidates.count == 1)
            var lifetimes = Lifetimes()
            lifetimes.visitors = .seconds(1)
            _ = try await test.store.retention.removeSome(
                .visitors, lifetimes: lifetimes, at: Timestamp(milliseconds: 5000), limit: 9)
            #expect(try await test.integers("SELECT visitors FROM visitor_feature_counts").isEmpty)
            #expect(try await test.integers("SELECT serial FROM visitor_keys").isEmpty)
        }
    }

    @Test("What a visit in haste does not show is kept from the visit before")
    func filled() async throws {
        try await TestStore.run { test in
            let first = try await test.see(Shown(keys: [1, 2], values: [5]))
            let visit = Visit()
            try await test.keep(visit, at: 1)
            var frozen = Shown(keys: [1], values: []).frozen()
            frozen.linking?.remembered = { known in
                StoredFingerprint(bytes: known.bytes, keys: [1, 2], tallies: [StoredTally(feature: 0, value: 5)])
            }
            let tie = try await test.visitors.tie(.one, visit.session, frozen, at: Timestamp(milliseconds: 1))
            #expect(tie?.visitor == first.visitor)
            #expect(try await test.block(Shown(keys: [2])).candidates.map(\.visitor) == [first.visitor])
            #expect(try await test.block(Shown(values: [5])).counts.values.map(\.self) == [1])
        }
    }

    @Test("A visitor is found by what it showed before, which is not counted, until one of its sessions is erased")
    func earlier() async throws {
        try await TestStore.run { test in
            let visits = [Visit(), Visit()]
            let visitor = try await test.see(Shown(keys: [1], values: [5]), visits[0]).visitor
            try await test.keep(visits[1], at: 1)
            var frozen = Shown(keys: [2], values: [6]).frozen(
                tokens: TokenFindings(visitors: [visitor], confidence: 99, found: 1))
            frozen.linking?.remembered = { known in
                var now = Shown(machine: 1, keys: [2], values: [6]).stored
                now.earlier = .init(bytes: known.bytes, keys: known.keys)
                return now
            }
            _ = try await test.visitors.tie(.one, visits[1].session, frozen, at: Timestamp(milliseconds: 1))
            for key in [1, 2] as [UInt64] {
                let found = try await test.block(Shown(keys: [key])).candidates
                #expect(found.map(\.visitor) == [visitor])
                #expect(found.map(\.earlier) == [[1]])
            }
            #expect(try await test.block(Shown(values: [5])).counts.values.map(\.self) == [0])
            #expect(try await test.block(Shown(values: [6])).counts.values.map(\.self) == [1])
            _ = try await test.store.erasure.eraseSession(visits[0].session, of: .one, at: Timestamp(milliseconds: 9))
            #expect(try await test.block(Shown(keys: [1])).candidates == [])
            #expect(try await test.block(Shown(keys: [2])).candidates.map(\.earlier) == [[]])
            #expect(try await test.integers("SELECT count(*) FROM visitor_keys") == [1])
        }
    }

    @Test("What an erased session showed of its visitor is forgotten when it was the latest")
    func erasedLook() async throws {
        try await TestStore.run { test in
            let (old, new, latest) = (Visit(), Visit(), Visit())
            let tie = try await test.see(Shown(values: [5]), at: 0, old)
            _ = try await test.see(Shown(values: [6]), at: 9, new)
            _ = try await test.store.erasure.eraseSession(old.session, of: .one, at: Timestamp(milliseconds: 10))
            #expect(try await test.block(Shown()).candidates.map(\.visitor) == [tie.visitor])
            _ = try await test.see(Shown(values: [6]), at: 11, latest)
            _ = try await test.store.erasure.eraseSession(latest.session, of: .one, at: Timestamp(milliseconds: 12))
            #expect(try await test.block(Shown()).candidates.isEmpty)
            #expect(try await test.visitors.visitor(tie.visitor, of: .one)?.seenCount == 1)
        }
    }

    @Test("A fingerprint as it is kept reads as it was", arguments: [[], [0], [1, 2, .max]] as [[UInt64]])
    func stored(values: [UInt64]) {
        let fingerprint = StoredFingerprint(
            bytes: [1, 2, 3], keys: values, tallies: values.map { StoredTally(feature: 3, value: $0) },
            earlier: values.isEmpty ? nil : .init(bytes: [4], keys: values))
        #expect(StoredFingerprint(SQLRow(fingerprint.sql), from: 0) == fingerprint)
        #expect(StoredFingerprint(SQLRow([.null, .null, .null]), from: 0) == nil)
    }

    @Test("No more keys and values of a fingerprint are kept than may be, and each once")
    func bounds() {
        let many = StoredFingerprint(
            bytes: [], keys: [7, 7] + Array(0..<50), tallies: (0..<90).map { StoredTally(feature: $0, value: 1) })
        #expect(many.keys == [7, 0, 1, 2, 3, 4])
        #expect(
            StoredFingerprint.Earlier(bytes: [], keys: [7, 7] + Array(0..<50)).keys == [7] + Array(0..<7)
                + Array(8..<12))
        #expect(many.tallies.count == StoredFingerprint.mostTallies)
    }
}
