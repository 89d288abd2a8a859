import Foundation
import NetworkIntelligence
import Yams

/// The operator's file of network sources, in YAML.
///
/// ```yaml
/// defaults: true
/// sources:
///   - name: office-vpn
///     url: https://lists.example/vpn.txt
///     means: vpn
///     provider: Example VPN
/// ```
public enum NetworkSourcesFile {
    /// The most bytes of it.
    static let maximumBytes = 1 << 20
    /// The most sources in it.
    static let mostSources = 1000

    /// Reads the file.
    /// - Parameters:
    ///   - path: where it is. Files that it names relative to it are looked for in its folder.
    ///   - allowsPrivate: whether downloads may come from this machine and private networks, and there by plain HTTP.
    /// - Returns: its sources in their order, and behind them the defaults if it asks for them.
    /// - Throws: ``NetworkSourcesError``.
    public static func read(_ path: String, allowsPrivate: Bool) throws -> [NetworkSource] {
        let name = URL(fileURLWithPath: path).lastPathComponent
        guard let file = FileHandle(forReadingAtPath: path),
            let data = try? file.read(upToCount: maximumBytes + 1)
        else {
            throw NetworkSourcesError(description: "\(path) can't be read: a file with network sources was expected.")
        }
        guard data.count <= maximumBytes, let text = String(validatingUTF8: data) else {
            throw NetworkSourcesError(description: "\(name) must be YAML in UTF-8 of at most \(maximumBytes) bytes.")
        }
        return try sources(
            in: text, file: name, folder: URL(fileURLWithPath: path).deletingLastPathComponent().path,
            allowsPrivate: allowsPrivate)
    }

    /// Reads the text of the file.
    static func sources(
        in text: String, file: String, folder: String, allowsPrivate: Bool
    ) throws -> [NetworkSource] {
        let root = YAMLEntry(place: file, node: try node(text, file), allowed: ["defaults", "sources"])
        try root.check()
        var reader = SourceReader(folder: folder, allowsPrivate: allowsPrivate)
        for (index, node) in try root.sequence("sources").enumerated() {
            guard index < mostSources else { throw root.error("`sources` must be at most \(mostSources)") }
            try reader.read(node, file: file, number: index + 1)
        }
        guard try root.bool("defaults") ?? false else { return reader.sources }
        let defaults = NetworkSource.defaults
        if let taken = defaults.first(where: { source in reader.sources.contains { $0.name == source.name } }) {
            throw root.error("no source may be named \(taken.name), as one of the defaults is, with `defaults: true`")
        }
        return reader.sources + defaults
    }

    private static func node(_ text: String, _ file: String) throws -> Node {
        let node: Node?
        do {
            node = try compose(yaml: text)
        } catch let error as YamlError {
            throw NetworkSourcesError(description: "\(file)\(error.place): YAML was expected; \(error.words).")
        } catch {
            throw NetworkSourcesError(description: "\(file): YAML was expected.")
        }
        guard let node else {
            throw NetworkSourcesError(description: "\(file): `sources:` with a list was expected; there is nothing.")
        }
        return node
    }
}

/// What is wrong with a file of network sources, as a sentence for the operator: the file, the source, and what was expected.
public struct NetworkSourcesError: Error, Equatable, CustomStringConvertible {
    /// The sentence.
    public let description: String
}

extension YamlError {
    fileprivate var place: String {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            ", line \(mark.line)"
        case .duplicatedKeysInMapping(_, let context): ", line \(context.mark.line)"
        default: ""
        }
    }

    fileprivate var words: String {
        switch self {
        case .reader(let problem, _, _, _), .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
            .composer(_, let problem, _, _):
            problem
        case .duplicatedKeysInMapping(let duplicates, _): "\(duplicates.joined(separator: ", ")) stands there twice"
        default: "this is none"
        }
    }
}

extension String {
    fileprivate init?(validatingUTF8 data: Data) { self.init(bytes: data, encoding: .utf8) }
}
