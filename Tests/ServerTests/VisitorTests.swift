import CollectProtocol
import OrderedJSON
import Sessions
import Storage
import Testing
import VisitorIdentity

@testable import Server

/// A browser that tells a good deal of its machine.
private struct Browser {
    var machine = "one"
    var system = "Linux x86_64"
    var tokens: [String: String] = [:]

    /// What its agent sends first.
    var payload: String {
        let kept = tokens.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
        let fonts = (0..<40).map { "\"\(machine) font \($0)\"" }.joined(separator: ",")
        return """
            {"v":1,"sequence":0,"observations":{
            "navigator":{"user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36","platform":"\(system)","vendor":"Google Inc.","product_sub":"20030107","hardware_concurrency":\(machine.utf8.count + 3),
            "device_memory":\(machine.utf8.count),"language":"en-\(machine)","languages":["en-\(machine)"],"max_touch_points":0},
            "screen":{"width":\(1000 + machine.utf8.count),"height":900,"color_depth":24,"pixel_ratio":1},
            "locale":{"timezone":"Europe/\(machine)","offset_january":-60,"offset_july":-120},
            "webgl":{"vendor":"\(machine)","renderer":"\(machine) graphics","parameters_hash":"p\(machine)","image_hash":"i\(machine)",
            "extensions_hash":"e\(machine)","shader_precision_hash":"s\(machine)","extension_parameters_hash":"x\(machine)"},
            "canvas":{"hash":"c\(machine)","geometry_hash":"g\(machine)","text_hash":"t\(machine)"},
            "audio":{"hash":"a\(machine)","sample_rate":48000},
            "fonts":{"detected":[\(fonts)],"metrics_hash":"m\(machine)","preferences_hash":"r\(machine)","emoji_hash":"j\(machine)"},
            "continuity":{"tokens":{\(kept)}}}}
            """
    }
}

@Suite("Visitors, from the agent to the API")
struct VisitorTests {
    private struct Seen {
        var session: SessionID
        var visitor: VisitorID
        var token: String
        var tie: JSONValue
        var answer: JSONValue
    }

    /// A session of a browser, from its handshake to what the API tells of its visitor.
    private func visit(
        _ browser: Browser, _ server: TestServer, decides: Bool = false
    ) async throws -> Seen {
        var agent = try await TestAgent(server)
        #expect(try await agent.send(browser.payload).status == 202)
        // Nothing new: a section that is sent again replaces the earlier one.
        let frozen = try await agent.send(#"{"v":1,"sequence":1,"observations":{}}"#, to: "fingerprint")
        let token = try #require(frozen.json["data"]?["continuity_token"]?.string)
        if decides { try await agent.send(to: "results") }
        let opened = try #require(sealer(server).open(token, scope: scope(server)))
        let answer = try await server.client.get(
            "/v1/fingerprints/\(opened.visitor)?include=ties", key: server.secretKey)
        let data = try #require(answer.json["data"])
        let tie = try #require(
            data["ties"]?.array?.first { $0["session_id"]?.string == agent.session.text })
        return Seen(session: agent.session, visitor: opened.visitor, token: token, tie: tie, answer: data)
    }

    private func sealer(_ server: TestServer) -> ContinuitySealer {
        ContinuitySealer(key: server.masterKey.derivedKey(for: "continuity token v1"))
    }

    private func scope(_ server: TestServer) -> String { Tenant(server.organization, .live).scope }

    private func change(
        _ server: TestServer, _ visitor: VisitorID, _ what: String, _ body: String
    ) async throws -> HTTPClient.Answer {
        try await server.client.post(
            "/v1/fingerprints/\(visitor)/\(what)", Array(body.utf8), type: "application/json", key: server.secretKey)
    }

    @Test("A page that went before it asked is tied when it is quiet, told of once, and stays so")
    func quiet() async throws {
        try await TestServer.run { server in
            let first = try await visit(Browser(), server)
            var hasty = try await TestAgent(server)
            #expect(try await hasty.send(Browser().payload).status == 202)
            let tenant = Tenant(server.organization, .live)
            func tie() async throws -> VisitorTie? { try await server.store.sessions.state(tenant, hasty.session)?.tie }
            let sweep = server.sweep
            try await sweep.sweep()
            #expect(try await tie() == nil, "more may come")
            server.clock.move(by: .seconds(61))
            try await sweep.sweep()
            let found = try #require(try await tie())
            #expect(found.visitor == first.visitor)
            #expect(found.source == .fingerprint)
            let asked = try await hasty.send(#"{"v":1,"sequence":1,"observations":{}}"#, to: "fingerprint")
            #expect(asked.status == 200)
            #expect(try await tie() == found)
            server.clock.move(by: .seconds(61))
            try await sweep.sweep()
            let events = try await server.store.events.page(
                of: tenant, endpoint: nil, type: .fingerprintCalculated, after: nil, limit: 9
            ).events.map(\.event.subject)
            #expect(events.filter { $0 == hasty.session.text }.count == 1)
        }
    }

    @Test(
        "A session that was decided for good before it had a visitor gets one when it is quiet, and its document names it"
    )
    func decidedBeforeTied() async throws {
        try await TestServer.run { server in
            let first = try await visit(Browser(), server)
            var hasty = try await TestAgent(server)
            try await hasty.send(Browser().payload)
            try await hasty.send(#"{"v":1,"sequence":1,"final":true,"observations":{}}"#)
            let tenant = Tenant(server.organization, .live)
            _ = try await server.judge.judge(tenant, hasty.session)
            func state() async throws -> SessionState {
                try #require(try await server.store.sessions.state(tenant, hasty.session))
            }
            let before = try await state()
            #expect(before.decisions.last?.isProvisional == false)
            #expect(before.tie == nil)
            server.clock.move(by: .seconds(61))
            try await server.sweep.sweep()
            let document = try await server.session(hasty.session).json["data"]
            #expect(document?["visitor_fingerprint"]?["id"]?.string == "\(first.visitor)")
            #expect(document?["decision"]?["decision_status"]?.string == "final")
            let told = try await server.store.events.page(
                of: tenant, endpoint: nil, type: .resultPersisted, after: nil, limit: 9
            ).events.count { $0.event.subject == hasty.session.text }
            #expect(told == 1)
            server.clock.move(by: .seconds(61))
            try await server.sweep.sweep()
            #expect(try await state().decisions.count == before.decisions.count + 1, "it is looked at once")
        }
    }

    @Test("A page that showed next to nothing makes no visitor, unless it brought a token", arguments: [true, false])
    func quietWithLittle(bringsToken: Bool) async throws {
        try await TestServer.run { server in
            let first = try await visit(Browser(), server)
            var hasty = try await TestAgent(server)
            let tokens = bringsToken ? "\"cookies\":\"\(first.token)\"" : ""
            try await hasty.send(
                #"{"v":1,"sequence":0,"observations":{"navigator":{"platform":"Linux x86_64"},"continuity":{"tokens":{\#(tokens)}}}}"#
            )
            server.clock.move(by: .seconds(61))
            try await server.sweep.sweep()
            let state = try #require(
                try await server.store.sessions.state(Tenant(server.organization, .live), hasty.session))
            #expect(state.tie?.visitor == (bringsToken ? first.visitor : nil))
            #expect(state.tie?.source == (bringsToken ? .continuity : nil))
        }
    }

    @Test("A browser that comes back without a token is known by what it shows, and it is said on what")
    func linked() async throws {
        try await TestServer.run { server in
            let first = try await visit(Browser(), server)
            _ = try await visit(Browser(machine: "another"), server)
            #expect(first.tie["source"]?.string == "new")
            #expect(first.tie["confidence"]?.int != nil)
            let second = try await visit(Browser(), server, decides: true)
            #expect(second.visitor == first.visitor)
            #expect(second.tie["source"]?.string == "fingerprint")
            #expect(second.tie["matched"]?.array?.isEmpty == false)
            #expect(second.tie["tokens"]?["found"]?.int == 0)
            #expect(second.answer["lifecycle"]?["seen_count"]?.int == 2)
            let document = try await server.session(second.session).json["data"]
            #expect(document?["visitor_fingerprint"]?["confidence"] == second.tie["confidence"])
            let highlights = document?["highlights"]?.array?.compactMap { $0["key"]?.string } ?? []
            let signals = document?["signals_fired"]?.array?.compactMap { $0["signal"]?.string } ?? []
            #expect(signals.contains("returning_visitor_fingerprint"))
            #expect(highlights.isEmpty == false)
        }
    }

    @Test("Forged, foreign and expired tokens lead to nobody, and are counted")
    func badTokens() async throws {
        try await TestServer.run { server in
            let first = try await visit(Browser(), server)
            let old = sealer(server).seal(
                ContinuityToken(visitor: first.visitor, session: nil, issuedAt: server.clock.now + (.zero - .days(90))),
                scope: scope(server))
            let foreign = sealer(server).seal(
                ContinuityToken(visitor: first.visitor, session: nil, issuedAt: server.clock.now), scope: "org_2/live")
            let forged = String(first.token.dropLast(4)) + "AAAA"
            let seen = try await visit(
                Browser(
                    machine: "another",
                    tokens: ["cookies": old, "local_storage": foreign, "indexed_db": forged, "window_name": "x"]),
                server)
            #expect(seen.visitor != first.visitor)
            #expect(seen.tie["source"]?.string == "new")
            #expect(seen.tie["tokens"]?["found"]?.int == 4)
            #expect(seen.tie["tokens"]?["foreign"]?.int == 3)
            #expect(seen.tie["tokens"]?["expired"]?.int == 1)
            #expect(seen.tie["tokens"]?["visitors"]?.int == 0)
        }
    }

    @Test("A token that shows up on another machine leads to a visitor of its own, and a signal says so")
    func copiedToken() async throws {
        try await TestServer.run { server in
            let first = try await visit(Browser(), server)
            let copy = try await visit(
                Browser(machine: "a copy", system: "Win32", tokens: ["cookies": first.token]), server, decides: true)
            #expect(copy.visitor != first.visitor)
            #expect(copy.tie["tokens"]?["replayed"]?.bool == true)
            let document = try await server.session(copy.session).json["data"]
            let signals = document?["signals_fired"]?.array?.compactMap { $0["signal"]?.string } ?? []
            #expect(signals.contains("visitor_token_replayed"))
            #expect(document?["runtime_integrity"]?["replay"]?.string == "high_risk")
            #expect(try await visit(Browser(tokens: ["cookies": first.token]), server).visitor == first.visitor)
        }
    }

    @Test("Visitors are merged, split and put back by hand, and the log tells of it")
    func byHand() async throws {
        try await TestServer.run { server in
            let one = try await visit(Browser(), server, decides: true)
            let two = try await visit(Browser(machine: "another"), server, decides: true)
            let merged = try await change(server, one.visitor, "merge", #"{"fingerprint":"\#(two.visitor)"}"#)
            #expect(merged.status == 200)
            #expect(merged.json["data"]?["sessions"]?.int == 1)
            let id = try #require(merged.json["data"]?["id"]?.string)
            let document = try await server.session(two.session).json["data"]
            #expect(document?["visitor_fingerprint"]?["id"]?.string == one.visitor.text)
            let followed = try await server.client.get("/v1/fingerprints/\(two.visitor)", key: server.secretKey)
            #expect(followed.json["data"]?["id"]?.string == one.visitor.text)
            #expect(
                try await visit(Browser(machine: "another", tokens: ["cookies": two.token]), server).visitor
                    == one.visitor)

            let events = "/v1/organizations/\(server.organization)/events"
            let all = try await server.client.get(events, key: server.secretKey)
            #expect(all.json["data"]?.array?.contains { $0["id"]?.string == id } == false)
            let asked = try await server.client.get(events + "?type=fingerprint.merged", key: server.secretKey)
            #expect(asked.json["data"]?.array?.map { $0["id"]?.string } == [id])

            let undone = try await change(server, one.visitor, "undo", #"{"change":"\#(id)"}"#)
            #expect(undone.status == 200)
            let again = try await change(server, one.visitor, "undo", #"{"change":"\#(id)"}"#)
            #expect(again.status == 409)
            #expect(again.errorCode == "fingerprint.change_undone")
            let back = try await server.session(two.session).json["data"]
            #expect(back?["visitor_fingerprint"]?["id"]?.string == two.visitor.text)

            let split = try await change(server, one.visitor, "split", #"{"sessions":["\#(one.session)"]}"#)
            #expect(split.status == 200)
            let fresh = try #require(split.json["data"]?["other"]?.string)
            let moved = try await server.session(one.session).json["data"]
            #expect(moved?["visitor_fingerprint"]?["id"]?.string == fresh)
            #expect(
                try await visit(Browser(tokens: ["cookies": one.token]), server).visitor.text == fresh,
                "the token was given to the session that was split off")
        }
    }

    @Test("What can't be done by hand is refused, and it is said why")
    func refused() async throws {
        try await TestServer.run { server in
            let one = try await visit(Browser(), server)
            let two = try await visit(Browser(machine: "another"), server)
            let nobody = VisitorID.random()
            func answer(_ visitor: VisitorID, _ what: String, _ body: String) async throws -> (Int, String?) {
                let answer = try await change(server, visitor, what, body)
                return (answer.status, answer.json["error"]?["details"]?["fields"]?.array?.first?["issue"]?.string)
            }
            #expect(try await answer(one.visitor, "merge", #"{"fingerprint":"\#(one.visitor)"}"#) == (422, "invalid"))
            #expect(try await answer(one.visitor, "merge", #"{"fingerprint":"\#(nobody)"}"#) == (422, "not_found"))
            #expect(try await answer(nobody, "merge", #"{"fingerprint":"\#(one.visitor)"}"#) == (404, nil))
            #expect(try await answer(one.visitor, "merge", #"{"fingerprint":"x"}"#) == (422, "invalid"))
            #expect(try await answer(one.visitor, "merge", "{}") == (422, "missing"))
            #expect(try await answer(one.visitor, "split", #"{"sessions":["\#(two.session)"]}"#) == (422, "not_found"))
            #expect(try await answer(one.visitor, "split", #"{"sessions":["\#(one.session)"]}"#) == (409, nil))
            #expect(try await answer(one.visitor, "split", #"{"sessions":[]}"#) == (422, "too_short"))
            #expect(try await answer(one.visitor, "undo", #"{"change":"\#(EventID.random())"}"#) == (404, nil))
        }
    }
}
