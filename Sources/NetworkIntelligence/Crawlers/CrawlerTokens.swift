/// Words to look for in user agents, arranged by how they begin: every request is asked, and nearly none has any.
struct CrawlerTokens: Sendable {
    private struct Token: Sendable {
        /// In lower case.
        var text: [UInt8]
        /// Whose word it is, by its place in the table.
        var owner: Int
    }

    /// Words by their first byte; of one byte, the longest first.
    private let buckets: [[Token]]

    /// - Parameter words: the words of each owner, ASCII and not empty.
    init(_ words: [[String]]) {
        var buckets = [[Token]](repeating: [], count: 256)
        for (owner, words) in words.enumerated() {
            for word in words {
                let text = word.utf8.map(Self.lowered)
                if let first = text.first { buckets[Int(first)].append(Token(text: text, owner: owner)) }
            }
        }
        self.buckets = buckets.map { $0.sorted { $0.text.count > $1.text.count } }
    }

    /// The owner of the longest word in a text, of equal ones the first. No word is longer than a line, and each place of the text is
    /// held against the few words that begin like it.
    func longest(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        var best: Token?
        for start in text.indices where start == 0 || !Self.joins(text[start - 1]) {
            for token in buckets[Int(Self.lowered(text[start]))] {
                if let best, best.text.count >= token.text.count { break }
                guard stands(token.text, at: start, in: text) else { continue }
                best = token
                break
            }
        }
        return best?.owner
    }

    private func stands(_ word: [UInt8], at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count - start >= word.count else { return false }
        // From the end, where words that begin alike differ most.
        for index in word.indices.reversed() where Self.lowered(text[start + index]) != word[index] { return false }
        let end = start + word.count
        guard end < text.count, Self.isAlphanumeric(word[word.count - 1]) else { return true }
        return text[end] == UInt8(ascii: "/") || !Self.joins(text[end])
    }

    /// Whether a byte beside a word makes it part of another, of an address or of a mailbox.
    private static func joins(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "@"): true
        default: byte >= 0x80 || isAlphanumeric(byte)
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
