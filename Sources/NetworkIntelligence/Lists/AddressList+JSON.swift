extension AddressList {
    mutating func readJSON(_ text: TextBytes) throws(ListError) {
        var visitor = AddressVisitor(list: self)
        try visitor.visit(text)
        self = visitor.list
    }

    mutating func readJSONLines(_ text: TextBytes) throws(ListError) {
        var visitor = AddressVisitor(list: self)
        try visitor.visitLines(text)
        self = visitor.list
    }
}

/// Takes what is an entry out of a JSON text.
private struct AddressVisitor: JSONVisitor {
    /// What a member's name says of its value.
    enum Role {
        case entry, start, end
        /// It looks like an address and is none.
        case misleading
    }

    /// What an array or object that is open has told so far.
    struct Frame {
        let isObject: Bool
        /// The name of the member whose value comes; in an array, of the member whose value the array is.
        var name: TextBytes
        var start: IPAddress?
        var end: IPAddress?
    }

    var list: AddressList
    private var frames: [Frame] = []
    /// The last name that was looked at, and what it says: it is mostly the same again.
    private var known: (name: TextBytes, role: Role) = (.empty, .entry)

    init(list: AddressList) { self.list = list }

    mutating func abandon(_ text: TextBytes, line: Int, _ reason: String) {
        frames = []
        list.problems.add(line, text, reason)
    }

    mutating func open(isObject: Bool) { frames.append(Frame(isObject: isObject, name: frames.last?.name ?? .empty)) }

    mutating func close(line: Int) throws(ListError) {
        guard let frame = frames.popLast() else { return }
        switch (frame.start, frame.end) {
        case (let start?, let end?): try take(from: start, to: end, line: line)
        case (let single?, nil), (nil, let single?): try list.take(AddressRange(single), .empty, line: line)
        case (nil, nil): break
        }
    }

    mutating func name(_ text: TextBytes, line: Int) throws(ListError) {
        if !frames.isEmpty { frames[frames.count - 1].name = text }
        guard Self.couldBeEntry(text) else { return }
        try text.withPlainSlashes { (text) throws(ListError) in
            if let range = AddressText.range(text) { try list.take(range, text, line: line) }
        }
    }

    mutating func string(_ text: TextBytes, line: Int) throws(ListError) {
        guard Self.couldBeEntry(text) else { return }
        try text.withPlainSlashes { (text) throws(ListError) in try entry(text, line: line) }
    }

    mutating func number(_ text: TextBytes, line: Int) {}

    private mutating func entry(_ text: TextBytes, line: Int) throws(ListError) {
        guard let range = AddressText.range(text) else {
            if Self.looksLikeEntry(text) { try list.take(text, line: line) }
            return
        }
        guard let frame = frames.last else { return try list.take(range, text, line: line) }
        let isEnd = frame.isObject && range.first == range.last
        switch role(of: frame.name) {
        case .misleading: break
        case .start where isEnd && frame.start == nil: frames[frames.count - 1].start = range.first
        case .end where isEnd && frame.end == nil: frames[frames.count - 1].end = range.first
        case .entry, .start, .end: try list.take(range, text, line: line)
        }
    }

    private mutating func role(of name: TextBytes) -> Role {
        if name.equals(known.name) { return known.role }
        let plain = ColumnName.plain(name)
        let role: Role =
            if ColumnName.misleading.contains(plain) { .misleading } else if ColumnName.starts.contains(plain) {
                .start
            } else if ColumnName.ends.contains(plain) { .end } else { .entry }
        known = (name, role)
        return role
    }

    private mutating func take(from start: IPAddress, to end: IPAddress, line: Int) throws(ListError) {
        try Array("\(start)-\(end)".utf8).withRawBytes { (bytes) throws(ListError) in
            try list.take(TextBytes(bytes.assumingMemoryBound(to: UInt8.self)), line: line)
        }
    }

    private static func couldBeEntry(_ text: TextBytes) -> Bool { text.count >= 2 && text.count <= 100 }

    /// Four parts between dots or two colons, a slash behind, and no other characters than addresses have: meant as an entry, one must say.
    private static func looksLikeEntry(_ text: TextBytes) -> Bool {
        guard let slash = text.place(of: 0x2f), slash + 1 < text.count else { return false }
        let head = text.part(0, slash)
        guard head.allSatisfy({ $0.hexadecimalDigit != nil || $0 == 0x2e || $0 == 0x3a }) else { return false }
        return head.count { $0 == 0x2e } == 3 || head.count { $0 == 0x3a } >= 2
    }
}
