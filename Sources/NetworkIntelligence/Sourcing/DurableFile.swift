import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Puts files in the place of others so that after a loss of power there is either the old one or the whole new one.
public enum DurableFile {
    /// A call to the system that failed.
    public struct Failure: Error, CustomStringConvertible {
        /// What could not be done, and why.
        public let description: String

        init(_ what: String) { description = "\(what): \(String(cString: strerror(errno)))" }
    }

    /// Moves a file that was written into another's place.
    /// - Throws: ``Failure``.
    public static func move(_ draft: String, to path: String) throws {
        try sync(draft)
        guard rename(draft, path) == 0 else { throw Failure("\(path) can't be written") }
        try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    private static func sync(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure("\(path) can't be opened") }
        defer { close(file) }
        guard fsync(file) == 0 else { throw Failure("\(path) can't be written") }
    }
}
