import Foundation
import GRDB
import Sessions
import Testing

@testable import Storage

@Suite("A database of an earlier release")
struct MigrationTests {
    @Test("is brought up to date with everything that was in it")
    func upgrade() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "tripline.db").path
            let organization = OrganizationID.random()
            let key = KeyID.random()
            let visitor = VisitorID.random()
            let session = SessionID.random()
            let queue = try DatabaseQueue(path: path)
            try Schema.migrator.migrate(queue, upTo: "1 organizations, keys, sessions, visitors")
            try await queue.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO organizations (id, name, slug, status, created_at) VALUES (?, 'One', 'one', 'active', 1);
                        INSERT INTO api_keys (id, organization_id, environment, type, name, secret_hash, preview, status,
                            scopes, created_at) VALUES (?, ?, 'live', 'secret', 'k', 'hash', 'p', 'active', '["*"]', 2);
                        INSERT INTO visitors (organization_id, environment, id, first_seen_at, last_seen_at, seen_count)
                            VALUES (?, 'live', ?, 3, 4, 5);
                        INSERT INTO sessions (organization_id, environment, id, key_id, created_at, first_batch_at,
                            last_batch_at, next_sequence, chain, byte_count, is_undecided, is_page_gone, decision_count,
                            request, visitor_id, visitor_source, visitor_frozen_at, visitor_conflict)
                            VALUES (?, 'live', ?, ?, 6, 6, 6, 1, x'00', 1, 0, 0, 1, x'7b7d', ?, 'new', 6, 0);
                        INSERT INTO session_documents (organization_id, environment, session_id, document)
                            VALUES (?, 'live', ?, x'7b7d');
                        INSERT INTO decisions (organization_id, environment, session_id, ordinal, id, verdict, risk_score,
                            phase, is_provisional, manipulation_score, evaluation_ms, evaluated_at)
                            VALUES (?, 'live', ?, 0, ?, 'inconclusive', 45, 'snapshot', 0, 0, 1, 7);
                        """,
                    arguments: [
                        organization.text, key.text, organization.text, organization.text, visitor.text,
                        organization.text, session.text, key.text, visitor.text, organization.text, session.text,
                        organization.text, session.text, DecisionID.random().text,
                    ])
            }
            try queue.close()

            let engine = try SQLiteEngine(path: path, role: .server)
            let store = Store(engine: engine)
            let tenant = Tenant(organization, .live)
            #expect(try await store.organizations.organization(organization)?.createdBy == nil)
            #expect(try await store.keys.key(secretHash: "hash")?.lineage == key)
            #expect(try await store.sessions.document(tenant, session)?.bytes == Array("{}".utf8))
            let visitors = try await store.visitors.page(
                of: tenant, order: .seenCount, search: nil, seenSince: Timestamp(milliseconds: 0), after: nil, limit: 9)
            #expect(visitors.visitors.map(\.id) == [visitor])
            #expect(visitors.visitors.map(\.seenCount) == [5])
            #expect(try await store.sessions.state(tenant, session)?.visitor?.seenCount == 5)
            let decisions = try await store.sessions.state(tenant, session)?.decisions
            #expect(decisions?.map(\.verdict) == [.inconclusive])
            #expect(decisions?.map(\.rules) == [nil])
            let removed = try await store.erasure.eraseVisitor(visitor, of: tenant, at: Timestamp(milliseconds: 9))
            #expect(removed?.sessions == [session])
            try engine.close()
        }
    }
}
