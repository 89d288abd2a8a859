import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs confirmations, a few at a time, on a thread that is there while there is something to do.
final class LookupThread: Sendable {
    private struct State {
        /// In the order of their deadlines, which is that of their coming: all have the same time.
        var waiting: [ConfirmationJob] = []
        /// How many are under way.
        var underWay = 0
        var hasThread = false
        var isClosed = false
    }

    /// What the thread does next, after what it has under way went on.
    private enum Turn {
        /// Begins these, and gives up those that waited for too long.
        case goOn(begin: [ConfirmationJob], late: [ConfirmationJob])
        /// Gives up these, and whatever is under way, and ends.
        case close([ConfirmationJob])
        /// Ends: there is nothing to do.
        case end
    }

    private let settings: NameResolver.Settings
    private let state = Mutex(State())
    private let bell = Bell()

    /// A thread that is not there yet.
    init(_ settings: NameResolver.Settings) {
        self.settings = settings
    }

    /// How many questions wait for their turn, and how many are under way.
    var load: (waiting: Int, underWay: Int) { state.withLock { ($0.waiting.count, $0.underWay) } }

    /// Takes a question; gives the reason where it does not.
    func submit(_ job: ConfirmationJob) -> ReverseDNSAnswer.Reason? {
        let refusal: ReverseDNSAnswer.Reason? = state.withLock { state in
            guard !state.isClosed else { return .closed }
            guard state.waiting.count + state.underWay < settings.waiting + settings.concurrency else {
                return .overloaded
            }
            if !state.hasThread {
                guard DetachedThread.start({ self.run() }) else { return .overloaded }
                state.hasThread = true
            }
            state.waiting.append(job)
            return nil
        }
        if refusal == nil { bell.ring() }
        return refusal
    }

    /// Takes back a question whose turn has not come; false where it has.
    func withdraw(_ question: Question) -> Bool {
        state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.question == question }) else { return false }
            state.waiting.remove(at: place)
            return true
        }
    }

    /// Ends every question without an answer, and takes no more.
    func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
    }

    // MARK: On the thread

    private func run() {
        var runs: [ConfirmationRun] = []
        while true {
            switch nextTurn() {
            case .goOn(let begin, let late):
                for job in late { job.fail(.overloaded) }
                runs += begin.map { ConfirmationRun($0, settings) }
            case .close(let waiting):
                for job in waiting + runs.map(\.job) { job.fail(.closed) }
                return
            case .end:
                return
            }
            proceed(runs)
            finish(&runs)
        }
    }

    private func nextTurn() -> Turn {
        let now = ContinuousClock.now
        return state.withLock { state in
            if state.isClosed {
                defer { state = State(isClosed: true) }
                return .close(state.waiting)
            }
            let late = state.waiting.prefix { $0.deadline <= now }
            let begin = state.waiting.dropFirst(late.count).prefix(settings.concurrency - state.underWay)
            state.waiting.removeFirst(late.count + begin.count)
            state.underWay += begin.count
            guard state.underWay > 0 || !late.isEmpty else {
                state.hasThread = false
                return .end
            }
            return .goOn(begin: Array(begin), late: Array(late))
        }
    }

    /// Waits until something happens, and has every confirmation go on.
    private func proceed(_ runs: [ConfirmationRun]) {
        guard !runs.contains(where: { $0.outcome != nil }) else { return }
        var descriptors = [pollfd(fd: bell.listening, events: Int16(POLLIN), revents: 0)]
        let shares = runs.map { run in
            let start = descriptors.count
            descriptors += run.descriptors
            return start..<descriptors.count
        }
        // An error, such as a signal that came in between, is looked at as if nothing had happened.
        if poll(&descriptors, nfds_t(descriptors.count), patience(with: runs)) < 0 {
            for index in descriptors.indices { descriptors[index].revents = 0 }
        }
        if descriptors[0].revents != 0 { bell.silence() }
        let now = ContinuousClock.now
        for (run, share) in zip(runs, shares) { run.proceed(descriptors[share], at: now) }
    }

    /// For how many milliseconds nothing has to be done unless something happens.
    private func patience(with runs: [ConfirmationRun]) -> Int32 {
        let now = ContinuousClock.now
        let waiting = state.withLock { $0.waiting.first?.deadline }
        guard let next = (runs.map { $0.alarm(after: now) } + [waiting].compactMap { $0 }).min() else { return 0 }
        // Rounded up: to wake too early is to wake in vain.
        let milliseconds = max(0, (next - now) / .milliseconds(1)).rounded(.up)
        return min(Int32(milliseconds), bell.isMute ? 50 : 60_000)
    }

    /// Tells the outcomes there are. The place is free before anyone hears of it.
    private func finish(_ runs: inout [ConfirmationRun]) {
        let over = runs.filter { $0.outcome != nil }
        guard !over.isEmpty else { return }
        runs.removeAll { $0.outcome != nil }
        state.withLock { $0.underWay -= over.count }
        for run in over {
            guard let outcome = run.outcome else { continue }
            run.job.finish(outcome)
        }
    }
}
