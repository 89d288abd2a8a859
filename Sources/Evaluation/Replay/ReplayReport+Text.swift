import Sessions

extension ReplayReport {
    /// The report for a terminal, all but the sessions that change.
    /// - Parameter all: whether signals are told that make no difference.
    public func text(all: Bool) -> String {
        var text = "\(judged) \(judged == 1 ? "session" : "sessions") judged again under \(rules)"
        if expired > 0 { text += ", \(expired) not: what they were judged by is gone" }
        text += "\n\(changed) would have another score, \(verdictsChanged) another verdict\n"
        if judged == 0 { return text }
        text += "\n" + verdictTable.plain
        let told = signals.filter { all || $0.count.isChanged }
        guard !told.isEmpty else { return text }
        let table = TextTable(
            head: ["signal", "before", "after", "verdicts moved"],
            rows: told.map { [$0.slug, "\($0.count.before)", "\($0.count.after)", "\($0.count.verdictsMoved)"] })
        return text + "\n" + table.plain
    }

    private var verdictTable: TextTable {
        TextTable(
            head: ["was \\ would be"] + Verdict.allCases.map(\.rawValue),
            rows: Verdict.allCases.map { before in
                [before.rawValue] + Verdict.allCases.map { "\(sessions(before, to: $0))" }
            })
    }
}

extension ReplayedSession {
    /// The session on a line.
    public var text: String {
        var text = "\(id.text)  \(before.verdict.rawValue) \(before.riskScore)"
        text += " -> \(after.verdict.rawValue) \(after.riskScore)  "
        if differences.isEmpty {
            return text + (before.riskScore == after.riskScore ? "by the thresholds" : "by how findings are weighed")
        }
        let marks: [Change: String] = [.fires: "+", .gone: "-", .weighed: "~"]
        return text + differences.prefix(8).map { "\(marks[$0.change]!)\($0.signal)" }.joined(separator: " ")
    }
}
