import Evidence
import OrderedJSON
import Testing

@testable import VisitorIdentity

@Suite struct FingerprintTests {
    private static func evidence(_ observations: String, headers: [(name: String, value: String)] = []) throws
        -> Evidence
    {
        let payload = try Payload(parsing: Array(#"{"v":1,"sequence":0,"observations":{\#(observations)}}"#.utf8))
        return Evidence(request: RequestEvidence(headers: headers), payloads: [payload])
    }

    private static let chrome = (
        name: "User-Agent",
        value: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
    )

    @Test func bytesReadAsWhatTheyWereWrittenFrom() {
        for look in [Looks.desktop(), Looks.phone(), Fingerprint()] {
            #expect(Fingerprint(bytes: look.bytes) == look)
            #expect(look.bytes[0] == 2)
            #expect(look.vector.count == Feature.allCases.count + 1)
            #expect(look.vector[0] == 2)
        }
        #expect(Looks.desktop().bytes.count < 400)
    }

    @Test func bytesOfAnotherLayoutOrNoneAreRefused() {
        let bytes = Looks.desktop().bytes
        #expect(Fingerprint(bytes: [UInt8]()) == nil)
        #expect(Fingerprint(bytes: [1] + bytes.dropFirst()) == nil)
        #expect(Fingerprint(bytes: bytes + [0]) == nil)
        for length in bytes.indices { #expect(Fingerprint(bytes: bytes.prefix(length)) == nil) }
        #expect(Fingerprint(bytes: Array(repeating: 0xff, count: 5000)) == nil)
        var flipped = bytes
        for place in bytes.indices {
            flipped[place] ^= 0x55
            _ = Fingerprint(bytes: flipped).map { ($0.vector, $0.blockingKeys, $0.tallies) }
            flipped[place] = bytes[place]
        }
    }

    @Test func numbersThatAreNoneAreAbsent() {
        var look = Fingerprint()
        for number in [Double.nan, .infinity, -.infinity, -1, 1e300, 1_000_001] {
            look.set(.cores, number)
            #expect(look.number(.cores) == nil)
        }
        look.set(.cores, 0)
        #expect(look.number(.cores) == 0)
        look.set(.pixelRatio, 1_000_000)
        #expect(look.number(.pixelRatio) == 1_000_000)
    }

    @Test func hostileObservationsTrapNothing() throws {
        let values = [
            "null", "-1", "1e308", "9007199254740992", "[]", "{}", #""""#,
            #""\#(String(repeating: "x", count: 5000))""#, "true",
            "[\(Array(repeating: #""a""#, count: 400).joined(separator: ","))]",
        ]
        let fields = [
            ("screen", ["width", "height", "pixel_ratio", "color_depth", "avail_width", "avail_height"]),
            (
                "navigator",
                ["hardware_concurrency", "device_memory", "languages", "max_touch_points", "plugins", "platform"]
            ),
            ("fonts", ["detected", "metrics_hash"]),
            ("webgl", ["renderer", "vendor", "parameters_hash", "image_hash"]),
            ("locale", ["timezone", "offset_january", "offset_july"]), ("canvas", ["hash", "text_hash"]),
            ("engine", ["features", "math_hash"]), ("media", ["codecs", "topology_hash"]),
            ("audio", ["hash", "sample_rate"]),
        ]
        for (source, names) in fields {
            for value in values {
                let members = names.map { #""\#($0)":\#(value)"# }.joined(separator: ",")
                let look = Fingerprint(try Self.evidence(#""\#(source)":{\#(members)}"#))
                #expect(Fingerprint(bytes: look.bytes) == look)
                let isFinite = look.vector.allSatisfy(\.isFinite)
                #expect(isFinite)
                #expect(look.blockingKeys.count <= 6 && look.tallies.count <= 24)
            }
        }
    }

    @Test func evidenceAndValuesSayTheSame() throws {
        let drawn = Fingerprint(
            try Self.evidence(
                """
                "navigator":{"hardware_concurrency":8,"device_memory":8,"languages":["de-DE","de","en-US","en"],"platform":"Linux x86_64",
                "vendor":"Google Inc.","product_sub":"20030107"},"locale":{"timezone":"Europe/Berlin"},
                "screen":{"width":1080,"height":1920,"pixel_ratio":1.5},
                "webgl":{"renderer":"ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6 (Core Profile) Mesa 22.2.5)"}
                """, headers: [Self.chrome]))
        var said = Fingerprint()
        said.set(.cores, 8)
        said.set(.memory, 8)
        said.set(.language, ["de-DE"])
        said.set(.languages, ["de-DE", "en-US"])
        said.set(.timeZone, ["Europe/Berlin"])
        said.set(.screenLong, 1920)
        said.set(.screenShort, 1080)
        said.set(.pixelRatio, 1.5)
        said.set(.platformText, ["Linux x86_64", "Google Inc.", "20030107"])
        said.set(.browser, ["Chrome"])
        said.set(.browserVersion, 156)
        said.set(.system, ["Linux"])
        said.set(.architecture, ["x86", ""])
        for feature in [
            Feature.cores, .memory, .language, .languages, .timeZone, .screenLong, .screenShort, .pixelRatio,
            .platformText, .browser,
            .browserVersion, .system, .architecture,
        ] {
            #expect(drawn[feature] == said[feature], "\(feature)")
        }
        #expect(drawn[.gpuRenderer] != 0)
    }

    @Test func aDriversVersionIsNoOtherCard() throws {
        func card(_ name: String) throws -> UInt32 {
            Fingerprint(try Self.evidence(#""webgl":{"renderer":"\#(name)"}"#))[.gpuRenderer]
        }
        let old = try card("ANGLE (Intel, Intel(R) UHD Graphics 620 Direct3D11 vs_5_0 ps_5_0, D3D11-27.20.100.8681)")
        let new = try card("ANGLE (Intel, Intel(R) UHD Graphics 620 Direct3D11 vs_5_0 ps_5_0, D3D11-31.0.101.2115)")
        let other = try card("ANGLE (Intel, Intel(R) UHD Graphics 630 Direct3D11 vs_5_0 ps_5_0, D3D11-31.0.101.2115)")
        #expect(old == new)
        #expect(new != other)
    }

    @Test(arguments: [
        #""canvas":{"hash":"00112233","noise_detected":true}"#, #""canvas":{"hash":"00112233","uniform":true}"#,
        #""canvas":{"hash":"00112233","to_string_native":false}"#,
        #""canvas":{"hash":"00112233","offscreen_consistent":false}"#,
        #""canvas":{"hash":"00112233"},"client_hints":{"brands":[{"brand":"Brave","version":"156"}]}"#,
    ])
    func aDisturbedCanvasIsAbsent(_ observations: String) throws {
        let calm = try Self.evidence(#""canvas":{"hash":"00112233"}"#)
        let disturbed = try Self.evidence(observations)
        #expect(Fingerprint(calm)[.canvasImage] != 0)
        #expect(Fingerprint(disturbed)[.canvasImage] == 0)
    }

    @Test func whatAWorkerContradictsIsAbsent() throws {
        let look = Fingerprint(
            try Self.evidence(
                """
                "navigator":{"hardware_concurrency":4,"languages":["en-US"],"platform":"Win32","vendor":"","product_sub":""},
                "locale":{"timezone":"UTC"},"webgl":{"renderer":"GeForce","vendor":"NVIDIA"},
                "realms":{"worker":{"hardware_concurrency":8,"languages":["de-DE"],"platform":"Linux","timezone":"Europe/Berlin",
                "gpu_renderer":"llvmpipe"}}
                """))
        for feature in [Feature.cores, .language, .languages, .timeZone, .gpuRenderer, .gpuVendor, .platformText] {
            #expect(look[feature] == 0, "\(feature)")
        }
    }

    @Test func languagesThatBrowsersAddAreNoOthers() throws {
        func languages(_ list: String) throws -> UInt32 {
            Fingerprint(try Self.evidence(#""navigator":{"languages":\#(list)}"#))[.languages]
        }
        let plain = try languages(#"["pt-BR","pt","en-US"]"#)
        let expanded = try languages(#"["pt-BR","pt","en-US","en"]"#)
        #expect(plain == expanded)
    }

    @Test func firefoxKeepsWhatItDrawsForEachProfileOutOfIt() throws {
        let firefox = (
            name: "User-Agent", value: "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
        )
        let look = Fingerprint(
            try Self.evidence(
                #""canvas":{"hash":"00112233","text_hash":"44556677"},"navigator":{"hardware_concurrency":4}"#,
                headers: [firefox]))
        #expect(look[.canvasImage] == 0)
        #expect(look[.cores] == 0)
        #expect(look[.canvasText] != 0)
    }

    @Test func noWebGLIsAValueAndATimeoutNone() throws {
        let without = Fingerprint(try Self.evidence(#""webgl":{"supported":false}"#))
        let timedOut = Fingerprint(try Self.evidence(#""screen":{}"#))
        #expect(without[.gpuRenderer] != 0)
        #expect(timedOut[.gpuRenderer] == 0)
    }

    @Test func sourcesThatTimedOutLeaveABlockingKey() {
        let keys = Set(Looks.desktop().blockingKeys)
        let sources: [[Feature]] = [
            [.fontSet, .fontMetrics], [.gpuVendor, .gpuRenderer, .webglParameters, .webglExtensions, .webglImage],
            [.timeZone, .conventions], [.canvasText, .canvasImage, .canvasGeometry],
        ]
        for lost in 1..<15 {
            var hasty = Looks.desktop()
            for (number, features) in sources.enumerated() where lost & 1 << number != 0 {
                for feature in features { hasty.set(feature, .nan) }
            }
            #expect(!keys.isDisjoint(with: hasty.blockingKeys), "\(lost)")
        }
    }

    @Test func whatOneChangeTouchesLeavesABlockingKey() {
        let keys = Set(Looks.desktop().blockingKeys)
        #expect(keys.count == 6)
        for changed in [
            Looks.desktop(card: "Radeon"), Looks.desktop(languages: ["ja-JP"]), Looks.desktop(zone: "UTC"),
            Looks.desktop(screen: (1280, 720)), Looks.desktop(cores: 4), Looks.desktop(extraFonts: ["Roboto"]),
            Looks.desktop(ratio: 2, version: 170),
        ] {
            #expect(!keys.isDisjoint(with: changed.blockingKeys))
        }
    }
}
