import Logging
import NetworkIntelligence
import ServiceLifecycle
import Sessions
import UnixSignals

/// Reads the sources beside the start of the server, looks again and again whether their files have changed, and has them downloaded when it
/// is time.
struct NetworkData: Service {
    /// How often files are looked at.
    static let interval: Duration = .seconds(15)

    let settings: NetworkSettings
    let library: NetworkLibrary
    let metrics: NetworkMetrics
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        // Trapped from the beginning: who is not ready for SIGHUP is ended by it.
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            await refresh()
            await withDiscardingTaskGroup { group in
                group.addTask { await watch() }
                // SIGHUP has everything looked at now.
                group.addTask { for await _ in signals { await refresh(retrying: true) } }
                group.addTask { await keepFresh() }
            }
        }
    }

    private func watch() async {
        while (try? await Task.sleep(for: Self.interval)) != nil { await refresh(settled: true) }
    }

    private func keepFresh() async {
        let updater = SourceUpdater(settings: settings, clock: clock)
        let sources = settings.sources.filter { if case .url = $0.origin { true } else { false } }
        guard !sources.isEmpty else { return }
        repeat {
            for source in sources where isDue(source) && !Task.isCancelled {
                let update = await updater.update(source)
                metrics.note(update, of: source.name)
                log(update, of: source)
                await refresh()
            }
        } while (try? await Task.sleep(for: Self.interval)) != nil
    }

    private func isDue(_ source: NetworkSource) -> Bool {
        let folder = SourceFolder(library: settings.folder, name: source.name)
        guard case .url(let url) = source.origin, let record = DownloadRecord(in: folder), record.url == url else {
            return true
        }
        return record.nextAt.map { $0 <= clock.now } ?? true
    }

    private func refresh(settled: Bool = false, retrying: Bool = false) async {
        let before = library.statuses
        let (library, now) = (library, clock.now)
        _ = try? await PatientThread.run { library.refresh(at: now, settled: settled, retrying: retrying) }
        for (old, new) in zip(before, library.statuses) where old.state != new.state || old.loadedAt != new.loadedAt {
            log(old, new)
        }
    }

    private func log(_ old: SourceStatus, _ new: SourceStatus) {
        let metadata: Logger.Metadata = [
            "source": "\(new.source.name)", "entries": "\(new.entries ?? 0)", "problems": "\(new.problemCount)",
        ]
        if old.state != new.state, let warning = new.warning(at: clock.now) {
            logger.warning("\(warning)", metadata: ["source": "\(new.source.name)"])
        } else if new.state == .ready {
            logger.info("a network source was read", metadata: metadata)
        }
    }

    private func log(_ update: SourceUpdate, of source: NetworkSource) {
        switch update {
        case .updated: logger.info("a network source was updated", metadata: ["source": "\(source.name)"])
        case .unchanged: logger.debug("a network source has nothing newer", metadata: ["source": "\(source.name)"])
        case .failed(let reason):
            logger.warning(
                "a network source could not be updated; what was there stays in use",
                metadata: ["source": "\(source.name)", "reason": "\(reason)"])
        }
    }
}
