import NetworkIntelligence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Held while a source is updated, so that a server and a command don't do so at once. The system lets go of it when a process ends.
final class UpdateLock {
    private let file: Int32

    /// Takes the lock; nil while somebody else has it.
    init?(_ folder: SourceFolder) {
        file = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return nil }
        if flock(file, LOCK_EX | LOCK_NB) != 0 {
            close(file)
            return nil
        }
    }

    deinit { if file >= 0 { close(file) } }
}
