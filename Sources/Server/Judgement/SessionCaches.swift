/// What is at hand of sessions beside the store, which must go when they do.
struct SessionCaches: Sendable {
    /// Their documents.
    let documents: DocumentCache
    /// Their payloads, decoded.
    let payloads: PayloadCache

    /// Takes out everything of sessions that are gone.
    func forget(_ sessions: [SessionKey]) {
        documents.forget(sessions)
        payloads.forget(sessions)
    }
}
