import WebBotAuth

/// An input that is a message: a first line, header lines, and behind an empty line whatever else there is.
struct MessageText {
    /// The words of the first line.
    var words: [String]
    /// The header lines, those without a colon left out.
    var headers: [MessageField]
    /// What follows the empty line.
    var body: [UInt8]

    init(_ bytes: [UInt8]) {
        words = []
        headers = []
        body = []
        var rest = bytes[...]
        var isFirst = true
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(line.count + 1)
            if line.isEmpty { break }
            if isFirst {
                words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            } else {
                add(line)
            }
            isFirst = false
        }
        body = Array(rest)
    }

    private mutating func add(_ line: ArraySlice<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        headers.append(
            MessageField(
                String(decoding: line[..<colon], as: UTF8.self),
                String(decoding: line[line.index(after: colon)...], as: UTF8.self)))
    }
}
