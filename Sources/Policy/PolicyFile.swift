import Crypto
import Detection
import Foundation
import Yams

/// An operator's policy as a file, in YAML:
///
/// ```yaml
/// version: strict-2
/// thresholds:
///   inconclusive: 30
///   bot: 60
/// signals:
///   vpn_associated_ip: muted
///   page_has_no_focus: 0.5
/// deny:
///   - address: 203.0.113.0/24
///     note: credential stuffing
/// allow:
///   - agent: agent.example
/// ```
public enum PolicyFile {
    /// The most entries on both lists together.
    public static let mostEntries = 100_000

    /// Reads a policy from a file.
    /// - Throws: ``PolicyError`` with everything that is wrong with it.
    public static func policy(contentsOf path: String) throws -> Policy {
        let name = URL(fileURLWithPath: path).lastPathComponent
        guard let file = FileHandle(forReadingAtPath: path),
            let data = try? file.read(upToCount: PolicyText.maximumBytes + 1)
        else {
            throw PolicyError(
                file: name, problems: [PolicyProblem(line: nil, "\(path) can't be read: a policy in YAML was expected")]
            )
        }
        return try policy(in: data, file: name)
    }

    /// Reads a policy from the bytes of a file.
    /// - Parameter file: the file's name, for errors.
    /// - Throws: ``PolicyError``.
    public static func policy(in bytes: some Sequence<UInt8>, file: String) throws -> Policy {
        let bytes = Array(bytes.prefix(PolicyText.maximumBytes + 1))
        func refusal(_ words: String, line: Int? = nil) -> PolicyError {
            PolicyError(file: file, problems: [PolicyProblem(line: line, words)])
        }
        guard bytes.count <= PolicyText.maximumBytes else {
            throw refusal("a policy has at most \(PolicyText.maximumBytes) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw refusal("text in UTF-8 was expected") }
        if let problem = PolicyText.problem(in: text) { throw PolicyError(file: file, problems: [problem]) }
        var reader = PolicyReader()
        do {
            if let root = try compose(yaml: text) { reader.read(root) }
        } catch let error {
            let problem = (error as? YamlError)?.problem
            throw refusal(problem?.words ?? "YAML was expected", line: problem?.line)
        }
        guard reader.problems.isEmpty else { throw PolicyError(file: file, problems: reader.problems) }
        let digest = SHA256.hash(data: bytes).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
        return reader.policy(.init(file: file, label: reader.label, digest: digest))
    }
}

extension PolicyReader {
    /// The policy that was read.
    fileprivate func policy(_ source: Policy.Source) -> Policy {
        Policy(
            source: source,
            rules: Rules(
                version: "\(Rules.builtInVersion)+\(source.label ?? String(source.digest.prefix(8)))",
                thresholds: thresholds, adjustments: adjustments),
            denied: PolicyList(denied), allowed: PolicyList(allowed))
    }
}

extension YamlError {
    /// Where it is and what it is.
    fileprivate var problem: (line: Int?, words: String) {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark.line, "YAML was expected; \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            (context.mark.line, "\(duplicates.map { "`\($0)`" }.joined(separator: ", ")) stands here twice")
        case .reader(let problem, _, _, _): (nil, "YAML was expected; \(problem)")
        default: (nil, "YAML was expected")
        }
    }
}
