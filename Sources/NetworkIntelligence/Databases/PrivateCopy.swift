#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A copy of a file that nobody else writes to.
///
/// Databases are mapped, not read into memory, so that what is rarely asked for can be given back to the system. Whoever shortens a mapped
/// file ends the process that reads it (SIGBUS), and operators do copy a new database over the old one. So it is a copy that is mapped. The
/// copy lies on disk and not in anonymous memory, which could not be given back, and it has no name, so that nothing is left behind however the
/// process ends. (Where there is no `/proc`, it has one until it is open.)
enum PrivateCopy {
    /// Copies a file and hands over a path of the copy, which leads nowhere when the closure has returned: it opens or maps the copy.
    /// - Parameters:
    ///   - path: the file.
    ///   - limit: how many bytes it may have.
    ///   - folder: where copies are made; on a disk, with room for the file.
    static func with<Product>(
        of path: String, limit: Int, in folder: String, _ use: (String) throws(DatabaseError) -> Product
    ) throws(DatabaseError) -> Product {
        let source = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard source >= 0 else { throw DatabaseError(.unreadable, file: path, "it can't be opened: \(systemReason())") }
        defer { close(source) }
        let before = try FileState(source, path)
        guard before.size <= limit else {
            throw DatabaseError(
                .tooLarge, file: path, "\(before.size) bytes are more than the \(limit) that are allowed")
        }
        let copy = try OpenCopy(in: folder, for: path)
        defer { copy.release() }
        let copied = try copy.fill(from: source, limit: limit, path: path)
        guard try FileState(source, path) == before, copied == before.size else {
            throw DatabaseError(.changedWhileCopied, file: path, "it was written to while it was being copied")
        }
        return try use(copy.path)
    }

    /// What the system says of the call that has just failed.
    static func systemReason() -> String { String(cString: strerror(errno)) }
}

/// What tells whether a file was written to meanwhile.
private struct FileState: Equatable {
    var size: Int
    var seconds: Int
    var nanoseconds: Int

    init(_ file: CInt, _ path: String) throws(DatabaseError) {
        var state = stat()
        guard fstat(file, &state) == 0, state.st_mode & S_IFMT == S_IFREG else {
            throw DatabaseError(.unreadable, file: path, "it is no regular file")
        }
        size = Int(state.st_size)
        #if canImport(Darwin)
            let modified = state.st_mtimespec
        #else
            let modified = state.st_mtim
        #endif
        seconds = Int(modified.tv_sec)
        nanoseconds = Int(modified.tv_nsec)
    }
}

/// The copy until it is open.
private struct OpenCopy {
    let path: String
    private let isNameless: Bool
    private let file: CInt

    init(in folder: String, for original: String) throws(DatabaseError) {
        var bytes = Array("\(folder)/.tripline-database-XXXXXX".utf8CString)
        file = mkstemp(&bytes)
        guard file >= 0 else {
            throw DatabaseError(
                .noRoom, file: original, "no copy can be made in \(folder): \(PrivateCopy.systemReason())")
        }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        let name = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let nameless = "/proc/self/fd/\(file)"
        isNameless = access(nameless, R_OK) == 0
        if isNameless { unlink(name) }
        path = isNameless ? nameless : name
    }

    /// Copies what the file has, and says how many bytes that were.
    func fill(from source: CInt, limit: Int, path original: String) throws(DatabaseError) -> Int {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { chunk.deallocate() }
        var total = 0
        while true {
            let count = read(source, chunk.baseAddress, chunk.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw DatabaseError(
                    .unreadable, file: original, "it can't be read: \(PrivateCopy.systemReason())")
            }
            guard count > 0 else { return total }
            total += count
            guard total <= limit else {
                throw DatabaseError(.tooLarge, file: original, "it has more than the \(limit) bytes that are allowed")
            }
            try append(UnsafeRawBufferPointer(rebasing: chunk[..<count]), original)
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer, _ original: String) throws(DatabaseError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw DatabaseError(
                    .noRoom, file: original, "its copy can't be written: \(PrivateCopy.systemReason())")
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Ends the copy; what was opened or mapped of it stays.
    func release() {
        if !isNameless { unlink(path) }
        close(file)
    }
}
