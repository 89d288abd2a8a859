import Evidence

extension ContinuityTokens {
    /// What each of the five storages held.
    public var byStorage: [String?] { [cookies, localStorage, indexedDb, serviceWorker, windowName] }
}
