/// A way by which an agent shows itself to the server a second time: the same client must look the same on each.
public enum CheckedTransport: String, Sendable, CaseIterable {
    /// A request of its own, by `POST /v1/collect/network-checks`.
    case request
    /// A WebSocket, for which browsers open another connection.
    case socket
}
