import Foundation

/// Finds the one database in a tar file (POSIX ustar), as makers of databases pack them.
public enum TarFile {
    /// The most members that are looked at.
    static let mostMembers = 1000
    private static let blockSize = 512

    /// Whether a file begins as tar files do.
    public static func isTar(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path), let block = try? file.read(upToCount: blockSize) else {
            return false
        }
        return isHeader([UInt8](block))
    }

    /// Writes the member whose name ends with `.mmdb` to a file.
    /// - Throws: ``SourceFailure`` when there is none, or the file is damaged.
    public static func extractDatabase(from path: String, to target: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw SourceFailure("\(path) can't be read") }
        for _ in 0..<mostMembers {
            let block = [UInt8](try file.read(upToCount: blockSize) ?? Data())
            guard isHeader(block) else { break }
            guard let size = size(block) else { throw damaged }
            // Type `0`, and NUL in old files, is a file.
            if name(block).hasSuffix(".mmdb"), [0, UInt8(ascii: "0")].contains(block[156]) {
                return try copy(size, from: file, to: target)
            }
            let offset = try file.offset() + UInt64((size + blockSize - 1) / blockSize * blockSize)
            try file.seek(toOffset: offset)
        }
        throw SourceFailure("there is no .mmdb file in the tar file")
    }

    private static let damaged = SourceFailure("the tar file is damaged or cut short")

    private static func isHeader(_ block: [UInt8]) -> Bool {
        block.count == blockSize && block[257..<262].elementsEqual("ustar".utf8)
    }

    private static func name(_ block: [UInt8]) -> String {
        String(decoding: block[0..<100].prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Eleven octal digits at most: 8 GiB.
    private static func size(_ block: [UInt8]) -> Int? {
        let digits = block[124..<135].prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
        return Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
    }

    private static func copy(_ size: Int, from file: FileHandle, to target: String) throws {
        guard FileManager.default.createFile(atPath: target, contents: nil),
            let output = FileHandle(forWritingAtPath: target)
        else { throw SourceFailure("\(target) can't be written") }
        var left = size
        while left > 0 {
            guard let piece = try file.read(upToCount: min(left, 1 << 16)), !piece.isEmpty else { throw damaged }
            try output.write(contentsOf: piece)
            left -= piece.count
        }
        try output.close()
    }
}
