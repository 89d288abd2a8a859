import Evidence
import Sessions
import Testing

@testable import Policy

@Suite("An operator's lists")
struct PolicyListTests {
    private func listing(_ text: String, visitor: VisitorID? = nil, _ edit: (inout Evidence) -> Void) throws
        -> PolicyListing?
    {
        var evidence = Evidence()
        edit(&evidence)
        return try PolicyFile.policy(in: text.utf8, file: "p").listing(of: evidence, visitor: visitor)
    }

    private func from(_ address: String) -> (inout Evidence) -> Void {
        { $0.request = RequestEvidence(clientAddress: address) }
    }

    @Test("name sessions by address, the most specific block first")
    func addresses() throws {
        let text = "deny:\n- address: 192.0.2.0/24\n- address: 192.0.2.7\n- address: 2001:db8::/32"
        #expect(try listing(text, from("192.0.2.7"))?.line == 3)
        #expect(try listing(text, from("192.0.2.8"))?.entry == "192.0.2.0/24")
        #expect(try listing(text, from("2001:db8::1"))?.line == 4)
        #expect(try listing(text, from("192.0.3.1")) == nil)
        #expect(try listing(text, { _ in }) == nil)
    }

    @Test("say of a network that is kept instead of an address only what they say of all of it")
    func truncated() throws {
        #expect(try listing("deny:\n- address: 192.0.2.0/25", from("192.0.2.0/24")) == nil)
        #expect(try listing("deny:\n- address: 192.0.0.0/16", from("192.0.2.0/24")) != nil)
        #expect(try listing("deny:\n- address: 0.0.0.0/0", from("hashed:00ff")) == nil)
    }

    @Test("deny before they allow")
    func order() throws {
        let text = "allow:\n- address: 192.0.2.7\ndeny:\n- address: 192.0.2.0/24"
        #expect(try listing(text, from("192.0.2.7"))?.disposition == .denied)
    }

    @Test("name sessions by network, ClientHello and visitor")
    func marks() throws {
        let ja4 = "t13d1516h2_8daaf6152771_02713d6af862"
        let visitor = VisitorID.random()
        let text = "allow:\n- asn: 64496\n- ja4: \(ja4)\n- visitor: \(visitor.text)"
        #expect(
            try listing(text) {
                $0.network = NetworkEvidence(.evaluated)
                $0.network?.asn = 64496
            }?.kind == .asn)
        #expect(try listing(text) { $0.connection = ConnectionEvidence(observer: .server, ja4: ja4) }?.kind == .ja4)
        #expect(try listing(text, visitor: visitor) { _ in }?.kind == .visitor)
        #expect(try listing(text, visitor: .random()) { _ in } == nil)
    }

    @Test("let in only agents that proved who they are, and for whom their whole domain stands")
    func agents() throws {
        func agent(_ status: WebBotAuthEvidence.Status, stands: Bool) -> (inout Evidence) -> Void {
            {
                $0.webBotAuth = WebBotAuthEvidence(status: status, domain: "agent.example")
                $0.webBotAuth?.standsForDomain = stands
            }
        }
        let (allow, deny) = ("allow:\n- agent: Agent.Example", "deny:\n- agent: agent.example")
        #expect(try listing(allow, agent(.verified, stands: true))?.kind == .agent)
        #expect(try listing(allow, agent(.verified, stands: false)) == nil)
        #expect(try listing(allow, agent(.invalid, stands: true)) == nil)
        #expect(try listing(deny, agent(.verified, stands: false))?.disposition == .denied)
    }

    @Test("let in crawlers that proved who they are, by slug or name")
    func crawlers() throws {
        func crawler(_ standing: CrawlerEvidence.Standing) -> (inout Evidence) -> Void {
            {
                $0.crawler = CrawlerEvidence(
                    slug: "googlebot", name: "Googlebot", operatorName: "Google", category: .search, standing: standing)
            }
        }
        for name in ["googlebot", "Googlebot"] {
            #expect(try listing("allow:\n- agent: \(name)", crawler(.proven(by: .ranges)))?.kind == .agent)
            #expect(try listing("allow:\n- agent: \(name)", crawler(.unproven(reason: "no"))) == nil)
        }
    }

    @Test("of tens of thousands of entries are searched without going through them")
    func many() throws {
        let entries = (0..<40_000).map { "- asn: \($0 + 1)" }.joined(separator: "\n")
        let policy = try PolicyFile.policy(in: "deny:\n\(entries)".utf8, file: "p")
        var evidence = Evidence()
        evidence.network = NetworkEvidence(.evaluated)
        evidence.network?.asn = 40_000
        let duration = ContinuousClock().measure {
            for _ in 0..<1000 { #expect(policy.listing(of: evidence, visitor: nil)?.line == 40_001) }
        }
        #expect(duration < .seconds(5))
    }
}
