/// Wakes one listener: there is something to do. Ringing while it is awake makes it look once more, however often it is rung.
final class Bell: Sendable {
    /// What the listener waits on.
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (rings, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Wakes the listener.
    func ring() { continuation.yield() }
}
