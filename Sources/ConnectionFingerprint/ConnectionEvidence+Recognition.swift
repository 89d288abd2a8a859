import Evidence

extension ConnectionEvidence {
    /// What a connection showed whose beginning was read here, recognized by the table of known clients.
    ///
    /// What of it contradicts the browser that it looks like is noted by name: later, when there is only the text of the fingerprints,
    /// nothing could tell that any more.
    /// - Parameters:
    ///   - observer: who looked at it.
    ///   - hello: the ClientHello; nil where nobody saw one.
    ///   - preface: the beginning of HTTP/2; nil without HTTP/2.
    public init(observer: Observer, hello: ClientHello?, preface: HTTP2Preface?) {
        self.init(observer: observer, http2: preface?.akamai, headersWeight: preface?.requestPriority?.weight)
        if let hello {
            ja4 = JA4(hello).description
            ja4Raw = JA4.raw(hello)
            ja4Stable = JA4.stable(hello).description
        }
        recognize()
        if let tlsMatch, let hello { tlsContradictions = hello.contradictions(with: tlsMatch).map(\.rawValue) }
        if let http2Match, let preface {
            http2Contradictions = preface.contradictions(with: http2Match).map(\.rawValue)
        }
        if !tlsContradictions.isEmpty || !http2Contradictions.isEmpty { recognize() }
    }

    /// Fills in what the fingerprints are recognized as. A text that is no JA4 is recognized as nothing.
    /// - Parameter learned: what the installation learned.
    public mutating func recognize(learned: LearnedClients = LearnedClients()) {
        tlsMatch = ja4.flatMap(JA4.init(parsing:)).flatMap {
            KnownClients.match(ja4: $0, stable: ja4Stable.flatMap(JA4.init(parsing:)), learned: learned)
        }
        http2Match = http2.flatMap { KnownClients.match(http2: $0, learned: learned) }
        tlsMatch = tlsMatch?.corrected(by: tlsContradictions.compactMap(ConnectionContradiction.init))
        http2Match = http2Match?.corrected(by: http2Contradictions.compactMap(ConnectionContradiction.init))
    }
}
