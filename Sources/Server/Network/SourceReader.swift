import Evidence
import Foundation
import NetworkIntelligence
import Yams

/// Reads the sources of a file one after the other.
struct SourceReader {
    /// Where files are that are named without a folder.
    let folder: String
    /// Whether downloads may come from this machine and private networks.
    let allowsPrivate: Bool
    /// What was read.
    private(set) var sources: [NetworkSource] = []

    init(folder: String, allowsPrivate: Bool) {
        self.folder = folder
        self.allowsPrivate = allowsPrivate
    }

    private static let members = [
        "name", "file", "url", "kind", "means", "crawler", "provider", "categories", "column", "licence", "every",
        "sha256", "sha256_url", "max_age", "authorization_file",
    ]

    /// Reads the next one.
    mutating func read(_ node: Node, file: String, number: Int) throws {
        let unnamed = YAMLEntry(place: "\(file), source \(number)", node: node, allowed: Self.members)
        guard node.mapping != nil else { throw unnamed.error("a mapping with a `name` was expected") }
        guard let name = try unnamed.text("name") else { throw unnamed.error("a `name` was expected") }
        guard NetworkSource.isName(name) else {
            throw unnamed.error("`name` must be 1 to 64 of a-z, 0-9 and -, not \(name)", at: node["name"])
        }
        let entry = YAMLEntry(place: "\(file), source \(name)", node: node, allowed: Self.members)
        try entry.check()
        if sources.contains(where: { $0.name == name }) {
            throw entry.error("another source before it has that name", at: node["name"])
        }
        sources.append(try source(entry, name))
    }

    private func source(_ entry: YAMLEntry, _ name: String) throws -> NetworkSource {
        var source = NetworkSource(name: name, origin: try origin(entry))
        source.kind =
            try entry.choice(
                "kind", NetworkSource.Kind.init(rawValue:), words: NetworkSource.Kind.allCases.map(\.rawValue)) ?? .auto
        source.meaning = try meaning(entry, source.kind)
        source.provider = try entry.text("provider")
        source.categories = try entry.texts("categories")
        source.column = try entry.text("column")
        source.licence = try entry.text("licence")
        source.maximumAge = try entry.duration("max_age")
        try readDownload(entry, &source)
        return source
    }

    private func origin(_ entry: YAMLEntry) throws -> NetworkSource.Origin {
        switch (try entry.text("file"), try entry.text("url")) {
        case (let file?, nil): return .file(path(file))
        case (nil, let url?): return .url(try address(url, "url", entry))
        case (nil, nil): throw entry.error("a `file` or a `url` was expected")
        case (_?, _?): throw entry.error("either a `file` or a `url` was expected, not both")
        }
    }

    private func path(_ file: String) -> String {
        file.hasPrefix("/") ? file : URL(fileURLWithPath: folder).appending(path: file).standardizedFileURL.path
    }

    private func address(_ text: String, _ member: String, _ entry: YAMLEntry) throws -> String {
        let url: OutboundURL
        do {
            url = try OutboundURL(text, allowsPlainHTTP: true)
        } catch {
            throw entry.error("`\(member)` must be \((error as OutboundRefusal).expected)", at: entry.node[member])
        }
        guard url.isSecure || allowsPrivate else {
            throw entry.error(
                "`\(member)` must be an https address; plain http needs --network-allow-private", at: entry.node[member]
            )
        }
        return url.text
    }

    private func meaning(_ entry: YAMLEntry, _ kind: NetworkSource.Kind) throws -> NetworkSource.Meaning? {
        let words = NetworkEvidence.Trait.allCases.map(\.rawValue) + ["crawler"]
        let word = try entry.choice("means", { words.contains($0) ? $0 : nil }, words: words)
        let crawler = try entry.text("crawler")
        if crawler != nil, word != "crawler" {
            throw entry.error("`crawler` says which one where `means` is crawler", at: entry.node["crawler"])
        }
        switch (kind.isList, word) {
        case (false?, _?):
            throw entry.error(
                "`means` is for lists: \(kind.rawValue) says itself what it knows", at: entry.node["means"])
        case (true?, nil):
            let expected = "`means` was expected, which says what being in the list means"
            throw entry.error("\(expected): one of \(words.joined(separator: ", "))")
        default: break
        }
        guard word == "crawler" else { return word.flatMap(NetworkEvidence.Trait.init).map { .trait($0) } }
        guard let crawler else {
            throw entry.error("`crawler` was expected: which one comes from these addresses, such as googlebot")
        }
        return .crawler(crawler)
    }

    private func readDownload(_ entry: YAMLEntry, _ source: inout NetworkSource) throws {
        let members = ["every", "sha256", "sha256_url", "authorization_file"]
        if case .file = source.origin, let member = members.first(where: { entry.node[$0] != nil }) {
            throw entry.error("`\(member)` is for downloads, and there is no `url`", at: entry.node[member])
        }
        if let every = try entry.duration("every") {
            guard every >= .seconds(60) else {
                throw entry.error("`every` must be a minute or more", at: entry.node["every"])
            }
            source.refresh = every
        }
        source.authorizationFile = try entry.text("authorization_file").map(path)
        source.checksum = try checksum(entry)
    }

    private func checksum(_ entry: YAMLEntry) throws -> NetworkSource.Checksum? {
        switch (try entry.text("sha256")?.lowercased(), try entry.text("sha256_url")) {
        case (nil, nil): return nil
        case (let digits?, nil):
            guard digits.isSHA256 else {
                throw entry.error("`sha256` must be 64 hexadecimal digits", at: entry.node["sha256"])
            }
            return .sha256(digits)
        case (nil, let url?): return .published(try address(url, "sha256_url", entry))
        case (_?, _?): throw entry.error("either `sha256` or `sha256_url` was expected, not both")
        }
    }
}

extension NetworkSource.Kind {
    /// Whether it is a list, which means what the operator says; nil where the content will tell.
    fileprivate var isList: Bool? {
        switch self {
        case .auto: nil
        case .addresses, .asns: true
        case .mmdb, .libloc, .torGeoIP, .crawlerRanges: false
        }
    }
}

extension String {
    /// Whether these are 64 hexadecimal digits in lower case.
    var isSHA256: Bool {
        utf8.count == 64 && utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
