import Sessions
import Yams

/// A mapping of a configuration file, read member by member, with errors that say where and what was expected.
struct YAMLEntry {
    /// The file, and what of it this is.
    let place: String
    /// What stands there.
    let node: Node
    /// The members that it may have.
    let allowed: [String]

    /// Sees to it that this is a mapping of members that are known.
    func check() throws {
        guard let mapping = node.mapping else { throw error("a mapping of names and values was expected") }
        for (key, _) in mapping {
            guard let name = key.string, allowed.contains(name) else {
                throw error(
                    "`\(key.string ?? "?")` is none of its members, which are \(allowed.joined(separator: ", "))",
                    at: key)
            }
        }
    }

    /// A member that is text, or a number that is meant as text; nil where it is not there.
    func text(_ name: String) throws -> String? {
        guard let node = node[name], node.null == nil else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else { throw error("`\(name)` must be text", at: node) }
        return text
    }

    /// A member that is one of a few words.
    func choice<Value>(_ name: String, _ read: (String) -> Value?, words: [String]) throws -> Value? {
        guard let text = try text(name) else { return nil }
        guard let value = read(text) else {
            throw error("`\(name)` must be one of \(words.joined(separator: ", ")), not \(text)", at: node[name])
        }
        return value
    }

    /// A member that is a length of time.
    func duration(_ name: String) throws -> Duration? {
        guard let text = try text(name) else { return nil }
        guard let duration = Duration(words: text) else {
            throw error("`\(name)` must be a length of time such as 1d, 12h or 30m, not \(text)", at: node[name])
        }
        return duration
    }

    /// A member that is true or false.
    func bool(_ name: String) throws -> Bool? {
        guard let node = node[name], node.null == nil else { return nil }
        guard let value = node.bool else { throw error("`\(name)` must be true or false", at: node) }
        return value
    }

    /// A member that is a list; empty where it is not there.
    func sequence(_ name: String) throws -> [Node] {
        guard let node = node[name], node.null == nil else { return [] }
        guard let sequence = node.sequence else { throw error("`\(name)` must be a list", at: node) }
        return Array(sequence)
    }

    /// A member that is a list of texts.
    func texts(_ name: String) throws -> [String] {
        try sequence(name).map { node in
            guard let text = node.scalar?.string, !text.isEmpty else {
                throw error("`\(name)` must be a list of texts", at: node)
            }
            return text
        }
    }

    /// What is wrong, with its place.
    func error(_ words: String, at node: Node? = nil) -> NetworkSourcesError {
        let line = ((node ?? self.node).mark?.line).map { ", line \($0)" } ?? ""
        return NetworkSourcesError(description: "\(place)\(line): \(words).")
    }
}
