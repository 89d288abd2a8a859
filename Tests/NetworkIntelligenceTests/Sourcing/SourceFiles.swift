import Evidence
import Foundation
import NetworkIntelligence
import Sessions

/// A folder with the files of a test, which is gone when the test is.
final class SourceFiles: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "tripline-sources-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file over the one that was there, as an editor does.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// A list of addresses that are exits of VPNs.
    func list(_ name: String, _ text: String? = nil) throws -> NetworkSource {
        if let text { try write("\(name).txt", text) }
        var source = NetworkSource(name: name, origin: .file("\(path)/\(name).txt"))
        source.meaning = .trait(.vpn)
        return source
    }

    /// A library of sources, with downloads in the folder `network`.
    func library(_ sources: [NetworkSource], isKeeper: Bool = true) -> NetworkLibrary {
        NetworkLibrary(sources: sources, folder: "\(path)/network", isKeeper: isKeeper, scratch: path)
    }
}

extension Timestamp {
    static let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
}
