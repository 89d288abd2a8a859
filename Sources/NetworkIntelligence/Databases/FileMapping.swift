#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file's bytes, mapped for reading. Only for files that nobody shortens (``PrivateCopy``).
final class FileMapping: Sendable {
    /// The bytes; valid as long as the mapping lives.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    /// Maps a whole file.
    /// - Parameters:
    ///   - path: the file to map, of at least one byte.
    ///   - original: the file that errors speak of.
    init(_ path: String, for original: String) throws(DatabaseError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw DatabaseError(.unreadable, file: original, "its copy can't be opened: \(PrivateCopy.systemReason())")
        }
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        guard size > 0 else { throw DatabaseError(.notADatabase, file: original, "it is empty") }
        guard let start = mmap(nil, size, PROT_READ, MAP_SHARED, file, 0), start != MAP_FAILED else {
            throw DatabaseError(.unreadable, file: original, "it can't be mapped: \(PrivateCopy.systemReason())")
        }
        bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
