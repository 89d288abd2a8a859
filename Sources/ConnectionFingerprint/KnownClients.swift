import Evidence

/// The table of known clients: what a JA4 and an HTTP/2 string are recognized as.
///
/// A JA4 is tried in this order:
///
/// 1. the whole of it (`full_ja4`): `exact`, or `high` where other families show the same, or where only the name of a server or ALPN
///    differ from what was captured. A client that talks to an address names no server, and one that opens a WebSocket offers
///    HTTP/1.1 alone; the hashes don't depend on either, and the count of extensions changes by one.
/// 2. what of it does not change (`ja4_stable`): `high`. The row's own hello with and without padding, session ticket, pre-shared key,
///    early data and extensions that the client sends now and then. A hash that a proxy handed over is recognized like this as well.
/// 3. what the installation learned (`learned`): `high`, never deterministic.
/// 4. its ciphers alone (`cipher_section`): `partial`, never deterministic.
///
/// A library that imitates a browser so well that the fingerprint equals the browser's is recognized *as the browser*: the
/// fingerprint can't tell them apart, and anything can be imitated. What gives some of them away nevertheless are
/// ``ConnectionContradiction``s, which make an impersonator of the match.
public enum KnownClients {
    /// Puts the table in order for looking things up, which takes some milliseconds, so that no client waits for it.
    public static func prepare() {
        _ = HelloIndex.shared
        _ = http2Matches
    }

    /// What a JA4 is recognized as.
    /// - Parameters:
    ///   - ja4: the published form.
    ///   - stable: the stable form; nil where only a hash was handed over.
    ///   - learned: what the installation learned.
    /// - Returns: nil when nothing of it is known.
    public static func match(
        ja4: JA4, stable: JA4? = nil, learned: LearnedClients = LearnedClients()
    ) -> ClientMatch? {
        let index = HelloIndex.shared
        if let match = index.full(ja4) ?? index.stable(ja4, stable) { return match }
        if let client = learned.ja4[ja4.description] ?? stable.flatMap({ learned.ja4[$0.description] }) {
            return client.match(ja4)
        }
        return index.ciphers(of: ja4)
    }

    /// What an HTTP/2 string after Akamai is recognized as.
    /// - Parameters:
    ///   - http2: the string, as ``HTTP2Preface/akamai`` writes it.
    ///   - learned: what the installation learned.
    /// - Returns: nil when it is not known.
    public static func match(http2: String, learned: LearnedClients = LearnedClients()) -> ClientMatch? {
        http2Matches[http2] ?? learned.http2[http2]?.match(nil)
    }

    private static let http2Matches: [String: ClientMatch] = {
        var matches: [String: ClientMatch] = [:]
        for client in KnownClient.http2 {
            if case .http2(let text) = client.fingerprint { matches[text] = client.match(.http2) }
        }
        return matches
    }()
}
