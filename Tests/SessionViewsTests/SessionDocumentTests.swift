import Evidence
import OrderedJSON
import SessionViews
import Sessions
import Testing

private let needsContract = ConditionTrait.enabled(
    if: Workspace.hasContract, "the contract is not beside the repository")

@Suite("The session document")
struct SessionDocumentTests {
    private static let recordings = [
        "chromium-person", "firefox-person", "chromium-headful", "chromium-headless", "selenium-chromium",
        "playwright-stealth-chromium",
    ]

    /// The paths at which a value has other keys than an example, or the same in another order. What is null on either side, and lists
    /// that are empty, have no keys to compare.
    private static func disorder(_ value: JSONValue, _ example: JSONValue, at path: String = "") -> [String] {
        if let element = value.array?.first, let model = example.array?.first {
            return disorder(element, model, at: "\(path)[]")
        }
        guard let members = value.object, let model = example.object else { return [] }
        let isSame = members.map(\.key) == model.map(\.key)
        return (isSame ? [] : ["\(path): \(members.map(\.key))"])
            + members.flatMap { member in
                example[member.key].map { disorder(member.value, $0, at: "\(path).\(member.key)") } ?? []
            }
    }

    @Test("has the keys of the contract's example, in its order, at every depth", needsContract, arguments: recordings)
    func keyOrder(_ name: String) throws {
        let example = try #require(try Workspace.contract("session.example.json")?["data"])
        let document = try SessionDocument(.recorded(name)).read()
        #expect(Self.disorder(document, example) == [])
    }

    @Test("fits the contract's schema, whatever was observed and by whom", needsContract, arguments: recordings)
    func schema(_ name: String) throws {
        let schema = Schema(root: try #require(try Workspace.contract("api.schema.json")))
        #expect(schema.problems(of: try SessionDocument(.recorded(name)).read(), as: "SessionDetail") == [])
        let unknown = JudgedSession.judged(Evidence())
        #expect(schema.problems(of: try SessionDocument(unknown).read(), as: "SessionDetail") == [])
    }

    @Test("fits the contract's schema where a stranger made up the values", needsContract)
    func hostile() throws {
        let schema = Schema(root: try #require(try Workspace.contract("api.schema.json")))
        for value in ["-1", "1.5", "9007199254740992", "\"\"", "null", "[]", "\"\\u0000\""] {
            let sources = ["navigator", "screen", "canvas", "webgl", "audio", "speech", "fonts", "media", "storage"]
            let keys = [
                "hardware_concurrency", "device_memory", "max_touch_points", "mime_types_count", "width", "height",
                "color_depth", "pixel_ratio", "hash", "parameters_hash", "sample_rate", "channel_count", "voice_count",
                "detected_count", "tested_count", "device_count", "blank_label_count", "vendor", "renderer", "language",
                "platform", "cookies", "orientation_type",
            ]
            let fields = keys.map { "\"\($0)\":\(value)" }.joined(separator: ",")
            let observations = sources.map { "\"\($0)\":{\(fields)}" }.joined(separator: ",")
            let payload = try Payload(parsing: Array(#"{"v":1,"sequence":0,"observations":{\#(observations)}}"#.utf8))
            let document = try SessionDocument(.judged(Evidence(payloads: [payload]))).read()
            #expect(schema.problems(of: document, as: "SessionDetail") == [], "\(value)")
        }
    }

    @Test("would not fit the schema with a key taken out, put in, or of another kind", needsContract)
    func schemaDiscriminates() throws {
        let schema = Schema(root: try #require(try Workspace.contract("api.schema.json")))
        let members = try #require(try SessionDocument(.recorded("chromium-person")).read().object)
        for place in members.indices {
            var changed = members
            let removed = changed.remove(at: place)
            #expect(schema.problems(of: .object(changed), as: "SessionDetail").count == 1, "\(removed.key)")
            changed.insert(.init(removed.key, .integer(-1)), at: place)
            #expect(!schema.problems(of: .object(changed), as: "SessionDetail").isEmpty, "\(removed.key)")
        }
        let more = members + [.init("verdict", .string("human"))]
        #expect(schema.problems(of: .object(more), as: "SessionDetail").count == 1)
    }

    @Test("says of what nobody looked at that nobody did")
    func skippedSections() throws {
        let document = try SessionDocument(.recorded("chromium-person", visitor: nil)).read()
        for key in [
            "web_bot_auth", "native_runtime_integrity", "native_app", "native_carrier", "native_motion_print",
            "device_identity", "install_id", "visitor_fingerprint",
        ] { #expect(document[key] == .null, "\(key)") }

        let network = try #require(document["network"])
        #expect(network["status"]?.string == "skipped")
        #expect(network["ip_address"]?.string == "198.51.100.7" && network["ip_version"]?.string == "ipv4")
        for key in ["summary", "location", "evaluated_at"] { #expect(network[key] == .null, "\(key)") }
        for member in network["routing"]?.object ?? [] { #expect(member.value.isNull, "\(member.key)") }
        #expect(network["evidence"]?["client_count"] == .null)

        let connection = try #require(document["connection_fingerprint"])
        #expect(connection["user_agent_alignment"] == .null)
        for part in ["ja4", "http2"] {
            for member in connection[part]?.object ?? [] { #expect(member.value.isNull, "\(part).\(member.key)") }
        }
        #expect(document["analysis_coverage"]?["network"]?.bool == false)
        #expect(document["analysis_coverage"]?["visitor_identity"]?.bool == false)
    }

    @Test("tells the two kinds of address apart, and has none where there is none")
    func addresses() throws {
        let cases: [(String?, String?)] = [("2001:db8::1", "ipv6"), ("192.0.2.1", "ipv4"), (nil, nil)]
        for (address, version) in cases {
            let evidence = Evidence(request: RequestEvidence(clientAddress: address))
            let network = try SessionDocument(.judged(evidence)).read()["network"]
            #expect(network?["ip_address"] == address.map { .string($0) } ?? .null)
            #expect(network?["ip_version"] == version.map { .string($0) } ?? .null)
        }
    }

    @Test("carries the session, its judgements and its visitor")
    func values() throws {
        let session = try JudgedSession.recorded("selenium-chromium")
        let document = try SessionDocument(session).read()
        #expect(document["id"]?.string == session.id.text)
        #expect(document["created_at"]?.string == "2026-03-24T20:00:00.000Z")
        #expect(document["decision"]?["event_id"]?.string == session.decision.id.text)
        #expect(document["decision"]?["automation_status"]?.string == "automated")
        #expect(document["decision"]?["decision_status"]?.string == "final")
        #expect(document["previous_decisions"]?.array?.map { $0["decision_status"]?.string } == ["preliminary"])
        #expect(
            document["signals_fired"]?.array?.map { $0["signal"]?.string } == session.assessment.signals.map(\.signal))
        #expect(document["attribution"]?["labels"]?.array?.first?["value"]?.string == "automation")
        #expect(document["visitor_fingerprint"]?["id"]?.string == session.visitor?.id.text)
        #expect(document["visitor_fingerprint"]?["lifecycle"]?["seen_count"]?.int == 3)
        #expect(document["analysis_coverage"]?["visitor_identity"]?.bool == true)
    }

    @Test("is the same bytes each time it is written")
    func stable() throws {
        let session = try JudgedSession.recorded("playwright-chromium")
        #expect(SessionDocument(session).jsonBytes() == SessionDocument(session).jsonBytes(capacity: 1))
    }

    @Test("tells nobody what the storages hold or what the request's credentials were")
    func secrets() throws {
        let token = "tok-0123456789"
        let payload = try Payload(
            parsing: Array(
                #"{"v":1,"sequence":0,"observations":{"continuity":{"tokens":{"cookies":"\#(token)"}}}}"#.utf8))
        let request = RequestEvidence(headers: [("Authorization", "Bearer \(token)"), ("Cookie", token)])
        let session = JudgedSession.judged(Evidence(request: request, payloads: [payload]), visitor: .known)
        for text in [SessionDocument(session).jsonBytes(), SessionVerification(session).jsonBytes()] {
            #expect(!String(decoding: text, as: UTF8.self).contains(token))
        }
    }
}

@Suite("A row of the list of sessions")
struct SessionSummaryTests {
    private func summary(_ visitor: VisitorLink?) throws -> JSONValue {
        let session = try JudgedSession.recorded("selenium-firefox", visitor: visitor)
        return try SessionSummary(
            id: session.id, createdAt: session.createdAt, decision: session.decision, visitor: session.visitor
        ).read()
    }

    @Test("fits the contract's schema, with a visitor and without", needsContract)
    func schema() throws {
        let schema = Schema(root: try #require(try Workspace.contract("api.schema.json")))
        for visitor in [VisitorLink.known, nil] {
            #expect(schema.problems(of: try summary(visitor), as: "SessionSummary") == [])
        }
    }

    @Test("has the newest judgement and the visitor, without the visitor's life")
    func keys() throws {
        let row = try summary(.known)
        #expect(row.object?.map(\.key) == ["object", "id", "created_at", "latest_decision", "visitor_fingerprint"])
        #expect(row["object"]?.string == "session" && row["latest_decision"]?["verdict"]?.string == "bot")
        #expect(
            row["visitor_fingerprint"]?.object?.map(\.key) == ["object", "id", "confidence", "identified_at"])
        #expect(try summary(nil)["visitor_fingerprint"] == .null)
    }
}
