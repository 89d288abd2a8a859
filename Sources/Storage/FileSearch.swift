import Foundation
import Sessions

/// Looks for identifiers of sessions and visitors in the bytes of a file, in one pass however many there are.
struct FileSearch {
    private static let prefixes = [SessionKind.prefix, VisitorKind.prefix].map { Array($0.utf8) }
    private static let prefixLength = 4
    private static let length = prefixLength + IdentifierForm.base32.length

    private let wanted: Set<[UInt8]>

    /// A search for any of these.
    init(_ identifiers: [String]) {
        wanted = Set(identifiers.map { Array($0.utf8) })
    }

    /// Where in the file one of them begins, in bytes from its start.
    /// - Throws: when the file can't be read.
    func offsets(in path: String) throws -> [Int] {
        try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped).withUnsafeBytes(offsets)
    }

    private func offsets(in bytes: UnsafeRawBufferPointer) -> [Int] {
        var offsets: [Int] = []
        // Every identifier has an underscore at the end of its prefix, which the system finds faster than we would.
        var start = 0
        while start < bytes.count,
            let found = memchr(bytes.baseAddress! + start, Int32(UInt8(ascii: "_")), bytes.count - start)
        {
            let end = UnsafeRawPointer(found) - bytes.baseAddress! + 1
            let first = end - Self.prefixLength
            if first >= 0, first + Self.length <= bytes.count,
                Self.prefixes.contains(where: { bytes[first..<end].elementsEqual($0) }),
                wanted.contains(Array(bytes[first..<first + Self.length]))
            {
                offsets.append(first)
            }
            start = end
        }
        return offsets
    }
}
