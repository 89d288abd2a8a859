/// The order in which browsers send the headers of a request.
///
/// It holds only what every version since 2021 keeps, as captured from real browsers: Chromium 98 to 156 and Firefox 91 to 153. WebKit's order
/// changes with the system's release, so there is nothing to hold it to.
public enum HeaderOrder {
    /// Two headers that came the other way round than the claimed browser sends them.
    public struct Contradiction: Sendable, Equatable {
        /// The header that came first, in lower case.
        public var first: String
        /// The header that came after it, and which the browser sends before it.
        public var second: String

        /// Two headers in the order they came.
        public init(first: String, second: String) {
            self.first = first
            self.second = second
        }
    }

    /// The first contradiction between the order of a request's headers and that of the browser it claims to be.
    /// - Parameters:
    ///   - names: in the order they came, in lower case; of a name that came twice the first counts.
    ///   - isNavigation: whether it opens a page. Scripts may set headers of other requests, and so move them.
    /// - Returns: nil where the order fits, was lost on the way, or says nothing about the claimed browser.
    public static func contradiction(
        in names: [String], claimed: UserAgent, isNavigation: Bool
    ) -> Contradiction? {
        guard !isLost(names) else { return nil }
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() where places[name] == nil { places[name] = place }
        for chain in chains(of: claimed, isNavigation: isNavigation) {
            let present = chain.compactMap { name in places[name].map { (name: name, place: $0) } }
            for (earlier, later) in zip(present, present.dropFirst()) where earlier.place > later.place {
                return Contradiction(first: later.name, second: earlier.name)
            }
        }
        return nil
    }

    /// Whether names were sorted by the alphabet, as many a gateway hands them on: then their order says nothing of the client. Programs
    /// in Go, as Caddy and Traefik are, write a few first and sort the rest.
    static func isLost(_ names: [String]) -> Bool {
        let rest = names.drop { writtenFirstByGo.contains($0) }
        return rest.count >= 3 && zip(rest, rest.dropFirst()).allSatisfy { $0 <= $1 }
    }

    private static let writtenFirstByGo: Set<String> = ["host", "user-agent", "content-length", "transfer-encoding"]

    /// Headers in the order of the claimed browser; the lists are independent of each other.
    private static func chains(of claimed: UserAgent, isNavigation: Bool) -> [[String]] {
        // Apps that embed an engine add headers of their own ahead of those of the engine.
        guard claimed.browser.name != "Qt Web Engine", claimed.browser.name != "Electron" else { return [] }
        switch claimed.engine {
        case .blink where claimed.chromium ?? 0 >= 90: return isNavigation ? chromiumNavigation : chromiumRequest
        case .gecko where claimed.gecko ?? 0 >= 90: return isNavigation ? firefoxNavigation : firefoxRequest
        default: return []
        }
    }

    private static let chromiumNavigation = [
        [
            "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "upgrade-insecure-requests", "user-agent", "accept",
            "sec-fetch-site", "sec-fetch-mode", "sec-fetch-user", "sec-fetch-dest", "referer", "accept-encoding",
            "accept-language",
        ]
    ]

    /// A page's script may bring its own `Accept` and `Accept-Language`, which moves them, and client hints change places between versions.
    private static let chromiumRequest = [
        ["user-agent", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "referer", "accept-encoding"],
        ["accept", "sec-fetch-site", "accept-encoding"],
        ["origin", "sec-fetch-site"],
    ]

    private static let firefoxRequest = [
        [
            "user-agent", "accept", "accept-language", "accept-encoding", "sec-fetch-dest", "sec-fetch-mode",
            "sec-fetch-site", "te",
        ]
    ]

    private static let firefoxNavigation =
        firefoxRequest + [
            ["accept-encoding", "upgrade-insecure-requests", "sec-fetch-dest"], ["sec-fetch-site", "sec-fetch-user"],
        ]
}
