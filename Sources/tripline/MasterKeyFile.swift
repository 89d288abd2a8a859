import CollectProtocol
import Foundation

/// The file that keeps the master key: 64 hexadecimal digits, readable by its owner alone.
enum MasterKeyFile {
    /// Reads the key, or makes one when there is no file yet.
    static func load(_ path: String) throws -> MasterKey {
        if let text = try? String(contentsOfFile: path, encoding: .utf8) {
            guard let key = parse(text) else {
                throw Complaint(
                    "\(path) holds no master key: 64 hexadecimal digits were expected. Move it away to get a new one.")
            }
            return key
        }
        if FileManager.default.fileExists(atPath: path) {
            throw Complaint("The master key \(path) can't be read: make it readable for this user.")
        }
        return try make(path)
    }

    private static func make(_ path: String) throws -> MasterKey {
        let key = MasterKey.random()
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // O_EXCL: of two commands that start at once, one makes the file and the other reads it.
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        if descriptor < 0, errno == EEXIST { return try load(path) }
        guard descriptor >= 0 else {
            throw Complaint(
                "The master key \(path) can't be written: name another file with --master-key-file, or make the folder writable."
            )
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data((hexadecimal(key.bytes) + "\n").utf8))
        try file.synchronize()
        return key
    }

    private static func parse(_ text: String) -> MasterKey? {
        let digits = Array(text.trimmingCharacters(in: .whitespacesAndNewlines))
        guard digits.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
        return MasterKey(bytes: bytes)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
