import Evidence

/// What the name of an autonomous system or of an address's holder says of the clients behind it.
public enum OrganizationName {
    /// The sort of clients that a name speaks of; nil where it says nothing, or several things.
    ///
    /// It goes by words alone, in English and the languages nearest to it, and knows nobody: `Hetzner Online GmbH` says nothing,
    /// `Joe's Datacenter` speaks of hosting, though its office may browse from there, and a telephone company may rent servers out. So it
    /// is a hint at the type of clients and never a reason to accuse one. What the table of operators says goes before it.
    /// - Parameter name: as registries and databases write it, such as `DEUTSCHE-TELEKOM-AG` or `University of Oslo`. Only the first
    ///   200 bytes are read.
    public static func clientType(_ name: String) -> NetworkEvidence.ClientType? {
        let words = words(name)
        // Universities run clouds and networks, and name them after themselves.
        if words.contains(where: education.matches) || namesInstitute(words) { return .education }
        var found =
            [(hosting, .hosting), (mobile, .mobile), (consumer, .consumer)]
            .filter { rule, _ in words.contains(where: rule.matches) }.map(\.1) as [NetworkEvidence.ClientType]
        if isDataCenter(words), !found.contains(.hosting) { found.append(.hosting) }
        // `China Mobile Communications`: what is said of the whole trade says less than the part.
        if found.contains(.mobile) { found.removeAll { $0 == .consumer } }
        return found.count == 1 ? found[0] : nil
    }

    /// Words of one meaning: whole, or by how they begin or end.
    private struct Words {
        var whole: Set<String> = []
        var beginnings: [String] = []
        var endings: [String] = []

        func matches(_ word: String) -> Bool {
            whole.contains(word) || beginnings.contains { word.utf8.starts(with: $0.utf8) }
                || endings.contains { word.utf8.suffix($0.utf8.count).elementsEqual($0.utf8) }
        }
    }

    private static let education = Words(
        whole: [
            "academy", "academia", "college", "colleges", "edu", "school", "schools", "hochschule", "politecnico",
            "polytechnic", "nren",
        ],
        beginnings: ["universi", "uniwersyt", "univerz"], endings: ["hochschule", "universität", "universitaet"])

    private static let hosting = Words(
        whole: ["colo", "colocation", "vds", "vps", "server", "servers", "datacenters", "datacentres", "datacentre"],
        beginnings: ["cloud", "datacenter", "hosting", "webhost"], endings: ["cloud", "hosting", "datacenter"])

    private static let mobile = Words(
        whole: ["mobile", "mobiles", "mobil", "moviles", "cellular", "celular", "lte", "gsm", "pcs", "wimax"],
        endings: ["mobile"])

    private static let consumer = Words(
        whole: [
            "adsl", "cable", "cablevision", "communication", "communications", "dsl", "fiber", "fibre", "fibra", "ftth",
            "kabel", "isp", "broadband", "wireless", "telefonica", "telephone",
        ],
        beginnings: ["telecom", "telekom", "telecomunica"],
        endings: ["telecom", "telekom", "broadband", "cable", "fibra", "fiber"])

    /// `Data Center`, in two words.
    private static func isDataCenter(_ words: [String]) -> Bool {
        follows("data", ["center", "centre", "centers", "centres"], in: words)
    }

    /// `Institute of Technology`, `Research Network`, `Research and Education Network`.
    private static func namesInstitute(_ words: [String]) -> Bool {
        words.contains("institute") && follows("of", ["technology"], in: words)
            || ["research", "education", "educational"].contains { follows($0, ["network", "networks"], in: words) }
    }

    private static func follows(_ first: String, _ second: [String], in words: [String]) -> Bool {
        zip(words, words.dropFirst()).contains { $0 == first && second.contains($1) }
    }

    /// Letters and digits that stand together, in lower case.
    private static func words(_ name: String) -> [String] {
        String(decoding: name.utf8.prefix(200), as: UTF8.self).lowercased().utf8
            .split { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: false
                default: true
                }
            }
            .map { String(Substring($0)) }
            // People leave by its relays and its VPN; the name is no more than a name.
            .filter { !$0.hasPrefix("cloudflare") }
    }
}
