import CollectProtocol
import Evidence
import HTTPTypes
import NetworkIntelligence
import Sessions
import Storage

/// Takes network checks: the same client by another way (`docs/protocol.md`).
struct NetworkChecks: Sendable {
    let store: Store
    let access: Access
    let tickets: TicketSealer
    let clock: any WallClock
    let metrics: Metrics
    /// The country of an address, by its two letters; nil where nobody knows.
    let country: @Sendable (IPAddress) -> String?

    /// A check that is what it says, and is not kept yet.
    struct Opened: Sendable {
        fileprivate let tenant: Tenant
        fileprivate let ticket: Ticket
        fileprivate let transport: CheckedTransport
        fileprivate let nonce: [UInt8]
        fileprivate let reflexive: [IPAddress]
    }

    /// Reads a frame and checks whose it is.
    /// - Parameters:
    ///   - transport: how it came.
    ///   - headers: of the request that brought it, or that became the WebSocket.
    /// - Throws: `APIError` with a code of `CollectRefusal`, or about the key or the origin.
    func open(_ bytes: [UInt8], over transport: CheckedTransport, headers: HTTPFields) async throws -> Opened {
        var blamed: (tenant: Tenant, session: SessionID)?
        do {
            let frame = try NetworkCheckFrame(bytes)
            let ticket = try tickets.open(frame.ticket)
            let tenant = try await access.owner(of: ticket, headers)
            blamed = (tenant, ticket.session)
            try ticket.check(at: clock.now)
            let plaintext = try frame.open(with: ticket.batchKey, over: transport)
            guard let payload = try? NetworkCheckPayload(parsing: plaintext) else {
                throw CollectRefusal.payloadInvalid
            }
            return Opened(
                tenant: tenant, ticket: ticket, transport: transport, nonce: Array(frame.nonce),
                reflexive: payload.reflexiveAddresses.compactMap { IPAddress($0) })
        } catch let refusal as CollectRefusal {
            if let blamed {
                try await store.sessions.noteRefusal(
                    blamed.tenant, blamed.session, code: refusal.rawValue, at: clock.now)
            }
            throw refused(refusal)
        }
    }

    /// Keeps what was seen of a check. Returns when it is durable.
    /// - Parameter roundTrip: of the WebSocket's frames, in microseconds.
    /// - Throws: `APIError`.
    func keep(_ check: Opened, seen: SeenTransport, roundTrip: Int? = nil) async throws {
        let arrived = ArrivedCheck(
            tenant: check.tenant, session: check.ticket.session, nonce: check.nonce,
            seen: record(check, seen, roundTrip).json, checkedAt: clock.now)
        switch try await store.sessions.noteCheck(arrived, limit: CollectProtocol.networkChecksPerSession) {
        case .kept: metrics.count(.networkChecks, check.transport.rawValue)
        case .ignored: break
        case .early: throw refused(.batchOutOfOrder)
        case .erased: throw refused(.ticketExpired)
        case .replayed:
            // An answer that was lost, as with batches: alone it counts for nothing.
            try await store.sessions.noteRefusal(
                check.tenant, check.ticket.session, code: CollectTally.retransmission, at: clock.now)
            throw refused(.batchReplayed)
        }
    }

    private func refused(_ refusal: CollectRefusal) -> APIError {
        metrics.count(.collectRefusals, refusal.rawValue)
        return APIError(refusal)
    }

    private func record(_ check: Opened, _ seen: SeenTransport, _ roundTrip: Int?) -> NetworkCheckRecord {
        let first = IPAddress(networkBytes: check.ticket.address)
        return NetworkCheckRecord(
            transport: check.transport, address: .init(first, seen.address), ipVersion: seen.address?.version,
            otherCountry: isElsewhere(seen.address, than: first), connection: seen.connection, roundTrip: roundTrip,
            tcpRoundTrip: seen.tcpRoundTrip,
            reflexive: check.reflexive.map { .init(agreement: .init(first, $0), ipVersion: $0.version) })
    }

    private func isElsewhere(_ address: IPAddress?, than first: IPAddress?) -> Bool? {
        guard let one = first.flatMap(country), let other = address.flatMap(country) else { return nil }
        return one != other
    }
}
