import OrderedJSON
import Sessions
import Storage

/// What goes over the wire for one try of a delivery.
struct WebhookRequest: Sendable {
    /// The event in its envelope (`WebhookEventEnvelope` in the schema): the same bytes at each try.
    let body: [UInt8]
    /// Names and values.
    let headers: [(name: String, value: String)]

    /// The request for a try.
    /// - Parameters:
    ///   - attempt: the delivery, counted from its first try.
    ///   - secrets: what signs, the newest first.
    ///   - now: the moment of the try: receivers refuse what was signed more than five minutes ago.
    init(_ attempt: Deliveries.Attempt, secrets: [WebhookSecret], at now: Timestamp) {
        var writer = JSONWriter(capacity: attempt.event.data.count + 256)
        writer.object {
            $0.field("id", attempt.event.id.text)
            $0.field("object", "webhook_event")
            $0.field("type", attempt.event.type.rawValue)
            $0.field("created", attempt.event.createdAt)
            $0.key("data")
            $0.raw(attempt.event.data)
        }
        let body = writer.bytes
        let id = attempt.event.id.text
        let timestamp = String(now.milliseconds / 1000)
        var headers = [
            ("content-type", "application/json"), ("user-agent", "Tripline-Webhooks/1"), ("accept", "*/*"),
            ("x-tripwire-timestamp", timestamp), ("webhook-id", id), ("webhook-timestamp", timestamp),
            (
                "webhook-signature",
                secrets.map { $0.standardSignature(id: id, timestamp: timestamp, body: body) }.joined(separator: " ")
            ),
        ]
        // The contract's header has room for one signature. While a rotation's grace lasts, tries take turns, so that a receiver with
        // either secret takes one of the first two.
        if !secrets.isEmpty {
            let secret = secrets[max(attempt.delivery.attempts - 1, 0) % secrets.count]
            headers.append(("x-tripwire-signature", secret.tripwireSignature(timestamp: timestamp, body: body)))
        }
        self.body = body
        self.headers = headers.map { (name: $0.0, value: $0.1) }
    }
}
