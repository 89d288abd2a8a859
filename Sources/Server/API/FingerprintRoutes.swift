import Crypto
import Hummingbird
import OrderedJSON
import Sessions
import Storage

/// `/v1/fingerprints` and `/v1/fingerprints/{visitorId}`: list, read, erase.
struct FingerprintRoutes: Sendable {
    /// What is told of a visitor only to those who ask for it: the schema that published clients go by does not have it.
    private enum Part: String, CaseIterable {
        /// How sessions were tied to it.
        case ties
    }

    /// The most sessions that a visitor's page tells of.
    private static let activityLimit = 50

    let store: Store
    let access: Access
    let caches: SessionCaches
    let cursorKey: SymmetricKey
    let lifetime: Duration
    let clock: any WallClock

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/fingerprints", [.get: list])
        router.serve("/v1/fingerprints/:visitor", [.get: detail, .delete: erase])
    }

    private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .fingerprintsList, request: request, context: context) { key in
            var query = QueryReader(request)
            let limit = query.limit()
            let search = query.search()
            let order = query.word("sort", [Visitors.Order.seenCount, .firstSeen])
            let name = ListName("fingerprints", key.tenant, order?.rawValue, search)
            let cursor = query.cursor(of: name, key: cursorKey)
            try query.finish()
            let page = try await store.visitors.page(
                of: key.tenant, order: order ?? .lastSeen, search: search, seenSince: clock.now + (.zero - lifetime),
                after: cursor.map { .init(horizon: $0.horizon, value: $0.value, serial: $0.serial) }, limit: limit)
            return .page(
                context.requestID, page.visitors.map { VisitorView(visitor: $0, lifetime: lifetime) }, limit: limit,
                next: page.hasMore
                    ? page.last.map {
                        Cursor(horizon: $0.horizon, value: $0.value, serial: $0.serial)
                            .text(list: name, key: cursorKey)
                    } : nil)
        }
    }

    private func detail(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .fingerprintsRead, request: request, context: context) { key in
            var query = QueryReader(request)
            let part = query.word("include", Part.allCases)
            try query.finish()
            guard let id = Self.visitor(context), let visitor = try await store.visitors.visitor(id, of: key.tenant),
                clock.now - visitor.lastSeenAt < lifetime
            else { throw APIError.notFound("visitor fingerprint") }
            let activity = try await store.visitors.activity(visitor.id, of: key.tenant, limit: Self.activityLimit)
            let ties =
                part == .ties
                ? try await store.visitors.ties(of: visitor.id, key.tenant, limit: Self.activityLimit) : nil
            return .resource(context.requestID) {
                VisitorView(
                    visitor: visitor, lifetime: lifetime, activity: activity,
                    ties: ties?.map { TieView(session: $0.session, tie: $0.tie, evidence: $0.evidence) }
                ).write(to: &$0)
            }
        }
    }

    private func erase(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .fingerprintsErase, request: request, context: context) { key in
            let now = clock.now
            guard let visitor = Self.visitor(context),
                let erased = try await store.erasure.eraseVisitor(visitor, of: key.tenant, at: now)
            else { throw APIError.notFound("visitor fingerprint") }
            caches.forget(erased.sessions.map { SessionKey(key.tenant, $0) })
            try await store.erasure.scrub(erased)
            return .resource(context.requestID) {
                erased.removed.writeErasure(of: "visitor_fingerprint", visitor.text, at: now, to: &$0)
            }
        }
    }

    private static func visitor(_ context: ServerContext) -> VisitorID? {
        context.parameters.get("visitor").flatMap { VisitorID($0) }
    }
}

/// A visitor as the API tells it: `VisitorFingerprintSummary` in the schema, and `VisitorFingerprintDetail` with its activity.
private struct VisitorView: JSONWritable {
    let visitor: VisitorRecord
    let lifetime: Duration
    /// What its sessions tell of themselves; nil in a list.
    var activity: [[UInt8]]?
    /// How they were tied to it; nil when nobody asked.
    var ties: [TieView]?

    func write(to writer: inout JSONWriter) {
        let traits = visitor.traits.flatMap { try? JSONValue(parsing: $0) }
        writer.object {
            $0.field("object", "visitor_fingerprint")
            $0.field("id", visitor.id.text)
            $0.field(
                "lifecycle",
                object: {
                    $0.field("first_seen_at", visitor.firstSeenAt)
                    $0.field("last_seen_at", visitor.lastSeenAt)
                    $0.field("seen_count", visitor.seenCount)
                    $0.field("expires_at", visitor.lastSeenAt + lifetime)
                })
            $0.field(
                "latest_request",
                object: {
                    // The schema has no null here; a visitor whose sessions are all gone has no request.
                    $0.field("user_agent", visitor.userAgent ?? "")
                    $0.field("ip_address", visitor.address ?? "")
                })
            $0.field(
                "storage",
                object: { storage in
                    for name in ["cookies", "local_storage", "indexed_db", "service_worker", "window_name"] {
                        storage.field(name, traits?["storage"]?[name]?.bool ?? false)
                    }
                })
            $0.field(
                "anchors",
                object: { anchors in
                    for name in ["webgl_hash", "parameters_hash", "audio_hash"] {
                        anchors.field(name, traits?["anchors"]?[name]?.string)
                    }
                })
            if let activity {
                $0.field(
                    "components",
                    object: {
                        $0.field("vector", traits?["components"]?["vector"]?.array?.compactMap(\.double) ?? [])
                    })
                $0.field(
                    "activity",
                    object: {
                        $0.key("sessions")
                        $0.array { sessions in
                            for session in activity { sessions.raw(session) }
                        }
                    })
                if let ties { $0.field("ties", ties) }
            }
        }
    }
}

/// How a session was tied to its visitor, and on what that rests: `VisitorFingerprintTie` in the schema.
private struct TieView: JSONWritable {
    let session: SessionID
    let tie: VisitorTie
    let evidence: TieEvidence?

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("session_id", session.text)
            $0.field("source", tie.source.rawValue)
            $0.field("confidence", tie.confidence)
            $0.field("matched", evidence?.matched ?? [])
            $0.field("changed", evidence?.changed ?? [])
            $0.field("rivals", evidence?.rivals ?? 0)
            $0.field("is_cut", evidence?.isCut ?? false)
            $0.field(
                "tokens",
                object: {
                    $0.field("found", evidence?.tokensFound ?? 0)
                    $0.field("foreign", evidence?.tokensForeign ?? 0)
                    $0.field("expired", evidence?.tokensExpired ?? 0)
                    $0.field("visitors", evidence?.tokenVisitors ?? 0)
                    $0.field("replayed", evidence?.isTokenReplayed ?? false)
                })
            $0.field("at", tie.frozenAt)
        }
    }
}
