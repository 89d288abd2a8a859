#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Wakes a thread that polls: a pipe to oneself.
final class Bell: Sendable {
    /// The end that the thread polls for reading; -1, which poll passes over, where the system had no pipe to give.
    let listening: Int32
    private let ringing: Int32

    /// Whether it can't be heard.
    var isMute: Bool { listening < 0 }

    /// A bell that nobody rang.
    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
        }
        (listening, ringing) = (ends[0], ends[1])
    }

    deinit {
        if listening >= 0 { _ = close(listening) }
        if ringing >= 0 { _ = close(ringing) }
    }

    /// Wakes the thread, now or when it polls next. A full pipe is as good as a ring.
    func ring() {
        var byte: UInt8 = 1
        _ = write(ringing, &byte, 1)
    }

    /// Forgets the rings so far.
    func silence() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(listening, &bytes, bytes.count) == bytes.count {}
    }
}
