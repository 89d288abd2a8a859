import Crypto
import Detection
import Foundation
import Sessions
import Yams

/// Rules as an operator writes them down, in YAML: thresholds, and what is made of single signals.
public enum RulesFile {
    /// The most bytes of it.
    static let maximumBytes = 1 << 20

    /// Reads the rules of a file.
    /// - Throws: ``RulesFileError``.
    public static func rules(at path: String) throws -> Rules {
        let name = URL(fileURLWithPath: path).lastPathComponent
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: maximumBytes + 1)
        else { throw RulesFileError(description: "\(path) can't be read: a file with rules was expected") }
        guard data.count <= maximumBytes, let text = String(bytes: data, encoding: .utf8) else {
            throw RulesFileError(description: "\(name) must be YAML in UTF-8 of at most \(maximumBytes) bytes")
        }
        return try rules(in: text, file: name)
    }

    /// Reads the rules in a text.
    /// - Parameter file: names it in errors.
    static func rules(in text: String, file: String) throws -> Rules {
        let node: Node?
        do {
            node = try compose(yaml: text)
        } catch {
            throw RulesFileError(description: "\(file) is not YAML: \(error)")
        }
        var rules = Rules()
        let digest = SHA256.hash(data: Data(text.utf8)).prefix(4).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        rules.version = Rules.builtInVersion + "+" + digest.joined()
        for (key, value) in try mapping(node ?? Node([:]), "thresholds and signals were expected", file) {
            switch key.string {
            case "thresholds": rules.thresholds = try thresholds(value, file)
            case "signals": rules.adjustments = try adjustments(value, file)
            case "version": rules.version = Rules.builtInVersion + "+" + (value.scalar?.string.prefix(40) ?? "")
            default: throw error("`\(key.string ?? "?")` is unknown; thresholds and signals were expected", key, file)
            }
        }
        return rules
    }

    private static func mapping(_ node: Node, _ words: String, _ file: String) throws -> Node.Mapping {
        guard let mapping = node.mapping else { throw error(words, node, file) }
        return mapping
    }

    private static func thresholds(_ node: Node, _ file: String) throws -> VerdictThresholds {
        var thresholds = VerdictThresholds.standard
        for (key, value) in try mapping(node, "`thresholds` must be inconclusive and bot", file) {
            guard let score = value.int, (1...100).contains(score) else {
                throw error("a threshold must be a whole number from 1 to 100", value, file)
            }
            switch key.string {
            case "inconclusive": thresholds.inconclusive = score
            case "bot": thresholds.bot = score
            default: throw error("`thresholds` must be inconclusive and bot", key, file)
            }
        }
        guard thresholds.inconclusive <= thresholds.bot else {
            throw error("inconclusive must not be more than bot", node, file)
        }
        return thresholds
    }

    private static func adjustments(_ node: Node, _ file: String) throws -> [String: Rules.Adjustment] {
        let known = Set(SignalCatalogue.all.map(\.slug))
        var adjustments: [String: Rules.Adjustment] = [:]
        for (key, value) in try mapping(node, "`signals` must be signals, each muted or with a weight", file) {
            guard let slug = key.string, known.contains(slug) else {
                throw error("there is no signal `\(key.string ?? "?")`", key, file)
            }
            if value.string == "muted" {
                adjustments[slug] = .muted
            } else if let weight = value.float, (0...3).contains(weight) {
                adjustments[slug] = .weighted(weight)
            } else {
                throw error("`\(slug)` must be muted or a weight from 0 to 3", value, file)
            }
        }
        return adjustments
    }

    private static func error(_ words: String, _ node: Node, _ file: String) -> RulesFileError {
        RulesFileError(description: "\(file)\(node.mark.map { ", line \($0.line)" } ?? ""): \(words)")
    }
}

/// What is wrong with a file of rules, in words.
public struct RulesFileError: Error, Equatable, CustomStringConvertible {
    /// The words.
    public let description: String
}
