extension RequestEvidence {
    /// Whether the request opens a page, by its own word.
    public var isNavigation: Bool {
        if let mode = self["sec-fetch-mode"] { return mode == "navigate" }
        return has("upgrade-insecure-requests") || self["accept"]?.holds("text/html") == true
    }

    /// Whether it asks leave for another request (a CORS preflight; Fetch Standard, section 4.8), which browsers send with fewer headers.
    public var isPreflight: Bool { has("access-control-request-method") || asked?.method.uppercased() == "OPTIONS" }

    /// Whether it opens a WebSocket, which browsers send with fewer headers.
    public var opensWebSocket: Bool { has("sec-websocket-key") || has("sec-websocket-version") }

    /// Whether it asks for a part of something, as media players do; they also accept fewer encodings.
    public var asksForPart: Bool { has("range") }

    /// Whether what is asked for is reached by TLS; false where it is not known.
    public var asksSecurely: Bool {
        guard let scheme = asked?.url.prefix(8).lowercased() else { return false }
        return scheme.hasPrefix("https://") || scheme.hasPrefix("wss://")
    }

    /// Whether somebody between says that the request passed through.
    public var isRelayed: Bool {
        ["via", "forwarded", "x-forwarded-for", "x-real-ip", "cdn-loop"].contains { has($0) }
    }

    /// How the order of its headers contradicts that of the claimed browser; nil where it does not.
    public func orderContradiction(claimed: UserAgent) -> HeaderOrder.Contradiction? {
        guard !isPreflight, !opensWebSocket else { return nil }
        return HeaderOrder.contradiction(in: headerNames, claimed: claimed, isNavigation: isNavigation)
    }
}
