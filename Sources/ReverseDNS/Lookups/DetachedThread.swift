#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread of our own, for what would hold one of those that all tasks share.
enum DetachedThread {
    private final class Work {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Runs the work on a new thread, which ends with it; false where the system gives none.
    static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return false }
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 512 << 10)
        let work = Unmanaged.passRetained(Work(run)).toOpaque()
        guard create(&attributes, work) else {
            Unmanaged<Work>.fromOpaque(work).release()
            return false
        }
        return true
    }

    private static func create(_ attributes: inout pthread_attr_t, _ work: UnsafeMutableRawPointer) -> Bool {
        #if canImport(Darwin)
            var thread: pthread_t?
            return pthread_create(&thread, &attributes, begin, work) == 0
        #else
            var thread = pthread_t()
            return pthread_create(&thread, &attributes, begin, work) == 0
        #endif
    }

    fileprivate static func run(_ work: UnsafeMutableRawPointer) {
        // A name server that hangs up while it is written to would end the process by this signal.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run()
    }
}

#if canImport(Darwin)
    private func begin(_ work: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        DetachedThread.run(work)
        return nil
    }
#else
    private func begin(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let work { DetachedThread.run(work) }
        return nil
    }
#endif
