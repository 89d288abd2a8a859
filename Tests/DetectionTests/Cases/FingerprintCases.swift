import OrderedJSON

extension SignalCase {
    static let fingerprint = graphics + noise + engineMarks + hardware

    private static let graphics: [SignalCase] = [
        .init(
            "software_rendered_graphics_path", fires: { $0.render("ANGLE (SwiftShader Device)") },
            quiet: { $0.render("ANGLE (NVIDIA GeForce)") }),
        .init(
            "hardware_rendered_graphics", fires: { $0.render("ANGLE (NVIDIA GeForce)") },
            quiet: {
                $0.render("ANGLE (NVIDIA GeForce)")
                $0["realms.worker.gpu_renderer"] = "ANGLE (Intel UHD)"
            }),
        .init(
            "hardware_rendered_graphics", fires: { $0.render("ANGLE (Intel UHD)") },
            quiet: { $0.render("ANGLE (Intel, SwiftShader)") }),
        .init(
            "graphics_platform_mismatch", fires: { $0.render("ANGLE (NVIDIA GeForce Direct3D11)") },
            quiet: {
                $0.claim(UserAgents.windows)
                $0.render("ANGLE (NVIDIA GeForce Direct3D11)")
            }),
        .init(
            "graphics_platform_mismatch", fires: { $0.render("ANGLE Metal Renderer: Apple M2") },
            quiet: { $0.render("ANGLE (AMD Radeon, Mesa)") }),
        .init("graphics_engine_mismatch", "webgl.masked_vendor", fires: "Mozilla", quiet: "WebKit"),
        .init(
            "software_graphics_disguised",
            fires: {
                $0.render("ANGLE (SwiftShader Device)")
                $0["webgl.renderer"] = "ANGLE (Intel UHD)"
            },
            quiet: { $0.render("ANGLE (SwiftShader Device)") }),
    ]

    private static let noise: [SignalCase] = [
        .init("canvas_noise", "canvas.noise_detected", fires: true, quiet: false),
        .init("canvas_blank", "canvas.uniform", fires: true, quiet: false),
        .init("canvas_functions_replaced", "canvas.to_string_native", fires: false, quiet: nil),
        .init(
            "offscreen_canvas_differs", fires: { $0["canvas.offscreen_consistent"] = false },
            quiet: {
                // Noise explains it.
                $0["canvas.offscreen_consistent"] = false
                $0["canvas.noise_detected"] = true
            }),
        .init("audio_noise", "audio.noise_detected", fires: true, quiet: nil),
        .init("audio_silent", "audio.silent", fires: true, quiet: nil),
        .init("webgl_noise", "webgl.noise_detected", fires: true, quiet: false),
    ]

    private static let engineMarks: [SignalCase] = [
        .init("engine_mismatch", "engine.stack_style", fires: "spidermonkey", quiet: "unknown"),
        .init(
            "engine_mismatch", fires: { $0.claim(UserAgents.firefox(153)) },
            quiet: {
                $0.claim(UserAgents.firefox(153))
                $0["engine.stack_style"] = "spidermonkey"
            }),
        .init("engine_source_length_mismatch", "engine.eval_length", fires: 37, quiet: nil),
        .init("navigator_constants_mismatch", "navigator.product_sub", fires: "20100101", quiet: nil),
        .init("navigator_constants_mismatch", "navigator.vendor", fires: "Apple Computer, Inc.", quiet: "Google Inc."),
        .init("foreign_engine_features", "navigator.oscpu", fires: "Linux x86_64", quiet: .null),
        .init("foreign_engine_features", "engine.features", fires: ["mozInnerScreenX"], quiet: ["moveBefore"]),
        .init(
            "foreign_engine_features", fires: { $0.claim(UserAgents.firefox(153)) },
            quiet: {
                $0.claim(UserAgents.firefox(153))
                $0["engine.heap_limit_bytes"] = nil
                $0["client_hints"] = nil
            }),
        .init(
            "proprietary_codecs_missing", fires: withoutCodecs("Google Chrome"), quiet: withoutCodecs("Chromium")),
        .init(
            "proprietary_codecs_missing", fires: withoutCodecs("Microsoft Edge"),
            quiet: {
                withoutCodecs("Microsoft Edge")(&$0)
                $0["media.codecs.aac"] = "probably"
            }),
    ]

    private static func withoutCodecs(_ brand: String) -> Edit {
        {
            $0["client_hints.brands"] = [["brand": .string(brand), "version": "156"]]
            $0["media.codecs.h264"] = ""
            $0["media.codecs.aac"] = ""
        }
    }

    private static let hardware: [SignalCase] = [
        .init("impossible_device_memory", "navigator.device_memory", fires: 12, quiet: 0.25),
        .init("impossible_processor_count", "navigator.hardware_concurrency", fires: 0, quiet: 1),
        .init("impossible_processor_count", "navigator.hardware_concurrency", fires: 513, quiet: 512),
        .init("impossible_screen_geometry", "screen.width", fires: 0, quiet: 1366),
        .init("impossible_screen_geometry", "screen.avail_height", fires: 769, quiet: 768),
        .init(
            "screen_overridden", fires: { $0["screen.media_matches_screen"] = false },
            quiet: {
                $0["screen.media_matches_screen"] = false
                $0["screen.pixel_ratio"] = 1.25
            }),
        .init("colour_depth_mismatch", "screen.pixel_depth", fires: 30, quiet: nil),
        .init(
            "fonts_platform_mismatch", fires: { $0.claim(UserAgents.windows) },
            quiet: {
                $0.claim(UserAgents.windows)
                $0["fonts.detected"] = ["Arial", "Tahoma"]
            }),
        .init(
            "fonts_platform_mismatch", fires: testFonts(50), quiet: testFonts(49)),
    ]
    private static func testFonts(_ count: Int64) -> Edit {
        {
            $0.claim(UserAgents.windows)
            $0["fonts.tested_count"] = .integer(count)
        }
    }
}
