import Evidence
import OrderedJSON

/// One value that was observed, or was found missing, and what the evidence would be had it been otherwise.
struct EvidencePart: Sendable {
    /// Where it stands: `observations` and `headers` in the names of those who sent them, the rest in this project's.
    let path: String
    /// What was observed; null where it was missing.
    let value: JSONValue
    /// Takes it away, or puts in what was missing.
    let change: @Sendable (inout EvidenceCopy) -> Void
    /// What it is made of.
    var parts: [EvidencePart] = []
}

extension EvidencePart {
    /// The most parts of one value that are looked at.
    static let most = 160

    /// Everything that was observed.
    static func present(in copy: EvidenceCopy) -> [EvidencePart] {
        observations(in: copy) + headers(in: copy) + server(in: copy) + interaction(in: copy)
    }

    /// What the agent observed, by source. What no source of this project's is, is left aside.
    private static func observations(in copy: EvidenceCopy) -> [EvidencePart] {
        (copy.observed.object ?? []).filter { isRead([$0.key], $0.value) }.prefix(most).map { source in
            observation([source.key], source.value)
        }
    }

    private static func observation(_ path: [String], _ value: JSONValue) -> EvidencePart {
        let members = path.count < 3 ? (value.object ?? []) : []
        return EvidencePart(
            path: "observations." + path.joined(separator: "."), value: value,
            change: { $0.removeObservation(path) },
            parts: members.filter { isRead(path + [$0.key], $0.value) }.prefix(most).map {
                observation(path + [$0.key], $0.value)
            })
    }

    /// Whether something is made of an observation, beside its being there.
    private static func isRead(_ path: [String], _ value: JSONValue) -> Bool {
        func placed(_ value: JSONValue?) -> Observations {
            var placed = value
            for key in path.reversed() { placed = .object(placed.map { [.init(key, $0)] } ?? []) }
            return Observations(placed)
        }
        return path.count == 1 ? placed(value) != Observations() : placed(value) != placed(nil)
    }

    private static func headers(in copy: EvidenceCopy) -> [EvidencePart] {
        let request = copy.evidence.request
        guard !request.headerNames.isEmpty else { return [] }
        let parts = Set(request.headerNames).sorted().map { name in
            EvidencePart(path: "headers.\(name)", value: request[name].map { .string($0) } ?? .string("(not kept)")) {
                $0.setHeader(name, to: nil)
            }
        }
        let names = JSONValue.array(request.headerNames.map { .string($0) })
        return [
            EvidencePart(
                path: "headers", value: names,
                change: { copy in for name in request.headerNames { copy.setHeader(name, to: nil) } }, parts: parts)
        ]
    }

    /// Headers that browsers send, where they are missing.
    static func missing(in copy: EvidenceCopy) -> [EvidencePart] {
        usual.filter { !copy.evidence.request.has($0.name) }.map { header in
            EvidencePart(path: "headers.\(header.name)", value: .null) { $0.setHeader(header.name, to: header.value) }
        }
            + (copy.observed.object?.isEmpty ?? true
                ? [EvidencePart(path: "observations", value: .null) { $0.evidence.observations = .something }] : [])
    }

    private static let usual: [(name: String, value: String)] = [
        ("user-agent", "Mozilla/5.0"), ("accept", "*/*"), ("accept-language", "en-US,en;q=0.9"),
        ("accept-encoding", "gzip, deflate, br, zstd"), ("origin", "https://shop.example"),
        ("referer", "https://shop.example/"), ("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors"),
        ("sec-fetch-dest", "empty"), ("sec-ch-ua", "\"Chromium\";v=\"150\""), ("sec-ch-ua-mobile", "?0"),
        ("sec-ch-ua-platform", "\"Linux\""), ("upgrade-insecure-requests", "1"), ("priority", "u=1, i"),
        ("content-type", "application/octet-stream"), ("host", "shop.example"), ("connection", "keep-alive"),
    ]
}

extension Observations {
    /// A report in which one source looked.
    fileprivate static var something: Observations { Observations(.object([.init("navigator", .object([]))])) }
}
