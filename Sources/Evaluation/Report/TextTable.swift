/// A table, for a terminal or for a page in Markdown.
struct TextTable {
    /// The columns' names.
    let head: [String]
    /// Rows of as many cells.
    let rows: [[String]]

    /// Columns of equal width, two spaces between.
    var plain: String {
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        let lines = ([head] + rows).map { row in
            var line = ""
            for (cell, width) in zip(row, widths) {
                line += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }
        return lines.joined()
    }

    /// A table of Markdown.
    var markdown: String {
        let line = { (cells: [String]) in
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }
        return line(head) + line(head.map { _ in "---" }) + rows.map(line).joined()
    }
}
