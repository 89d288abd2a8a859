import Sessions

extension Evaluation {
    /// The report as a page in Markdown, beginning with headings of the second level.
    public var markdown: String {
        var text = "## Totals\n\n" + totals.map { "- \($0)\n" }.joined()
        for kind in SessionLabel.Kind.allCases {
            text += "\n## \(kind.title)\n\n" + sessionTable(kind, code: { "`\($0)`" }).markdown
        }
        text += "\n## Calibration\n\n" + calibrationTable.markdown + "\n" + calibrationWords + "\n"
        text += "\n## Signals\n\n" + signalTable { "`\($0)`" }.markdown
        let silent = silentSignals
        if !silent.isEmpty {
            let names = silent.map { "`\($0)`" }.joined(separator: ", ")
            text += "\nNever fired here (\(silent.count)): \(names).\n"
        }
        return text
    }

    /// The report for a terminal.
    public var text: String {
        var text = ""
        for kind in SessionLabel.Kind.allCases { text += sessionTable(kind) { $0 }.plain + "\n" }
        text += calibrationTable.plain + calibrationWords + "\n\n" + signalTable { $0 }.plain + "\n"
        let silent = silentSignals
        if !silent.isEmpty { text += "never fired (\(silent.count)): \(silent.joined(separator: ", "))\n\n" }
        return text + totals.map { $0 + "\n" }.joined()
    }

    private var totals: [String] {
        var lines = [
            "rules: \(rules)",
            "tools that are bot on arrival, before they did anything: \(toolsFoundOnArrival)",
            "tools that are bot without behaviour: \(toolsFoundWithoutBehavior)",
            "tools that are bot as a whole: \(toolsFound)",
            "tools named right: \(toolsNamed)",
            "people: "
                + Verdict.allCases.map { "\(people($0)) \($0.rawValue)" }.joined(separator: ", ")
                + "; the highest score of a person is \(highestScoreOfPerson.map(String.init) ?? "unknown")",
        ]
        if !missing.isEmpty {
            let names = missing.prefix(20).map { "\($0.name) (\($0.session.text))" }.joined(separator: ", ")
            lines.append("labelled and not judged, as nothing is kept to judge by: \(missing.count): \(names)")
        }
        return lines
    }

    private func sessionTable(_ kind: SessionLabel.Kind, code: (String) -> String) -> TextTable {
        let isTool = kind == .tool
        let head =
            ["name", "mode", "on arrival", "without behaviour", "as a whole", "phase"] + (isTool ? ["named"] : [])
            + ["manipulation", "decided by"]
        let rows = sessions.filter { $0.label.kind == kind }.map { session in
            let whole = session.whole
            return [
                session.label.name, session.label.mode, session.arrival.words, session.snapshot.words, whole.words,
                whole.phase.rawValue,
            ] + (isTool ? [session.naming] : []) + [
                whole.manipulation.verdict.rawValue,
                whole.deciding.prefix(5).map(code).joined(separator: ", "),
            ]
        }
        return TextTable(head: head, rows: rows)
    }

    private var calibrationTable: TextTable {
        TextTable(
            head: ["scores", "sessions", "tools", "share of tools"],
            rows: calibration.bands.map { band in
                [
                    "\(band.scores.lowerBound)–\(band.scores.upperBound)", "\(band.sessions)", "\(band.tools)",
                    band.sessions == 0 ? "" : (Double(band.tools) / Double(band.sessions)).percent,
                ]
            })
    }

    private var calibrationWords: String {
        let calibration = calibration
        guard let brier = calibration.brierScore, let loss = calibration.logLoss, let share = calibration.decidedShare
        else { return "There is nothing to judge scores by." }
        return "Brier score \(brier.decimals(4)), log loss \(loss.decimals(4)) nats; \(share.percent) of the scores "
            + "are under 10 or over 90."
    }

    private func signalTable(_ code: (String) -> String) -> TextTable {
        TextTable(
            head: ["signal", "speaks for a script", "tools", "people"],
            rows: signals.filter { $0.tools + $0.people > 0 }.map {
                [code($0.signal.slug), $0.signal.raisesRisk ? "yes" : "no", "\($0.tools)", "\($0.people)"]
            })
    }
}

extension SessionLabel.Kind {
    fileprivate var title: String {
        switch self {
        case .tool: "Tools"
        case .person: "People"
        }
    }
}

extension EvaluatedJudgement {
    /// Score and verdict.
    fileprivate var words: String { "\(riskScore) \(verdict.rawValue)" }
}

extension EvaluatedSession {
    /// Whether the tool was named right, and how else.
    fileprivate var naming: String {
        let names = whole.namedTools.isEmpty ? "nobody" : whole.namedTools.joined(separator: ", ")
        switch isNamedRight {
        case nil: return ""
        case true: return "yes"
        case false: return "no: \(names)"
        }
    }
}

extension Double {
    /// A share in whole percent.
    var percent: String { "\(Int((self * 100).rounded())) %" }

    /// So many digits after the point.
    func decimals(_ count: Int) -> String {
        var scale = 1
        for _ in 0..<count { scale *= 10 }
        let scaled = Int((self * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        return "\(scaled / scale)." + String(repeating: "0", count: count - fraction.count) + fraction
    }
}
