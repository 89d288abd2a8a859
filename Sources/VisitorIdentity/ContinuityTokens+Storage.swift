import Evidence

extension ContinuityTokens {
    /// What each of the five storages held, and the server's own cookie beside them: never more than six tokens.
    public var byStorage: [String?] { [cookies, localStorage, indexedDb, serviceWorker, windowName, serverCookie] }
}
