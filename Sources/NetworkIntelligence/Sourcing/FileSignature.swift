import Sessions

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What changes when a file does: its size, when it was written, and which file it is.
struct FileSignature: Sendable, Equatable {
    /// Bytes.
    let size: Int
    /// When its content was changed, in nanoseconds since 1970.
    let modified: Int
    private let inode: UInt64

    /// The signature of a file; nil where there is none to read.
    init?(of path: String) {
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
        size = Int(info.st_size)
        inode = UInt64(info.st_ino)
        #if canImport(Darwin)
            let time = info.st_mtimespec
        #else
            let time = info.st_mtim
        #endif
        modified = Int(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ Int(time.tv_nsec)
    }

    /// When its content was changed.
    var modifiedAt: Timestamp { Timestamp(milliseconds: Int64(modified / 1_000_000)) }
}
