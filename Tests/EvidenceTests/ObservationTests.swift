import OrderedJSON
import Testing

@testable import Evidence

@Suite("An observation")
struct ObservationTests {
    @Test("keeps apart what was not looked at, what is missing and what is there")
    func presence() throws {
        func webdriver(_ value: String) throws -> Presence<Bool>? {
            try Payloads.observing("\"navigator\":{\(value)}").navigator?.webdriver
        }
        #expect(try webdriver("") == nil)
        #expect(try webdriver(#""webdriver":null"#) == .missing)
        #expect(try webdriver(#""webdriver":false"#) == .present(false))
        // Of another kind is not looked at: no agent writes that.
        #expect(try webdriver(#""webdriver":"true""#) == nil)

        func battery(_ value: String) throws -> Presence<Battery>? {
            try Payloads.observing("\"capabilities\":{\(value)}").capabilities?.battery
        }
        #expect(try battery("") == nil)
        #expect(try battery(#""battery":null"#) == .missing)
        #expect(try battery(#""battery":[1]"#) == nil)
        #expect(try battery(#""battery":{"level":0.5}"#)?.value?.level == 0.5)
    }

    @Test("reads values of the wrong kind as not observed, and keeps those beside them")
    func wrongKinds() throws {
        for wrong in ["null", "[]", "{}", #""text""#, "1", "true"] {
            let navigator = try #require(
                try Payloads.observing(
                    """
                    "navigator":{"platform":"Win32","languages":\(wrong),"hardware_concurrency":\(wrong),\
                    "cookie_enabled":\(wrong),"vendor":\(wrong)}
                    """
                ).navigator)
            #expect(navigator.platform == "Win32", "\(wrong)")
            #expect(navigator.languages == (wrong == "[]" ? [] : nil), "\(wrong)")
            #expect(navigator.hardwareConcurrency == (wrong == "1" ? 1 : nil), "\(wrong)")
            #expect(navigator.cookieEnabled == (wrong == "true" ? true : nil), "\(wrong)")
            #expect(navigator.vendor == (wrong == #""text""# ? "text" : nil), "\(wrong)")
        }
    }

    @Test("takes no number that a page can't have meant")
    func numbers() throws {
        for number in ["1e17", "-1e17", "1e308", "9007199254740994", "\"NaN\"", "null"] {
            let observed = try Payloads.observing(
                #""screen":{"width":\#(number),"pixel_ratio":\#(number)},"navigator":{"device_memory":\#(number)}"#)
            #expect(observed.screen == ScreenObservation() && observed.navigator == NavigatorObservation(), "\(number)")
        }
        let screen = try #require(try Payloads.observing(#""screen":{"width":-5.5,"color_depth":-1}"#).screen)
        #expect(screen.width == -6)
        // There is no negative number of bits.
        #expect(screen.colorDepth == nil)
    }

    @Test("cuts text and lists that are too long, and leaves out elements of the wrong kind")
    func limits() throws {
        let long = String(repeating: "x", count: 5000)
        let many = Array(repeating: "\"en\"", count: 300).joined(separator: ",")
        let navigator = try #require(
            try Payloads.observing(
                #""navigator":{"user_agent":"\#(long)","plugins":["\#(long)",1,null,"b"],"languages":[\#(many)]}"#
            ).navigator)
        #expect(navigator.userAgent?.utf8.count == 1024)
        #expect(navigator.plugins?.map(\.utf8.count) == [1024, 1])
        #expect(navigator.languages?.count == 256)
        let shapes = Array(repeating: #"{"name":"f","kind":"own"}"#, count: 300).joined(separator: ",")
        let natives = try Payloads.observing(#""natives":{"tampered":[1,\#(shapes)]}"#).natives
        // What is counted is what was sent, and only then what is of the right kind.
        #expect(natives?.tampered?.count == 255)
    }

    @Test("cuts text by its bytes, so that marks piled on one letter do not pass as one character")
    func piledMarks() throws {
        for piled in ["e", "ee"].map({ $0 + String(repeating: "\u{301}", count: 20_000) }) {
            let navigator = try Payloads.observing(#""navigator":{"platform":"\#(piled)"}"#).navigator
            let platform = try #require(navigator?.platform)
            #expect((1023...1024).contains(platform.utf8.count))
            #expect(piled.unicodeScalars.starts(with: platform.unicodeScalars))
        }
    }

    @Test(
        "keeps hashes as the protocol writes them and no other text in their place",
        arguments: [
            ("0123abcd", true), ("0123456789abcdef", true), ("0123ABCD", false), ("0123abc", false),
            ("0123abcg", false), ("0123456789abcde", false), ("", false), ("<script>", false),
            ("0123abc\u{e9}", false),
        ])
    func hashes(_ text: String, _ isKept: Bool) throws {
        #expect(try Payloads.observing(#""canvas":{"hash":"\#(text)"}"#).canvas?.hash == (isKept ? text : nil))
    }

    @Test("of a later payload replaces the same of an earlier one, and nothing else")
    func merging() throws {
        let first = try Payloads.parse(
            #""observations":{"page":{"url":"a"},"navigator":{"platform":"Win32"}},"skipped":{"fonts":"timeout"}"#)
        let second = try Payloads.parse(
            #""observations":{"page":{"referrer":"b"},"audio":{"silent":true}},"skipped":{"webgl":"blocked"}"#)
        let evidence = Evidence(payloads: [first, second])
        #expect(evidence.observations.page?.url == nil && evidence.observations.page?.referrer == "b")
        #expect(evidence.observations.navigator?.platform == "Win32")
        #expect(evidence.observations.audio?.silent == true)
        #expect(evidence.skipped == ["fonts": .timeout, "webgl": .blocked])
    }

    @Test("of every source is taken over from a later payload", arguments: Workspace.fixtureNames)
    func mergesAll(_ name: String) throws {
        let payload = try Payloads.recorded(name).payload
        #expect(Evidence(payloads: [try Payloads.parse(), payload]).observations == payload.observations)
    }
}

@Suite("A recorded payload")
struct RecordedPayloadTests {
    @Test("is read without losing anything that the agent sent", arguments: Workspace.fixtureNames)
    func losesNothing(_ name: String) throws {
        let (_, payload, json) = try Payloads.recorded(name)
        let sent = try #require(json["observations"])
        #expect((sent.object?.count ?? 0) >= 15)
        #expect(Self.lost(sent, in: payload.observations) == [])
        #expect(payload.skipped.count == json["skipped"]?.object?.count)
        #expect(payload.fields.count == json["fields"]?.array?.count)
        for (stream, numbers) in payload.streams {
            #expect(numbers.count == json["events"]?[stream]?.array?.count, "\(stream)")
        }
        #expect(payload.streams.count == json["events"]?.object?.count)
    }

    @Test("are eleven")
    func names() {
        #expect(Workspace.fixtureNames.count == 11)
    }

    /// The paths of values in JSON that have no property in a value that was read from it.
    private static func lost(_ sent: JSONValue, in value: Any, at path: String = "") -> [String] {
        (sent.object ?? []).flatMap { member -> [String] in
            guard !member.value.isNull else { return [] }
            let name = path.isEmpty ? member.key : "\(path).\(member.key)"
            let property = Mirror(reflecting: value).children.first { $0.label == Self.camelCase(member.key) }
            guard let read = property.flatMap({ Self.unwrapped($0.value) }) else { return [name] }
            return Self.lost(member.value, in: read, at: name)
        }
    }

    private static func camelCase(_ key: String) -> String {
        let words = key.split(separator: "_")
        return words.dropFirst().reduce(String(words[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }

    /// The value inside an optional or a ``Presence``; nil for none.
    private static func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional { return mirror.children.first.flatMap { unwrapped($0.value) } }
        if mirror.displayStyle == .enum { return mirror.children.first?.value }
        return value
    }

    @Test("of an engine says which names were asked for, and where; an older agent's says neither")
    func featureLists() throws {
        let newer = try #require(
            try Payloads.observing(
                #""engine":{"features":["WeakRef"],"features_list":2,"features_realm":"frame"}"#
            ).engine)
        #expect(newer.featuresList == 2 && newer.featuresRealm == "frame" && newer.features == ["WeakRef"])
        let older = try #require(
            try Payloads.observing(#""engine":{"features":["WeakRef"],"features_list":-1}"#).engine)
        #expect(older.featuresList == nil && older.featuresRealm == nil)
    }

    @Test("of graphics has the limits that were told, and no negative ones")
    func graphicsLimits() throws {
        let limits = try #require(
            try Payloads.observing(#""webgl":{"limits":{"texture":8192,"point":1023.5,"varyings":-3,"line":"1"}}"#)
                .webgl?
                .limits)
        #expect(limits.texture == 8192 && limits.point == 1023.5 && limits.varyings == nil && limits.line == nil)
        #expect(try Payloads.observing(#""webgl":{"limits":[]}"#).webgl?.limits == nil)
    }
}
