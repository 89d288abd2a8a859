import OrderedJSON
import Testing

@testable import Evidence

@Suite("A section of the document")
struct SectionTests {
    /// Each path in `client_telemetry`, and where it differs the path of the observation that it shows.
    private static let telemetry: [(shown: String, observed: String?)] = [
        ("navigator.platform", nil), ("navigator.vendor", nil), ("navigator.hardware_concurrency", nil),
        ("navigator.device_memory", nil), ("navigator.max_touch_points", nil), ("navigator.pdf_viewer_enabled", nil),
        ("navigator.cookie_enabled", nil), ("navigator.product_sub", nil),
        ("navigator.primary_language", "navigator.language"), ("navigator.languages", nil),
        ("navigator.mime_types_count", nil), ("navigator.plugins", nil), ("storage.cookies", nil),
        ("storage.local_storage", nil), ("storage.session_storage", nil), ("storage.indexed_db", nil),
        ("storage.service_worker", nil), ("storage.window_name", nil), ("canvas.hash", nil),
        ("canvas.geometry_hash", nil), ("canvas.text_hash", nil), ("canvas.winding", nil),
        ("canvas.noise_detected", nil), ("canvas.offscreen_consistent", nil), ("graphics.webgl.vendor", "webgl.vendor"),
        ("graphics.webgl.renderer", "webgl.renderer"), ("graphics.webgl.version", "webgl.version"),
        ("graphics.webgl.shading_language_version", "webgl.shading_language_version"),
        ("graphics.webgl.parameters_hash", "webgl.parameters_hash"),
        ("graphics.webgl.extensions_hash", "webgl.extensions_hash"),
        ("graphics.webgl.extension_parameters_hash", "webgl.extension_parameters_hash"),
        ("graphics.webgl.shader_precision_hash", "webgl.shader_precision_hash"),
        ("graphics.webgpu.available", "webgpu.available"), ("graphics.webgpu.adapter_vendor", "webgpu.adapter_vendor"),
        ("graphics.webgpu.adapter_architecture", "webgpu.adapter_architecture"),
        ("graphics.webgpu.fallback_adapter", "webgpu.fallback_adapter"),
        ("graphics.webgpu.features_hash", "webgpu.features_hash"),
        ("graphics.webgpu.limits_hash", "webgpu.limits_hash"), ("audio.hash", nil), ("audio.sample_rate", nil),
        ("audio.channel_count", nil), ("audio.voice_count", "speech.voice_count"),
        ("audio.local_voice_count", "speech.local_voice_count"),
        ("audio.default_voice_lang", "speech.default_voice_lang"), ("audio.noise_detected", nil),
        ("fonts.detected_count", nil), ("fonts.tested_count", nil), ("fonts.enumeration_hash", nil),
        ("fonts.metrics_hash", nil), ("fonts.preferences_hash", nil), ("fonts.emoji_hash", nil),
        ("media.device_count", nil), ("media.counts_by_kind.audioinput", nil),
        ("media.counts_by_kind.audiooutput", nil), ("media.counts_by_kind.videoinput", nil),
        ("media.blank_label_count", nil), ("media.topology_hash", nil),
    ]

    @Test("shows what was observed as it was observed", arguments: Workspace.fixtureNames)
    func telemetryValues(_ name: String) throws {
        let section = try ClientTelemetrySection(try Payloads.evidence(name)).read()
        let sent = try #require(try Payloads.recorded(name).json["observations"])
        for (shown, observed) in Self.telemetry {
            #expect(section.at(shown) == sent.at(observed ?? shown) ?? .null, "\(shown)")
        }
        #expect(section.leafPaths == Self.telemetry.map(\.shown))
    }

    @Test("shows the masked names of graphics where the real ones are hidden")
    func maskedGraphics() throws {
        let payload = try Payloads.parse(
            #""observations":{"webgl":{"masked_vendor":"WebKit","masked_renderer":"WebKit WebGL"}}"#)
        let webgl = try ClientTelemetrySection(Evidence(payloads: [payload])).read().at("graphics.webgl")
        #expect(webgl?["vendor"]?.string == "WebKit" && webgl?["renderer"]?.string == "WebKit WebGL")
    }

    @Test("is null where nothing was observed, and never a plausible value")
    func nothing() throws {
        let nothing = Evidence()
        let sections: [(any JSONWritable, filled: [String: JSONValue])] = [
            (
                ClientTelemetrySection(nothing),
                [
                    "navigator.languages": .array([]), "navigator.plugins": .array([]),
                    "media.counts_by_kind": .object([]),
                ]
            ),
            (DeviceSection(nothing), ["form_factor": .string("unknown"), "locale.languages": .array([])]),
            (BrowserSection(nothing), ["engine": .string("unknown")]),
            (RequestSection(nothing), ["url": .string("about:invalid"), "user_agent": .string("")]),
        ]
        for (section, filled) in sections {
            let written = try section.read()
            for path in written.leafPaths { #expect(written.at(path) == filled[path] ?? .null, "\(path)") }
        }
    }

    @Test("of the device carries screen, locale and capabilities as they were observed")
    func device() throws {
        let device = try DeviceSection(try Payloads.evidence("chromium-person")).read()
        let expected: [String: JSONValue] = [
            "form_factor": .string("desktop"), "operating_system.name": .string("Linux"),
            "operating_system.version": .null, "architecture": .string("x86"), "screen.size": .string("1366x768"),
            "screen.color_depth": .integer(24), "screen.pixel_ratio": .integer(1),
            "screen.orientation_type": .string("landscape-primary"), "locale.timezone": .string("UTC"),
            "locale.primary_language": .string("en-US"),
            "locale.languages": .array([.string("en-US"), .string("en")]),
            "capabilities.touch.available": .bool(false), "capabilities.touch.max_touch_points": .integer(0),
            "capabilities.storage.cookies": .bool(true), "capabilities.storage.local_storage": .bool(true),
            "capabilities.storage.indexed_db": .bool(true), "capabilities.storage.service_worker": .bool(true),
            "capabilities.storage.window_name": .bool(true), "capabilities.webgpu.available": .bool(false),
            "capabilities.platform_authenticator.available": .bool(false),
            "capabilities.platform_authenticator.conditional_mediation": .bool(true),
            "capabilities.media_devices.available": .bool(true),
            "capabilities.speech_synthesis.available": .bool(true),
        ]
        #expect(Set(device.leafPaths) == Set(expected.keys))
        for (path, value) in expected { #expect(device.at(path) == value, "\(path)") }
    }

    @Test("of the device is touch capable by touch points or by touch events, and unknown without either")
    func touch() throws {
        let cases: [(String, Bool?)] = [
            ("", nil), (#""navigator":{"max_touch_points":5}"#, true), (#""navigator":{"max_touch_points":0}"#, false),
            (#""capabilities":{"touch_events":true}"#, true), (#""capabilities":{"touch_events":false}"#, false),
            (#""navigator":{"max_touch_points":0},"capabilities":{"touch_events":true}"#, true),
        ]
        for (observations, isTouchCapable) in cases {
            let payload = try Payloads.parse("\"observations\":{\(observations)}")
            #expect(DeviceSection(Evidence(payloads: [payload])).isTouchCapable == isTouchCapable, "\(observations)")
        }
    }

    @Test("of the device has a screen size only where both lengths were observed")
    func screenSize() throws {
        for (screen, size) in [(#""width":10,"height":20"#, "10x20"), (#""width":10"#, nil), ("", nil)] {
            let payload = try Payloads.parse("\"observations\":{\"screen\":{\(screen)}}")
            #expect(DeviceSection(Evidence(payloads: [payload])).screenSize == size)
        }
    }

    @Test(
        "of the browser refines what the user agent string says by client hints",
        arguments: [
            ("chromium-person", "Chromium", "156.0.8078.79", "156", "blink"),
            ("firefox-person", "Firefox", "153.0", "153", "gecko"),
            ("chromium-headless", "Headless Chrome", "156.0.0.0", "156", "blink"),
        ])
    func browser(_ name: String, _ browser: String, _ version: String, _ major: String, _ engine: String) throws {
        let section = try BrowserSection(try Payloads.evidence(name)).read()
        #expect(
            section
                == .object([
                    .init("name", .string(browser)), .init("version", .string(version)),
                    .init("major_version", .string(major)), .init("engine", .string(engine)),
                ]))
    }

    @Test("of the request names the page, or else what the request says it came from")
    func request() throws {
        let headers = [("Referer", "https://shop.example/a"), ("Origin", "https://shop.example"), ("User-Agent", "UA")]
        func section(_ page: String, _ headers: [(String, String)]) throws -> RequestSection {
            let payload = try Payloads.parse("\"observations\":{\"page\":{\(page)}}")
            return RequestSection(
                Evidence(request: RequestEvidence(headers: headers.map { ($0.0, $0.1) }), payloads: [payload]))
        }
        let all = try section(#""url":"https://shop.example/b?c=1","referrer":"https://elsewhere.example/""#, headers)
        #expect(all.url == "https://shop.example/b?c=1" && all.referrer == "https://elsewhere.example/")
        #expect(all.userAgent == "UA")
        #expect(try section(#""referrer":"""#, headers).url == "https://shop.example/a")
        #expect(try section(#""referrer":"""#, headers).referrer == nil)
        #expect(try section("", Array(headers.dropFirst())).url == "https://shop.example")
        #expect(try section("", []).url == "about:invalid" && section("", []).userAgent == "")
    }

    @Test(
        "of the request takes nothing for an address that has not the form of one",
        arguments: [
            ("https://a.example/%20", true), ("app+x.1:b", true), ("about:blank", true), ("", false), (":a", false),
            ("a.example/b", false), ("1a:b", false), ("https://a.example/ b", false),
            ("https://\u{e9}.example/", false), ("ja va:x", false), (#"https://a.example/\u0000"#, false),
            (#"https://a.example/\n"#, false), ("javascript:alert(1)", false), ("JavaScript://a%0aalert(1)", false),
            ("data:text/html,a", false), ("vbscript:a", false),
        ])
    func addresses(_ url: String, _ isAddress: Bool) throws {
        let payload = try Payloads.parse(#""observations":{"page":{"url":"\#(url)"}}"#)
        #expect((RequestSection(Evidence(payloads: [payload])).url == url) == isAddress)
    }

    @Test("of the request encodes what browsers leave in an address and RFC 3986 does not allow there")
    func encodedAddress() throws {
        let payload = try Payloads.parse(#""observations":{"page":{"url":"https://a.example/?f={%22a%22:1}|<b>^`\\"}}"#)
        #expect(
            RequestSection(Evidence(payloads: [payload])).url
                == "https://a.example/?f=%7B%22a%22:1%7D%7C%3Cb%3E%5E%60%5C")
    }
}
