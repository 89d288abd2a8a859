import Evidence

/// The table's hellos by all that they can be found by.
struct HelloIndex: Sendable {
    /// The index of the table, made at first use.
    static let shared = HelloIndex(KnownClient.browserHellos + KnownClient.libraryHellos)

    /// What each row stands for when the whole of its hello was seen.
    private var matches: [ClientMatch] = []
    /// By the whole JA4 as it was captured.
    private var byText: [String: Int] = [:]
    /// By content; the row's own hello.
    private var byContent: [Content: Int] = [:]
    /// By content of the variants of a row; where two rows can look the same, both.
    private var byVariant: [Content: [Int]] = [:]
    /// By content of the stable form.
    private var byStableContent: [Content: [Int]] = [:]
    /// By content of what Chromium sends when it offers HTTP/1.1 alone, for a WebSocket: it has no settings of HTTP/2 to send then.
    private var byWebSocketContent: [Content: [Int]] = [:]
    private var byCiphers: [Ciphers: [Int]] = [:]

    /// A JA4 less what depends on the server's name and on ALPN.
    private struct Content: Hashable {
        var transport: String
        var version: String
        var cipherHash: String
        var extensionHash: String
        /// Extensions beside `server_name` and ALPN.
        var otherExtensions: Int

        init(_ ja4: JA4) {
            transport = ja4.transport
            version = ja4.version
            cipherHash = ja4.cipherHash
            extensionHash = ja4.extensionHash
            otherExtensions = ja4.extensionCount - (ja4.serverName == "d" ? 1 : 0) - (ja4.alpn == "00" ? 0 : 1)
        }
    }

    private struct Ciphers: Hashable {
        var transport: String
        var version: String
        var cipherCount: Int
        var cipherHash: String

        init(_ ja4: JA4) {
            transport = ja4.transport
            version = ja4.version
            cipherCount = ja4.cipherCount
            cipherHash = ja4.cipherHash
        }
    }

    init(_ clients: [KnownClient]) {
        for (row, client) in clients.enumerated() {
            matches.append(client.match(.fullJA4))
            add(client, at: row)
        }
    }

    private mutating func add(_ client: KnownClient, at row: Int) {
        guard let ja4 = client.ja4 else { return }
        byText[ja4.description] = row
        if byContent[Content(ja4)] == nil { byContent[Content(ja4)] = row }
        byCiphers[Ciphers(ja4), default: []].append(row)
        guard case .raw(let text) = client.fingerprint, let own = JA4Ingredients(raw: text) else { return }
        for variant in own.variants(toggling: client.optionalExtensions + [TLSExtension.earlyData]) {
            byStableContent[Content(JA4(variant.without(JA4.comingAndGoing))), default: []].appendOnce(row)
            for resumption in variant.variants(toggling: JA4.comingAndGoing) {
                byVariant[Content(JA4(resumption)), default: []].appendOnce(row)
                let webSocket = resumption.without(TLSExtension.settingsForHTTP2)
                byWebSocketContent[Content(JA4(webSocket)), default: []].appendOnce(row)
            }
        }
    }
}

// Lookups.
extension HelloIndex {
    /// The row whose hello is the same, or differs in the server's name and ALPN at most.
    func full(_ ja4: JA4) -> ClientMatch? {
        if let row = byText[ja4.description] { return matches[row] }
        guard Self.isPlausible(ja4), let row = byContent[Content(ja4)] else { return nil }
        var match = matches[row]
        match.confidence = .high
        return match
    }

    /// The row whose hello is the same but for what comes and goes.
    func stable(_ ja4: JA4, _ stable: JA4?) -> ClientMatch? {
        guard Self.isPlausible(ja4) else { return nil }
        let offersHTTP2 = ja4.alpn == "h2" || ja4.alpn == "h3"
        let rows =
            stable.flatMap { byStableContent[Content($0)] } ?? byVariant[Content(ja4)]
            ?? (offersHTTP2 ? nil : byWebSocketContent[Content(ja4)])
        guard var match = rows.flatMap(first) else { return nil }
        match.source = .stableJA4
        match.confidence = .high
        match.isDeterministic = match.sharedWith.isEmpty
        return match
    }

    /// The first row with the same ciphers, and all families that have them.
    func ciphers(of ja4: JA4) -> ClientMatch? {
        guard var match = byCiphers[Ciphers(ja4)].flatMap(first) else { return nil }
        match.source = .cipherSection
        match.confidence = .partial
        match.isDeterministic = false
        match.versions = nil
        match.profile = match.family
        return match
    }

    /// The first of rows that look the same, shared with the families of the others.
    private func first(of rows: [Int]) -> ClientMatch? {
        guard var match = rows.first.map({ matches[$0] }) else { return nil }
        var families: [String] = []
        for row in rows {
            for family in [matches[row].family] + matches[row].sharedWith where family != match.family {
                families.appendOnce(family)
            }
        }
        match.sharedWith = families
        return match
    }

    /// Whether ALPN fits the transport: HTTP/3 is offered over QUIC and over nothing else.
    private static func isPlausible(_ ja4: JA4) -> Bool {
        (ja4.transport == "q") == (ja4.alpn == "h3")
    }
}

extension JA4Ingredients {
    /// The hello without some extensions, in list and in count.
    func without(_ ignored: [UInt16]) -> JA4Ingredients {
        var copy = self
        copy.extensions.removeAll(where: ignored.contains)
        copy.prefix.extensionCount -= extensions.count - copy.extensions.count
        return copy
    }

    /// The hello with every choice of the named extensions there or not.
    func variants(toggling optional: [UInt16]) -> [JA4Ingredients] {
        optional.reduce([self]) { variants, type in
            variants + variants.map { $0.toggling(type) }
        }
    }

    private func toggling(_ type: UInt16) -> JA4Ingredients {
        var copy = without([type])
        guard copy.extensions.count == extensions.count else { return copy }
        copy.extensions.append(type)
        copy.extensions.sort()
        copy.prefix.extensionCount += 1
        return copy
    }
}

extension Array where Element: Equatable {
    /// Appends what is not there yet; for short lists.
    mutating func appendOnce(_ element: Element) {
        if !contains(element) { append(element) }
    }
}
