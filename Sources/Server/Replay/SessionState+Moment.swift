import Sessions
import Storage

extension SessionState {
    /// The session as it was known at a moment: what came later of batches, checks and of its visitor is left out. Refusals are counted
    /// without a time of their own, and stay.
    func known(at moment: Timestamp) -> SessionState {
        var state = self
        state.batches.removeAll { $0.receivedAt > moment }
        if state.batches.count < batches.count {
            state.nextSequence = state.batches.count
            state.lastBatchAt = state.batches.last?.receivedAt ?? firstBatchAt
        }
        state.checks.removeAll { $0.checkedAt > moment }
        if let tie, tie.frozenAt > moment {
            state.tie = nil
            state.visitor = nil
            state.addressCounts?.networksOfVisitor = nil
        }
        return state
    }
}
