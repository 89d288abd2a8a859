import CollectProtocol
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NetworkIntelligence
import OrderedJSON
import SealedToken
import SessionViews
import Sessions
import Storage
import VisitorIdentity

/// What agents talk to: handshake, batches, freeze, results, pings (`docs/protocol.md`).
struct CollectRoutes: Sendable {
    let store: Store
    let access: Access
    let judge: Judge
    let tickets: TicketSealer
    let freezer: FingerprintFreeze
    let tokenVersion: TokenVersion
    let network: NetworkOffer
    let clock: any WallClock
    let metrics: Metrics

    func add(to router: Router<ServerContext>) {
        router.serveToPages("/v1/collect/sessions", .post, open)
        router.serveToPages("/v1/collect/sessions/:session/batches", .post, takeBatch)
        router.serveToPages("/v1/collect/sessions/:session/fingerprint", .post, freeze)
        router.serveToPages("/v1/collect/sessions/:session/results", .post, decide)
        router.serveToPages("/v1/collect/pings/:ping", .get) { _, _ in
            Response(status: .noContent, headers: [.cacheControl: "no-store"])
        }
    }

    // MARK: Handshake

    private func open(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.publishable, request: request, context: context) { key in
            try access.checkOrigin(request.headers, key)
            let (body, isWhole) = try await request.collected(
                as: "application/json", limit: CollectProtocol.handshakeBytes)
            guard isWhole else { throw APIError(.batchTooLarge) }
            guard body.readableBytes > 0 else { throw APIError(.bodyEmpty) }
            let handshake = try? JSONValue(parsing: body.readableBytesView, maximumDepth: 4)
            guard let version = handshake?["protocol"]?.int, let encodedKey = handshake?["client_public_key"]?.string
            else {
                throw APIError.malformed(
                    "A handshake is a JSON object with protocol, a whole number, and client_public_key, a string.")
            }
            guard version == CollectProtocol.version else { throw APIError(.upgradeRequired) }
            let session = SessionID.random()
            guard let publicKey = Base64URL.decode(encodedKey),
                let answer = try? Handshake(clientPublicKey: Data(publicKey), session: session)
            else {
                throw APIError.invalid(
                    "client_public_key", expected: "an uncompressed point of P-256, 65 bytes in base64url",
                    received: nil)
            }
            let ticket = Ticket(
                session: session, key: key.record.id, batchKey: answer.batchKey, issuedAt: clock.now,
                address: access.clientAddress(request, context)?.bytes ?? [])
            judge.agents.prepare(for: access.signed(request, context), at: clock.now)
            metrics.count(.sessionsOpened)
            return .resource(context.requestID, status: .created) {
                $0.object {
                    $0.field("object", "collect_session")
                    $0.field("session_id", session.text)
                    $0.field("server_public_key", Base64URL.encode(answer.serverPublicKey))
                    $0.field("ticket", Base64URL.encode(tickets.seal(ticket)))
                    $0.field("expires_at", ticket.expiresAt)
                    $0.field("ping_id", context.requestID.text)
                    $0.field("network", network)
                    $0.key("limits")
                    $0.object {
                        $0.field("batch_bytes", CollectProtocol.batchBytes)
                        $0.field("payload_bytes", CollectProtocol.payloadBytes)
                        $0.field("batches", CollectProtocol.batchesPerSession)
                        $0.field("session_bytes", CollectProtocol.sessionBytes)
                    }
                }
            }
        }
    }

    // MARK: Batches

    private func takeBatch(_ request: Request, _ context: ServerContext) async throws -> Response {
        let taken = try await take(request, context)
        return .resource(context.requestID, status: .accepted) {
            $0.object {
                $0.field("object", "collect_receipt")
                $0.field("sequence", taken.sequence)
            }
        }
    }

    private func freeze(_ request: Request, _ context: ServerContext) async throws -> Response {
        let taken = try await take(request, context)
        guard let state = try await store.sessions.state(taken.tenant, taken.session) else { throw Self.gone }
        let tie: VisitorTie
        if let held = state.tie {
            tie = held
        } else if let made = try await frozen(state, by: request) {
            tie = made
        } else {
            throw Self.gone
        }
        let token = freezer.token(tie, to: state)
        var response = Response.resource(context.requestID) {
            $0.object {
                $0.field("object", "collect_fingerprint")
                $0.field("frozen_at", tie.frozenAt)
                $0.field("continuity_token", token)
            }
        }
        if let cookie = ContinuityCookie(request) { response.headers[.setCookie] = cookie.setting(token) }
        return response
    }

    private func frozen(_ state: SessionState, by request: Request) async throws -> VisitorTie? {
        let evidence = ContinuityCookie.noted(of: request, in: judge.evidence(state))
        guard evidence.observations.navigator != nil else {
            throw APIError(
                "fingerprint.not_ready", .conflict, "Nothing that a fingerprint could rest on was observed yet.")
        }
        return try await freezer.tie(state, by: evidence)
    }

    private func decide(_ request: Request, _ context: ServerContext) async throws -> Response {
        let taken = try await take(request, context)
        guard let judged = try await judge.judge(taken.tenant, taken.session) else { throw Self.gone }
        let recipients = try await access.directory.sealingHashes(of: taken.tenant).map { SecretKeyHash($0) }
        guard !recipients.isEmpty else {
            throw APIError(
                "request.conflict", .conflict,
                "This environment has no active secret key that could open a sealed token: make one first.")
        }
        let payload = SessionVerification(judged).jsonBytes(capacity: 4096)
        let token = tokenVersion.seal(payload, for: recipients)
        return .resource(context.requestID) {
            $0.object {
                $0.field("object", "collect_result")
                $0.field("session_id", taken.session.text)
                $0.field("sealed_token", token)
            }
        }
    }

    /// The session was erased since its batch was taken: what is left for the agent is what an expired ticket leaves.
    private static var gone: APIError { APIError(CollectRefusal.ticketExpired) }

    private struct TakenBatch {
        var tenant: Tenant
        var session: SessionID
        var sequence: Int
    }

    /// Reads, checks and keeps the batch in a request's body.
    private func take(_ request: Request, _ context: ServerContext) async throws -> TakenBatch {
        guard let session = context.parameters.get("session").flatMap({ SessionID($0) }) else {
            throw APIError.notFound("session")
        }
        let (body, isWhole) = try await request.collected(
            as: "application/octet-stream", limit: CollectProtocol.batchBytes)
        var blamed: (tenant: Tenant, session: SessionID)?
        var detail: String?
        do {
            let bytes = Array(buffer: body)
            let ticket: Ticket
            do {
                ticket = try tickets.open(BatchFrame.ticket(in: bytes))
            } catch {
                throw isWhole ? error : .batchTooLarge
            }
            let tenant = try await access.owner(of: ticket, request.headers)
            // From here on what is wrong with the batch is evidence about the session whose ticket it carries.
            blamed = (tenant, ticket.session)
            guard ticket.session == session else { throw CollectRefusal.sessionMismatch }
            try ticket.check(at: clock.now)
            guard isWhole else { throw CollectRefusal.batchTooLarge }
            let frame = try BatchFrame(bytes)
            let compressed = try frame.open(with: ticket.batchKey)
            let inflated = try BatchFrame.inflate(compressed)
            let payload: Payload
            do {
                payload = try Payload(parsing: inflated)
            } catch {
                detail = error.description
                throw CollectRefusal.payloadInvalid
            }
            guard payload.sequence == frame.sequence else {
                detail = "the payload's sequence number is not the header's"
                throw CollectRefusal.payloadInvalid
            }
            let batch = ArrivedBatch(
                tenant: tenant, session: session, key: ticket.key, sessionCreatedAt: ticket.issuedAt,
                request: frame.sequence == 0
                    ? await record(request, context, session, of: tenant) : nil,
                sequence: frame.sequence, chainBefore: frame.chain.bytes,
                chainRoot: ChainLink.root(of: session).bytes, chainAfter: frame.chain.next(after: frame.sealed).bytes,
                payload: compressed,
                cost: CollectProtocol.cost(compressed: compressed.count, inflated: inflated.count),
                receivedAt: clock.now, isFinal: payload.isFinal)
            try await keep(batch)
            judge.payloads.insert(payload, size: inflated.count, tenant, session)
            metrics.count(.batchesAccepted)
            return TakenBatch(tenant: tenant, session: session, sequence: frame.sequence)
        } catch let refusal as CollectRefusal {
            metrics.count(.collectRefusals, refusal.rawValue)
            // What a lost acknowledgement looks like was counted as that.
            if let blamed, refusal != .batchReplayed {
                try await store.sessions.noteRefusal(
                    blamed.tenant, blamed.session, code: refusal.rawValue, at: clock.now)
            }
            throw APIError(refusal, detail: detail)
        }
    }

    private func record(
        _ request: Request, _ context: ServerContext, _ session: SessionID, of tenant: Tenant
    ) async -> ArrivedRequest {
        let address = access.clientAddress(request, context)
        let observed = judge.addresses.observe(address)
        let evidence = RequestEvidence(request, address: observed.kept)
        return RequestRecord(
            request: evidence, connection: access.connection(request, context),
            signature: judge.agents.look(at: access.signed(request, context), session: session, at: clock.now),
            tcpRoundTrip: await context.connection?.clientRoundTrip(peer: context.peer, proxies: access.proxies),
            network: observed.network,
            crawler: judge.crawlers.look(at: evidence.userAgent, from: address, session: SessionKey(tenant, session)),
            digests: observed.digests
        ).arrived
    }

    private func keep(_ batch: ArrivedBatch) async throws {
        let limits = SessionLimits(batches: CollectProtocol.batchesPerSession, bytes: CollectProtocol.sessionBytes)
        switch try await store.sessions.accept(batch, limits: limits) {
        case .accepted: return
        case .replayed(let isNewest):
            try await store.sessions.noteRefusal(
                batch.tenant, batch.session,
                code: isNewest ? CollectTally.retransmission : CollectRefusal.batchReplayed.rawValue, at: clock.now)
            throw CollectRefusal.batchReplayed
        case .outOfOrder: throw CollectRefusal.batchOutOfOrder
        case .chainBroken: throw CollectRefusal.chainBroken
        case .full: throw CollectRefusal.sessionFull
        case .erased: throw CollectRefusal.ticketExpired
        }
    }
}
