import Evidence
import Sessions

/// The library behind a request: by its own word, or else by its connection.
struct LibraryName {
    let slug: String
    let displayName: String
    /// 0–100.
    let confidence: Int
    let relation: BotAttribution.Facet.Relation

    /// The library that made a session's request; nil where a browser made it, or nobody knows.
    init?(_ context: Context) {
        if let header = context.header, header.agency == .library, let name = header.browser.name {
            // A library has no reason to take another's name; its connection confirms that it is one.
            (slug, displayName, confidence, relation) = (name.slug, name, context.tlsAlignment == .match ? 97 : 90, .is)
            return
        }
        let layers = [context.connection?.tlsMatch, context.connection?.http2Match].compactMap(\.self)
        // Programs on one TLS stack show the same hello: the layer that only one of them shows names it best.
        let libraries = layers.filter {
            $0.kind != .browser && $0.isFirm && $0.isNamed && !$0.engines.contains(context.engine)
        }
        guard let match = libraries.first(where: { $0.isDeterministic }) ?? libraries.first else { return nil }
        slug = match.product.slug
        displayName = Self.displayNames[slug] ?? match.product
        confidence = match.isDeterministic ? (match.confidence == .exact ? 95 : 85) : 60
        relation = match.isDeterministic ? .is : .resembles
    }

    private static let displayNames = [
        "python": "Python", "python-requests": "Python Requests", "python-urllib": "Python-urllib",
        "python-httpx": "HTTPX", "httpx": "HTTPX",
        "python-aiohttp": "aiohttp", "go-http-client": "Go-http-client", "go": "Go-http-client", "java": "Java",
        "node": "Node", "deno": "Deno", "openssl": "OpenSSL", "wget": "Wget", "wget2": "Wget2",
    ]
}
