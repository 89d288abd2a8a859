import Detection
import Logging
import NetworkIntelligence
import Policy
import ServiceLifecycle
import UnixSignals

/// Reads the operator's policy again when the process is told to by SIGHUP. One that is wrong is told of and not used.
struct PolicyWatch: Service {
    let policies: PolicyInForce
    /// The file; nil without one.
    let path: String?
    let addressStorage: AddressStorage
    let logger: Logger

    func run() async throws {
        guard let path else {
            try? await gracefulShutdown()
            return
        }
        logger.info("a policy is in force", metadata: ["rules": "\(policies.policy.rules.version)"])
        warn(of: policies.policy)
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { reload(path) }
    }

    private func reload(_ path: String) {
        do {
            let policy = try PolicyFile.policy(contentsOf: path)
            policies.policy = policy
            logger.info("the policy was read again", metadata: ["rules": "\(policy.rules.version)"])
            warn(of: policy)
        } catch {
            logger.error(
                "the policy was not read again; what was in force stays",
                metadata: ["rules": "\(policies.policy.rules.version)", "problems": "\(error)"])
        }
    }

    /// Entries that name less than what is kept of an address match no session.
    private func warn(of policy: Policy) {
        let entries = (policy.denied.entries + policy.allowed.entries).filter { entry in
            guard case .address(let block) = entry.mark else { return false }
            return switch addressStorage {
            case .full: false
            case .truncated: block.prefixLength > block.first.network.prefixLength
            case .hashed: true
            }
        }
        guard let first = entries.first else { return }
        logger.warning(
            "addresses are not kept whole, so that some entries of the policy meet nobody",
            metadata: ["entries": "\(entries.count)", "line": "\(first.line)"])
    }
}
