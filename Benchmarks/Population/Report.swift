import Foundation

/// Figures of several sizes as text and pictures.
struct Report {
    private var rows: [(size: Int, kind: String, figures: Figures)] = []
    private var calibration: [Calibration] = []
    private var size = 0

    mutating func add(_ outcomes: [Outcome], size: Int) {
        rows.append((size, "all", Figures(outcomes)))
        rows.append((size, "desktops", Figures(outcomes.filter { !$0.isHandheld })))
        rows.append((size, "phones", Figures(outcomes.filter(\.isHandheld))))
        calibration = Calibration.table(outcomes)
        self.size = size
    }

    /// Both tables.
    var markdown: String {
        var lines = [
            "| browsers | of them | links | right | returns found | of those nobody is like | wrong links between exact twins | browsers that joined another's visitor |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        for (size, kind, figures) in rows {
            lines.append(
                "| \(size) | \(kind) | \(figures.links) | \(percent(figures.precision)) | \(percent(figures.recall)) | "
                    + "\(percent(figures.identifiableRecall)) | \(figures.twins) of \(figures.links - figures.right) | \(figures.joins) |"
            )
        }
        lines += ["", "| said | decisions | right |", "| --- | --- | --- |"]
        for line in calibration {
            lines.append(
                "| \(line.range.lowerBound)–\(line.range.upperBound - 1) | \(line.count) | \(percent(line.right)) |")
        }
        return lines.joined(separator: "\n")
    }

    func write(to folder: String) throws {
        for (name, text) in [
            ("linking.md", markdown + "\n"), ("linking-calibration.svg", calibrationPicture),
            ("linking-population.svg", sizesPicture),
        ] {
            try Data(text.utf8).write(to: URL(filePath: folder).appending(path: name))
        }
    }

    private func percent(_ share: Double?) -> String { share.map { String(format: "%.2f %%", $0 * 100) } ?? "–" }

    private var calibrationPicture: String {
        var picture = Picture(
            title: "What is said of the likeliest visitor, and how often it is that one (\(size) browsers)")
        picture.line([(0, 0), (1, 1)], "#999", dashes: true)
        picture.line(calibration.map { ($0.said, $0.right) }, "#069")
        for line in calibration { picture.dot(line.said, line.right, "#069") }
        picture.label(0.5, -0.09, "said")
        picture.label(-0.06, 1.06, "right")
        return picture.svg
    }

    private var sizesPicture: String {
        var picture = Picture(
            title: "Links right and returns found, 1,000 to 100,000 browsers")
        let kinds: [(String, String)] = [("desktops", "#069"), ("phones", "#b50"), ("all", "#333")]
        for (number, (kind, color)) in kinds.enumerated() {
            let of = rows.filter { $0.kind == kind }
            func points(_ value: (Figures) -> Double?) -> [(Double, Double)] {
                of.compactMap { row in value(row.figures).map { (log10(Double(row.size)) / 2 - 1.5, $0) } }
            }
            picture.line(points(\.precision), color, dashes: true)
            picture.line(points(\.recall), color)
            for (x, y) in points(\.recall) + points(\.precision) { picture.dot(x, y, color) }
            picture.label(0.15 + 0.3 * Double(number), -0.09, kind, color)
        }
        picture.label(0.5, 1.04, "dashed: right; line: found")
        return picture.svg
    }
}

/// A square plot of shares, 0...1 either way.
private struct Picture {
    private var shapes: [String] = []
    private let title: String

    init(title: String) {
        self.title = title
        for share in [0, 0.25, 0.5, 0.75, 1] {
            line([(0, share), (1, share)], "#ddd")
            label(-0.06, share - 0.01, "\(Int(share * 100))")
        }
    }

    private func place(_ x: Double, _ y: Double) -> (String, String) {
        (String(format: "%.1f", 60 + x * 400), String(format: "%.1f", 460 - y * 400))
    }

    mutating func line(_ points: [(Double, Double)], _ color: String, dashes: Bool = false) {
        let path = points.map { point in
            let (x, y) = place(point.0, point.1)
            return "\(x),\(y)"
        }
        shapes.append(
            "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"1.5\"\(dashes ? " stroke-dasharray=\"5 4\"" : "") "
                + "points=\"\(path.joined(separator: " "))\"/>")
    }

    mutating func dot(_ x: Double, _ y: Double, _ color: String) {
        let (x, y) = place(x, y)
        shapes.append("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"3.5\" fill=\"\(color)\"/>")
    }

    mutating func label(_ x: Double, _ y: Double, _ text: String, _ color: String = "#333") {
        let (x, y) = place(x, y)
        shapes.append("<text x=\"\(x)\" y=\"\(y)\" fill=\"\(color)\" text-anchor=\"middle\">\(text)</text>")
    }

    var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 520" font-family="sans-serif" font-size="12">
        <rect width="620" height="520" fill="#fff"/>
        <text x="20" y="24" font-size="13">\(title)</text>
        \(shapes.joined(separator: "\n"))
        </svg>

        """
    }
}
