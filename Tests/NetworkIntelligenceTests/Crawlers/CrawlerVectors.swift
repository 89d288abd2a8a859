import Foundation

/// Crawlers, their ranges and user agents that nobody on this project collected; they lie beside the repository and are no part of it.
enum CrawlerVectors {
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../../../shared/vectors").standardizedFileURL

    static let areThere = FileManager.default.fileExists(atPath: folder.appending(path: "agents").path)

    static func bytes(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: folder.appending(path: path)))
    }

    /// The user agents of `user-agents`, in the order of their files.
    static func userAgents() throws -> [String] {
        try ["test_ua.yaml", "test_os.yaml"].flatMap { file in
            String(decoding: try bytes("user-agents/\(file)"), as: UTF8.self).split(separator: "\n").compactMap {
                line in
                let key = "- user_agent_string: "
                guard let start = line.range(of: key)?.upperBound else { return nil }
                return line[start...].trimmingCharacters(in: CharacterSet(charactersIn: " '\""))
            }
        }
    }
}
