import Evidence
import HTTPTypes
import Hummingbird

/// The continuity token in a cookie that the server sets and no script can read.
///
/// Only where page and server share an origin: there it is the page's own, and browsers that give what scripts store a few days
/// leave it its year. A page of another origin neither brings nor gets one.
struct ContinuityCookie {
    /// A browser takes a cookie of this name from its own host alone, by TLS, so that no neighbour of the page's host can set it
    /// (`__Host-`, RFC 6265bis, section 4.1.3). Where there is no TLS a browser would refuse it.
    private static let securedName = "__Host-_tripline"
    private static let plainName = "_tripline_server"

    /// How long a browser is asked to keep it, in seconds: a year, as long as the cookie that the agent writes.
    private static let lifetime = 31_536_000

    /// Cookies of a request that are looked at: browsers keep at most 180 for a site.
    private static let mostCookies = 200

    private let isSecure: Bool
    private let headers: HTTPFields

    /// - Returns: nil unless the request is from a page of the server's own origin.
    init?(_ request: Request) {
        guard let origin = request.headers[.origin].flatMap(WebOrigin.read) else { return nil }
        if let site = request.headers[Self.fetchSite] {
            // The browser's own judgement, which no proxy in between can spoil by another host.
            guard site == "same-origin" else { return nil }
        } else {
            let scheme = origin.prefix { $0 != "/" } + "//"
            guard let authority = request.head.authority, WebOrigin.read(scheme + authority) == origin else {
                return nil
            }
        }
        // The scheme as the browser sees it, wherever TLS ends.
        isSecure = origin.hasPrefix("https://")
        headers = request.headers
    }

    private static let fetchSite = HTTPField.Name("sec-fetch-site")!

    private var name: String { isSecure ? Self.securedName : Self.plainName }

    /// What the request brought; nil where there is none. Of several of that name the first counts, as with all cookies.
    var token: String? {
        let cookies = headers[values: .cookie].lazy.flatMap { $0.split(separator: ";") }.prefix(Self.mostCookies)
        for cookie in cookies {
            let trimmed = cookie.drop { $0 == " " }
            if trimmed.hasPrefix(name + "=") { return String(trimmed.dropFirst(name.count + 1)) }
        }
        return nil
    }

    /// Evidence with what a request brought beside what the agent found in the storages.
    static func noted(of request: Request, in evidence: Evidence) -> Evidence {
        guard let token = ContinuityCookie(request)?.token else { return evidence }
        var evidence = evidence
        var continuity = evidence.observations.continuity ?? ContinuityObservation()
        var tokens = continuity.tokens ?? ContinuityTokens()
        tokens.serverCookie = token
        continuity.tokens = tokens
        evidence.observations.continuity = continuity
        return evidence
    }

    /// The header's value that has the browser keep a token.
    func setting(_ token: String) -> String {
        "\(name)=\(token); Path=/; Max-Age=\(Self.lifetime); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}
