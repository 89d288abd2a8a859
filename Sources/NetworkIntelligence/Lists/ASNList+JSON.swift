extension ASNList {
    mutating func readJSON(_ text: TextBytes) throws(ListError) {
        var visitor = ASNVisitor(list: self)
        try visitor.visit(text)
        self = visitor.list
    }

    mutating func readJSONLines(_ text: TextBytes) throws(ListError) {
        var visitor = ASNVisitor(list: self)
        try visitor.visitLines(text)
        self = visitor.list
    }
}

/// Takes what is a number of a system out of a JSON text: the elements of arrays, members of a known name, strings and names such as `AS13335`.
private struct ASNVisitor: JSONVisitor {
    /// What an array or object that is open has told so far.
    struct Frame {
        var member: String?
        var asn: UInt32?
        var name: String?
    }

    var list: ASNList
    var frames: [Frame] = []

    mutating func abandon(_ text: TextBytes, line: Int, _ reason: String) {
        frames = []
        list.problems.add(line, text, reason)
    }

    mutating func open(isObject: Bool) { frames.append(Frame()) }

    mutating func close(line: Int) throws(ListError) {
        guard let frame = frames.popLast(), let asn = frame.asn else { return }
        try list.take(asn, name: frame.name)
    }

    mutating func name(_ text: TextBytes, line: Int) {
        guard !frames.isEmpty else { return }
        frames[frames.count - 1].member = ColumnName.plain(text)
    }

    mutating func string(_ text: TextBytes, line: Int) throws(ListError) {
        guard let frame = frames.last else { return }
        guard let member = frame.member else {
            return try list.take(text, name: nil, line: line)
        }
        if ColumnName.asns.contains(member) {
            setNumber(text, line: line)
        } else if ColumnName.names.contains(member), frame.name == nil {
            frames[frames.count - 1].name = ASNList.name(text)
        } else if member.hasPrefix("as"), let asn = UInt32(member.dropFirst(2)), asn != 0, asn != .max {
            try list.take(asn, name: ASNList.name(text))
        }
    }

    mutating func number(_ text: TextBytes, line: Int) throws(ListError) {
        guard let frame = frames.last else { return }
        guard let member = frame.member else {
            return try list.take(text, name: nil, line: line)
        }
        if ColumnName.asns.contains(member) { setNumber(text, line: line) }
    }

    private mutating func setNumber(_ text: TextBytes, line: Int) {
        guard let asn = ASNText.number(text) else {
            return list.problems.add(line, text, ASNText.reasonNotRead(text))
        }
        frames[frames.count - 1].asn = asn
    }
}
