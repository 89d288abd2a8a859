/// Looks at the text of a policy before it is taken apart: what nests deeper or points elsewhere than a policy ever has to is refused,
/// so that nobody's file costs more than its length.
///
/// It honours neither quotes nor comments: whoever is to be fooled by them can't be.
enum PolicyText {
    /// The most bytes.
    static let maximumBytes = 1 << 20
    /// The deepest that brackets may nest.
    static let maximumBrackets = 64
    /// The furthest that lines may be indented, which bounds how deep blocks nest.
    static let maximumIndentation = 40

    /// What keeps the text from being read; nil when nothing does.
    static func problem(in text: String) -> PolicyProblem? {
        var brackets = 0
        for (index, line) in text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            if let words = problem(in: line, &brackets) { return PolicyProblem(line: index + 1, words) }
        }
        // YAML 1.1 ends lines by these too, which would hide how deep they are indented.
        if text.unicodeScalars.contains(where: { ["\u{85}", "\u{2028}", "\u{2029}"].contains($0) }) {
            return PolicyProblem(line: nil, "lines must end as they usually do, and not by other characters of Unicode")
        }
        return nil
    }

    private static func problem(in line: Substring.UTF8View, _ brackets: inout Int) -> String? {
        if line.prefix(maximumIndentation + 1).allSatisfy(isIndentation), line.count > maximumIndentation {
            return "lines are indented by at most \(maximumIndentation) columns"
        }
        var before: UInt8 = 0x20
        var rest = line
        while let byte = rest.popFirst() {
            switch byte {
            case 0x26, 0x2a:
                if startsToken(before), let next = rest.first, !isSpace(next) {
                    return "& and * before a word are anchors and aliases, which are not read here: write it otherwise"
                }
            case 0x5b, 0x7b:
                brackets += 1
                if brackets > maximumBrackets {
                    return "brackets nest at most \(maximumBrackets) deep, those in notes and comments included"
                }
            case 0x5d, 0x7d: brackets = max(0, brackets - 1)
            case 0x0d:
                if !rest.isEmpty { return "lines must end by a line feed, perhaps behind a carriage return" }
            default: break
            }
            before = byte
        }
        return nil
    }

    /// Spaces, and what begins an entry of a list or a key: each opens a block of its own.
    private static func isIndentation(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x2d || byte == 0x3f }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }

    /// Whether a token may begin behind this byte: a space, a comma, a bracket, a colon, an exclamation mark of a tag.
    private static func startsToken(_ byte: UInt8) -> Bool {
        isSpace(byte) || [0x2c, 0x5b, 0x7b, 0x3a, 0x5d, 0x7d, 0x22, 0x27].contains(byte)
    }
}
