/// One line of a list.
struct ListLine {
    /// Counted from 1.
    let number: Int
    /// Without the line feed.
    let bytes: TextBytes

    /// The longest line that is looked at, in bytes.
    static let limit = 4_096

    /// Whether the line is longer than any sensible entry, and is not looked at.
    var isTooLong: Bool { bytes.count > Self.limit }
    /// Why a long line is not looked at.
    static let tooLong = "a line of more than \(limit) bytes"
}

/// The lines of a text, one after the other.
struct ListLines {
    private let text: TextBytes
    private var position = 0
    private var number = 0

    init(_ text: TextBytes) { self.text = text }

    mutating func next() -> ListLine? {
        guard position < text.count else { return nil }
        let rest = text.from(position)
        let length = rest.place(of: 0x0a) ?? rest.count
        position += length + 1
        number += 1
        return ListLine(number: number, bytes: rest.part(0, length))
    }
}

extension TextBytes {
    /// The entry of a line and the comment behind it: from `#` or `;` on, or from `//` at the beginning or behind a blank.
    func splitComment() -> (content: Self, comment: Self) {
        var index = 0
        while index < count {
            switch self[index] {
            case 0x23, 0x3b: return (part(0, index), from(index + 1))
            case 0x2f where isDoubleSlash(at: index): return (part(0, index), from(index + 2))
            default: index += 1
            }
        }
        return (self, from(count))
    }

    /// Whether the whole line is a comment or blank. Of lines with fields only these are comments: a field may hold a `#`.
    var isCommentOrBlank: Bool {
        let line = trimmed
        guard line.count > 0 else { return true }
        return line[0] == 0x23 || line[0] == 0x3b || line[0] == 0x2f && line.isDoubleSlash(at: 0)
    }

    private func isDoubleSlash(at index: Int) -> Bool {
        index + 1 < count && self[index + 1] == 0x2f && (index == 0 || self[index - 1].isBlank)
    }
}
