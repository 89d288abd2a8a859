/// A user agent string taken apart: products with their versions, and the parts of its comments.
struct UserAgentTokens {
    let text: String
    private(set) var comments: [String] = []
    private var products: [String: String] = [:]

    init(_ text: String) {
        // Some logs and proxies write spaces as plus signs.
        let text = text.holds(" ") ? text : String(text.map { $0 == "+" ? " " : $0 })
        self.text = text
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "("), UInt8(ascii: "["): readComment(bytes, &position)
            case UInt8(ascii: " "), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ";"):
                position += 1
            default: readProduct(bytes, &position)
            }
        }
    }

    /// Whether a product of that name is there, with a version or without.
    func has(_ product: String) -> Bool { products[product] != nil }

    /// The version of a product; nil without one.
    func version(_ product: String) -> String? {
        products[product].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// All names of products.
    var productNames: some Collection<String> { products.keys }

    /// The first part of a comment that begins so.
    func comment(startingWith prefix: String) -> String? { comments.first { $0.hasPrefix(prefix) } }

    private mutating func readProduct(_ bytes: [UInt8], _ position: inout Int) {
        let start = position
        while position < bytes.count, !Self.ends(bytes[position]) { position += 1 }
        if position == start { return position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        insert(word)
    }

    private mutating func insert(_ word: String) {
        let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        let version = parts.count > 1 ? String(parts[1]) : ""
        // A name that comes twice keeps its first version; one that had none takes it.
        if products[name, default: ""].isEmpty { products[name] = version }
    }

    /// Comments nest; what is inside is read as parts between semicolons, and products inside count as products too.
    private mutating func readComment(_ bytes: [UInt8], _ position: inout Int) {
        var depth = 0
        var part: [UInt8] = []
        func flush(into comments: inout [String]) -> String? {
            defer { part = [] }
            let text = String(decoding: part, as: UTF8.self).trimming(" ")
            guard !text.isEmpty else { return nil }
            comments.append(text)
            return text
        }
        repeat {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["):
                depth += 1
                if depth > 1, let text = flush(into: &comments) { insertProducts(text) }
            case UInt8(ascii: ")"), UInt8(ascii: "]"):
                depth -= 1
                if let text = flush(into: &comments) { insertProducts(text) }
            case UInt8(ascii: ";"), UInt8(ascii: ","):
                if let text = flush(into: &comments) { insertProducts(text) }
            default: part.append(byte)
            }
        } while depth > 0 && position < bytes.count
        if let text = flush(into: &comments) { insertProducts(text) }
    }

    private mutating func insertProducts(_ part: String) {
        for word in part.split(separator: " ") where word.contains("/") { insert(String(word)) }
    }

    private static func ends(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",")
            || byte == UInt8(ascii: "[")
    }
}
