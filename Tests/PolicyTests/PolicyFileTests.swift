import Detection
import Evidence
import Sessions
import Testing

@testable import Policy

@Suite("A policy file")
struct PolicyFileTests {
    private func policy(_ text: String) throws -> Policy { try PolicyFile.policy(in: text.utf8, file: "policy.yaml") }

    private func problems(_ text: String) -> [String] {
        do {
            _ = try policy(text)
            return []
        } catch {
            return (error as? PolicyError)?.problems.map(\.description) ?? ["\(error)"]
        }
    }

    @Test("says thresholds, weights and lists")
    func whole() throws {
        let policy = try policy(
            """
            version: strict-2
            thresholds: {inconclusive: 30, bot: 60}
            signals:
              webdriver_detected: muted
              page_has_no_focus: 0.5
            deny:
              - address: 203.0.113.0/24
                note: credential stuffing
              - asn: AS64496
            allow:
              - {agent: Googlebot}
              - agent: agent.example
            """.replacing("page_has_no_focus", with: Self.some))
        #expect(policy.rules.version == "\(Rules.builtInVersion)+strict-2")
        #expect(policy.rules.thresholds == VerdictThresholds(inconclusive: 30, bot: 60))
        #expect(policy.rules.adjustments == ["webdriver_detected": .muted, Self.some: .weighted(0.5)])
        #expect(policy.denied.entries.map(\.line) == [7, 9])
        #expect(policy.denied.entries.map(\.note) == ["credential stuffing", nil])
        #expect(policy.denied.entries[1].mark == .asn(64496))
        #expect(policy.allowed.entries.map(\.mark) == [.agent("googlebot"), .agent("agent.example")])
    }

    private static let some = SignalCatalogue.all.first { $0.strength == .weak && $0.effect == .raisesRisk }!.slug

    @Test("changes nothing when nothing stands in it", arguments: ["", "# nothing yet\n", "thresholds: {}\nallow:\n"])
    func empty(_ text: String) throws {
        let policy = try policy(text)
        #expect(policy.rules.thresholds == .standard && policy.rules.adjustments.isEmpty)
        #expect(policy.denied.isEmpty && policy.allowed.isEmpty)
    }

    @Test("is told from others by what stands in it, where it has no label")
    func version() throws {
        let one = try policy("thresholds: {bot: 60}").rules.version
        #expect(one.hasPrefix("\(Rules.builtInVersion)+") && one.count == Rules.builtInVersion.count + 9)
        #expect(try policy("thresholds: {bot: 61}").rules.version != one)
        #expect(try policy("thresholds: {bot: 60}").rules.version == one)
    }

    @Test(
        "that is wrong says the line, what was wrong and what was expected",
        arguments: [
            ("thresholds:\n  bot: high", "line 2: `bot` must be a whole number from 1 to 100, not `high`"),
            ("thresholds: {bot: 0}", "line 1: `bot` must be a whole number from 1 to 100, not `0`"),
            (
                "\nthresholds: {inconclusive: 80}",
                "line 2: `bot` (70) must not be less than `inconclusive` (80)"
            ),
            ("treshold: {}", "was `thresholds` meant?"),
            (
                "signals:\n  webdriver_detcted: muted",
                "line 2: there is no signal `webdriver_detcted`; was `webdriver_detected` meant?"
            ),
            ("signals:\n  webdriver_detected: 4", "must be `muted` or a weight from 0 to 3, not `4`"),
            ("signals: [webdriver_detected]", "line 1: `signals` must be keys with values, not a list"),
            ("signals:\n  denied_by_policy: muted", "says what `allow` and `deny` say"),
            ("deny: 192.0.2.1", "line 1: `deny` must be a list"),
            ("deny:\n  - adress: 192.0.2.1", "line 2: `adress` is none of an entry of `deny`'s keys"),
            ("deny:\n  - address: 192.0.2.256", "line 2: `address` must be an address or a block such as 192.0.2.0/24"),
            ("deny:\n  - asn: x", "`asn` must be the number of an autonomous system"),
            ("deny:\n  - ja4: abc", "`ja4` must be a JA4"),
            ("allow:\n  - visitor: me", "`visitor` must be the id of a visitor"),
            ("allow:\n  - agent: googelbot", "perhaps googlebot"),
            ("allow:\n  - note: nobody", "line 2: an entry of `allow` has one of address, asn, ja4, visitor, agent"),
            ("allow:\n  - {asn: 1, ja4: x}", "an entry of `allow` has one of"),
            ("version: a b", "line 1: `version` must be 1 to 64 letters"),
            ("- a", "a policy must be keys with values, not a list"),
            ("deny: [}", "YAML was expected"),
            ("deny: []\ndeny: []", "stands here twice"),
            ("a: &x [1]", "line 1: & and * before a word are anchors"),
            (String(repeating: "[", count: 90), "brackets nest at most 64 deep"),
            (String(repeating: "- ", count: 90), "lines are indented by at most 40 columns"),
            ("a:\rb:", "lines must end by a line feed"),
        ])
    func wrong(_ text: String, _ words: String) {
        let problems = problems(text)
        #expect(problems.contains { $0.contains(words) }, "\(problems)")
    }

    @Test("tells everything that is wrong at once, in the order of lines")
    func all() throws {
        let error = #expect(throws: PolicyError.self) {
            try policy("signals:\n  nonsense_one: 1\nthresholds: {bot: x}\ndeny:\n  - asn: y")
        }
        #expect(error?.problems.map(\.line) == [2, 3, 5])
        #expect(error?.description.split(separator: "\n").allSatisfy { $0.hasPrefix("policy.yaml, line ") } == true)
    }

    @Test("is refused above a megabyte, and where it is no text")
    func bounds() {
        #expect(
            problems("# " + String(repeating: "x", count: 1 << 20)).first?.contains("at most 1048576 bytes") == true)
        #expect(throws: PolicyError.self) { try PolicyFile.policy(in: [0x61, 0xff], file: "policy.yaml") }
        #expect(throws: PolicyError.self) { try PolicyFile.policy(contentsOf: "/nowhere/policy.yaml") }
    }
}
