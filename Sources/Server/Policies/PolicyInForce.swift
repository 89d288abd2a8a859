import Policy
import Synchronization

/// The policy that sessions are judged under now; swapped whole when the operator's file is read again.
final class PolicyInForce: Sendable {
    private let current: Mutex<Policy>

    init(_ policy: Policy) {
        current = Mutex(policy)
    }

    /// The policy. Who judges takes it once, so that a judgement is made under one.
    var policy: Policy {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }
}
