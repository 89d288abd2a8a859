import Evidence
import Logging
import ServiceLifecycle
import Sessions
import Storage
import WebBotAuth

/// Fetches directories as they are asked for, a few at a time, and has the sessions judged again that waited.
struct AgentDirectoryLoader: Service {
    /// How many directories are fetched at the same time.
    static let lanes = 8

    let directories: AgentDirectories
    let fetcher: DirectoryFetcher
    let judge: Judge
    let clock: any WallClock
    let logger: Logger

    /// For how long after a session a directory is still asked for, when the server was started anew meanwhile.
    static let memory: Duration = .seconds(3600)

    func run() async throws {
        await resume()
        await withDiscardingTaskGroup { group in
            let lanes = Lanes(count: Self.lanes)
            group.addTask {
                while (try? await Task.sleep(for: .seconds(15))) != nil { directories.retry(at: clock.now) }
            }
            for await _ in directories.bell.rings.cancelOnGracefulShutdown() {
                while let location = directories.next() {
                    await lanes.enter()
                    group.addTask {
                        await fetch(location)
                        await lanes.leave()
                    }
                }
            }
            group.cancelAll()
        }
    }

    /// Has the sessions judged again of which the store knows that they wait, where there is something new to say.
    private func resume() async {
        do {
            let waiting = try await judge.store.sessions.claiming(
                since: clock.now + (.zero - Self.memory), limit: AgentDirectories.capacity)
            for (tenant, session) in waiting { try await lookAgain(at: SessionKey(tenant, session)) }
        } catch {
            logger.error("signed sessions could not be looked at again", metadata: ["error": "\(error)"])
        }
    }

    /// Keeps what came of a session's signature in the place of the claim, and judges the session again.
    private func lookAgain(at key: SessionKey) async throws {
        let isChanged = try await judge.amend(key) { record, state in
            guard let evidence = judge.evidence(state).webBotAuth, evidence.status != .directoryUnavailable else {
                return false
            }
            record.signature = .settled(evidence)
            return true
        }
        if isChanged { _ = try await judge.judge(key.tenant, key.session) }
    }

    private func fetch(_ location: DirectoryLocation) async {
        let result = await fetcher.directory(at: location)
        if case .failure(let failure) = result {
            logger.notice(
                "an agent's directory could not be read",
                metadata: ["directory": "\(location.address)", "reason": "\(failure.reason)"])
        }
        let waiting = directories.keep(result, of: location, at: clock.now)
        for key in waiting.sessions {
            do {
                try await lookAgain(at: key)
            } catch {
                logger.error("a signed session could not be judged again", metadata: ["error": "\(error)"])
            }
        }
        if waiting.hasMore { await resume() }
    }
}
