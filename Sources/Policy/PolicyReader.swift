import Detection
import Sessions
import Yams

/// Reads what a policy says, and gathers everything that is wrong with it.
struct PolicyReader {
    /// What the operator calls this version.
    private(set) var label: String?
    private(set) var thresholds = VerdictThresholds.standard
    private(set) var adjustments: [String: Rules.Adjustment] = [:]
    private(set) var denied: [PolicyEntry] = []
    private(set) var allowed: [PolicyEntry] = []
    private(set) var problems: [PolicyProblem] = []

    private static let members = ["version", "thresholds", "signals", "allow", "deny"]
    private static let slugs = SignalCatalogue.all.map(\.slug)
    private static let knownSlugs = Set(slugs)

    /// Reads the whole file.
    mutating func read(_ root: Node) {
        // A file with nothing in it but comments changes nothing.
        if root.isNothing { return }
        for (key, name, value) in members(of: root, "a policy", Self.members) {
            switch name {
            case "version": readLabel(value)
            case "thresholds": readThresholds(value)
            case "signals": readSignals(value)
            case "allow": allowed = entries(value, name)
            case "deny": denied = entries(value, name)
            default: note(key, "`\(name)` is not read")
            }
        }
        if denied.count + allowed.count > PolicyFile.mostEntries {
            note(root, "`allow` and `deny` have at most \(PolicyFile.mostEntries) entries together")
        }
    }

    private mutating func readLabel(_ node: Node) {
        guard let text = node.text, (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isOfLabel) else {
            note(node, "`version` must be 1 to 64 letters, digits, dots, hyphens and underscores")
            return
        }
        label = text
    }

    private static func isOfLabel(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
        default: false
        }
    }

    private mutating func readThresholds(_ node: Node) {
        for (_, name, value) in members(of: node, "`thresholds`", ["inconclusive", "bot"]) {
            guard let score = value.text.flatMap({ Int($0) }), (1...100).contains(score) else {
                note(value, "`\(name)` must be a whole number from 1 to 100, not \(value.shown)")
                continue
            }
            if name == "bot" { thresholds.bot = score } else { thresholds.inconclusive = score }
        }
        if thresholds.bot < thresholds.inconclusive {
            note(
                node,
                "`bot` (\(thresholds.bot)) must not be less than `inconclusive` (\(thresholds.inconclusive))")
        }
    }

    private mutating func readSignals(_ node: Node) {
        guard let mapping = mapping(node, "`signals`") else { return }
        for (key, value) in mapping {
            guard let slug = key.text, Self.knownSlugs.contains(slug) else {
                note(key, "there is no signal \(key.shown)\(suggestion(key.text, among: Self.slugs))")
                continue
            }
            guard !SignalCatalogue.ofPolicy.contains(slug) else {
                note(key, "`\(slug)` says what `allow` and `deny` say: change those")
                continue
            }
            if value.text == "muted" {
                adjustments[slug] = .muted
            } else if let weight = value.text.flatMap({ Double($0) }), (0...3).contains(weight) {
                adjustments[slug] = .weighted(weight)
            } else {
                note(value, "`\(slug)` must be `muted` or a weight from 0 to 3, not \(value.shown)")
            }
        }
    }

    private mutating func entries(_ node: Node, _ list: String) -> [PolicyEntry] {
        if node.isNothing { return [] }
        guard let sequence = node.sequence else {
            note(node, "`\(list)` must be a list, such as `- address: 192.0.2.0/24`")
            return []
        }
        return sequence.compactMap { entry($0, list) }
    }

    private mutating func entry(_ node: Node, _ list: String) -> PolicyEntry? {
        let known = PolicyMarkReader.names + ["note"]
        var remark: String?
        var read: [(name: String, value: Node)] = []
        for (_, name, value) in members(of: node, "an entry of `\(list)`", known) {
            if name == "note" { remark = self.remark(value) } else { read.append((name, value)) }
        }
        guard read.count == 1 else {
            // Where a name was mistyped, that was said already.
            if read.count > 1 || node.mapping.map({ $0.keys.allSatisfy { known.contains($0.text ?? "") } }) ?? false {
                note(node, "an entry of `\(list)` has one of \(PolicyMarkReader.names.joined(separator: ", "))")
            }
            return nil
        }
        let (name, value) = read[0]
        guard let text = value.text, !text.isEmpty, text.utf8.count <= 255 else {
            note(value, "`\(name)` must be text")
            return nil
        }
        switch PolicyMarkReader.read(name, text) {
        case .success(let mark):
            return PolicyEntry(mark, text: text, line: value.mark?.line ?? 0, note: remark)
        case .failure(let expectation):
            note(value, "`\(name)` must be \(expectation.words), not `\(text)`")
            return nil
        }
    }

    private mutating func remark(_ node: Node) -> String? {
        if node.isNothing { return nil }
        guard let text = node.text, text.count <= 200 else {
            note(node, "`note` must be text of at most 200 characters")
            return nil
        }
        return text
    }
}

extension PolicyReader {
    /// The members of a mapping whose names are known; the others are noted.
    fileprivate mutating func members(
        of node: Node, _ what: String, _ known: [String]
    ) -> [(key: Node, name: String, value: Node)] {
        guard let mapping = mapping(node, what) else { return [] }
        var members: [(Node, String, Node)] = []
        for (key, value) in mapping {
            if let name = key.text, known.contains(name) {
                members.append((key, name, value))
            } else {
                let names = known.joined(separator: ", ")
                note(
                    key,
                    "\(key.shown) is none of \(what)'s keys, which are \(names)\(suggestion(key.text, among: known))")
            }
        }
        return members
    }

    fileprivate mutating func mapping(_ node: Node, _ what: String) -> Node.Mapping? {
        if let mapping = node.mapping { return mapping }
        note(node, "\(what) must be keys with values, not \(node.shown)")
        return nil
    }

    fileprivate func suggestion(_ text: String?, among names: [String]) -> String {
        text.flatMap { NearestName.of($0, among: names) }.map { "; was `\($0)` meant?" } ?? ""
    }

    fileprivate mutating func note(_ node: Node, _ words: String) {
        problems.append(PolicyProblem(line: node.mark?.line, words))
    }
}

extension Node {
    /// Whether nothing stands there.
    fileprivate var isNothing: Bool {
        scalar.map { ["", "~", "null"].contains($0.string) && $0.style == .plain } ?? false
    }

    /// The text that stands there, if it is no list and no mapping.
    fileprivate var text: String? { scalar?.string }

    /// What stands there, for an error.
    fileprivate var shown: String {
        switch self {
        case .scalar(let scalar): "`\(scalar.string.prefix(60))`"
        case .sequence: "a list"
        default: "keys with values"
        }
    }
}
