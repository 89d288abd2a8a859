extension ForwardConfirmation.Outcome {
    /// For how long the answer is kept: as long as the name servers let it hold, within bounds that keep one address from asking too much
    /// of them and from keeping a name for ever. A failure is tried again soon. Nil where nothing was asked, so that nothing is kept.
    var lifetime: Duration? {
        switch answer {
        case .names(let names):
            let longest = names.isEmpty ? Self.longestNegative : Self.longestPositive
            return .seconds(min(max(timeToLive ?? 0, Self.shortest), longest))
        case .unavailable(.overloaded), .unavailable(.cancelled), .unavailable(.closed):
            return nil
        case .unavailable(.timedOut), .unavailable(.serverFailure), .unavailable(.malformed):
            return .seconds(Self.failure)
        }
    }

    private static let shortest: UInt32 = 5 * 60
    private static let longestPositive: UInt32 = 24 * 60 * 60
    private static let longestNegative: UInt32 = 60 * 60
    private static let failure: UInt32 = 30
}
