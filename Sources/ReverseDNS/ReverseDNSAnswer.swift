/// What reverse DNS says of an address.
public enum ReverseDNSAnswer: Sendable, Equatable {
    /// The names that the address has and that have the address, in lower case and without a final dot, in the order in which the name
    /// server gave them. Empty when it has none: that there is no such name is an answer.
    case names([String])
    /// It is not known.
    case unavailable(Reason)

    /// Why nothing is known.
    public enum Reason: String, Sendable, CaseIterable {
        /// No name server answered in time.
        case timedOut = "timed_out"
        /// No name server could be reached, or those that were refused or failed (SERVFAIL, REFUSED).
        case serverFailure = "server_failure"
        /// What a name server answered is no DNS message.
        case malformed
        /// Too many addresses wait to be asked about, or this one waited for too long.
        case overloaded
        /// The task that asked was cancelled.
        case cancelled
        /// The resolver is closed.
        case closed
    }
}
