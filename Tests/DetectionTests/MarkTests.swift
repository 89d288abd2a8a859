import Evidence
import OrderedJSON
import Sessions
import Testing

@testable import Detection

@Suite("The table of marks")
struct MarkTests {
    private func judge(_ edit: (inout Draft) -> Void) throws -> Assessment {
        var draft = try Draft.atRest()
        edit(&draft)
        return Assessment(judging: try draft.evidence)
    }

    private func value(_ kind: Attribution.Label.Kind, in assessment: Assessment) -> String? {
        assessment.attribution?.labels.first { $0.kind == kind }?.value
    }

    @Test("rests on signals that there are, and says something for every line")
    func table() {
        let slugs = Set(SignalCatalogue.all.map(\.slug))
        for mark in Marks.all {
            #expect(!mark.names.isEmpty)
            #expect(mark.trace.slugs.isSubset(of: slugs), "\(mark.trace.slugs.subtracting(slugs))")
            for name in mark.names { #expect((1...100).contains(name.confidence) && !name.label.isEmpty) }
        }
    }

    @Test("names every tool in a slug and in words of its own")
    func tools() {
        #expect(Set(Tool.allCases.map(\.displayName)).count == Tool.allCases.count)
        #expect(Set(Marks.all.flatMap(\.names).filter { $0.facet == .tool }.map(\.value)).count >= 15)
    }

    @Test(
        "names a framework of AI agents, who makes it, and calls the session an AI agent's",
        arguments: [
            ("tf623_id", "agentql", "tinyfish"), ("playwright-highlight-container", "browser-use", "browser-use"),
            ("globalDomDepthMap", "skyvern", "skyvern"), ("__stagehandV3__", "stagehand", "browserbase"),
        ])
    func frameworks(_ mark: String, _ tool: String, _ organization: String) throws {
        let assessment = try judge { $0["automation.assistants"] = [.string(mark)] }
        #expect(Verdict(riskScore: assessment.riskScore) == .bot)
        #expect(assessment.bot?.category.value == "ai-agent" && value(.actor, in: assessment) == "ai-agent")
        #expect(assessment.bot?.executionFramework?.value == tool)
        #expect(assessment.bot?.organization?.value == organization)
    }

    @Test("does not make a bot of a person whose browser has an assistant")
    func presence() throws {
        let marks: JSONValue = [
            "claude-static-indicator-container", "genspark-float-bar", "claude-agent-animation-styles",
        ]
        let assessment = try judge { $0["automation.assistants"] = marks }
        #expect(Verdict(riskScore: assessment.riskScore) == .human && assessment.attribution == nil)
        // Nor by the sight of one at work alone.
        let acting = try judge { $0["automation.assistants"] = ["claude-agent-glow-border"] }
        #expect(acting.riskScore < 70)
    }

    @Test("names an assistant that drives the browser, and whom it acts for")
    func assistant() throws {
        let assessment = try judge {
            $0["automation.assistants"] = ["claude-agent-glow-border"]
            for time in [1000.0, 1900, 3300] { $0.streams.click(at: time, trusted: false) }
        }
        #expect(Verdict(riskScore: assessment.riskScore) == .bot)
        #expect(value(.product, in: assessment) == "claude-in-chrome")
        #expect(value(.purpose, in: assessment) == "acting-for-a-person")
        #expect(assessment.bot?.category.value == "ai-agent")
    }

    @Test(
        "names an agent that acts for a person by its user agent, without believing it",
        arguments: [
            ("Mozilla/5.0 (compatible; ChatGPT-User/1.0; +https://openai.com/bot)", "chatgpt-user", "openai"),
            (
                "Mozilla/5.0 (compatible; Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)",
                "perplexity-user", "perplexity"
            ),
            ("Claude-User (claude-code/2.0)", "claude-user", "anthropic"),
        ])
    func declared(_ userAgent: String, _ product: String, _ organization: String) throws {
        let assessment = try judge { $0.claim(userAgent) }
        #expect(assessment.bot?.category == .init(value: "ai-agent", confidence: 0.9, relation: .is))
        #expect(assessment.bot?.productIdentity == .init(value: product, confidence: 0.6, relation: .resembles))
        #expect(assessment.bot?.organization?.value == organization)
    }

    @Test(
        "leaves crawlers that read for models crawlers",
        arguments: ["GPTBot/1.3; +https://openai.com/gptbot", "ClaudeBot/1.0; +claudebot@anthropic.com"])
    func crawlers(_ name: String) throws {
        let assessment = try judge {
            $0.claim("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; \(name)")
        }
        #expect(assessment.bot?.category.value == "crawler")
    }

    @Test("names a signed agent that acts for a person, and who runs the browser of one that does not say")
    func signers() throws {
        let agent = try judge {
            $0["navigator.webdriver"] = true
            $0.webBotAuth = WebBotAuthEvidence(status: .verified, domain: "chatgpt.com", isTrusted: false)
        }
        #expect(agent.bot?.category == .init(value: "ai-agent", confidence: 0.99, relation: .is))
        #expect(agent.bot?.organization?.value == "openai" && value(.trust, in: agent) == "verified")
        let hosted = try judge {
            $0["navigator.webdriver"] = true
            $0.webBotAuth = WebBotAuthEvidence(status: .verified, domain: "agents.browserbase.com", isTrusted: false)
        }
        #expect(hosted.bot?.category.value == "verified-bot")
        #expect(value(.provider, in: hosted) == "browserbase" && value(.environment, in: hosted) == "remote-browser")
        // A domain that only ends like it is another's.
        let other = try judge {
            $0["navigator.webdriver"] = true
            $0.webBotAuth = WebBotAuthEvidence(status: .verified, domain: "notchatgpt.com", isTrusted: false)
        }
        #expect(other.bot?.category.value == "verified-bot")
    }

    @Test("names tools that are made to hide by how they drive the browser, and says that they hide")
    func hidden() throws {
        let undetected = try judge { $0["automation.globals"] = ["ret_nodes", "se_exportedFunctionSymbol"] }
        #expect(undetected.bot?.executionFramework?.value == "undetected-chromedriver")
        #expect(undetected.attribution?.labels.contains { $0.kind == .tool && $0.value == "chromedriver" } == true)
        #expect(undetected.bot?.concealmentStyle?.value == "stealth")
        let patched = try judge {
            $0["automation.activation"] = "none"
            $0["screen.width"] = 1280
            $0["screen.height"] = 720
            $0["screen.avail_height"] = 720
            $0["screen.inner_width"] = 1280
            $0["screen.inner_height"] = 720
            $0["screen.outer_width"] = 1288
            $0["screen.outer_height"] = 805
        }
        #expect(Verdict(riskScore: patched.riskScore) == .bot)
        #expect(
            patched.bot?.executionFramework == .init(value: "playwright", confidence: 0.68, relation: .resembles))
    }

    @Test("does not make a bot of a page that was used by nobody, alone")
    func activation() throws {
        #expect(try judge { $0["automation.activation"] = "none" }.riskScore < 70)
    }

    @Test("calls a made-up profile fabricated where nothing tells what drives it, and automation where something does")
    func fabricated() throws {
        var draft = try Draft.atRest()
        draft["canvas.noise_detected"] = true
        draft["navigator.own_properties"] = ["platform"]
        let alone = try draft.hits
        #expect(alone.contains { $0.signal.slug == "anti_detect_browser_indicators" })
        let made = Identity(Context(try draft.evidence), alone).names
        #expect(made == [.init(.actor, "fabricated", "Fabricated Identity", 75, .resembles)])
        for time in [1000.0, 1900, 3300] { draft.streams.click(at: time, trusted: false) }
        let driven = Identity(Context(try draft.evidence), try draft.hits).names
        #expect(driven.map(\.value) == ["automation"])
    }
}
