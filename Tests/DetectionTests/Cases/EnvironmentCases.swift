import Evidence
import OrderedJSON

extension SignalCase {
    static let environment = driverTraces + headlessTraces + granted + replacedParts + surroundings

    private static let driverTraces: [SignalCase] = [
        .init("webdriver_detected", "navigator.webdriver", fires: true, quiet: false),
        .init("webdriver_detected", "automation.webdriver.value", fires: true, quiet: .null),
        .init(
            "webdriver_hidden_in_page", fires: { $0["realms.iframe.webdriver"] = true },
            quiet: {
                $0["realms.iframe.webdriver"] = true
                $0["navigator.webdriver"] = true
            }),
        .init(
            "webdriver_missing",
            fires: {
                $0["navigator.webdriver"] = .null
                $0.claim(UserAgents.chrome(90))
            },
            quiet: {
                $0["navigator.webdriver"] = .null
                $0.claim(UserAgents.chrome(89))
            }),
        .init(
            "webdriver_missing",
            fires: {
                $0["navigator.webdriver"] = .null
                $0.claim(UserAgents.firefox(60))
            },
            quiet: {
                $0["navigator.webdriver"] = .null
                $0.claim(UserAgents.firefox(59))
            }),
        .init("webdriver_redefined", "automation.webdriver.own", fires: true, quiet: false),
        .init(
            "webdriver_redefined", fires: { $0["automation.webdriver.getter_native"] = false },
            quiet: {
                $0["automation.webdriver.getter_native"] = false
                $0["automation.webdriver.in_prototype"] = false
            }),
        .init(
            "chromedriver_globals", "automation.globals", fires: ["cdc_adoQpoasnfa76pfcZLmcfl_Array"],
            quiet: ["abcdc_Array"]),
        .init("chromedriver_commands", "automation.globals", fires: ["ret_nodes"], quiet: ["ret_node"]),
        .init("selenium_globals", "automation.document_marks", fires: ["__selenium_unwrapped"], quiet: ["__seleni"]),
        .init("selenium_globals", "automation.element_marks", fires: ["webdriver"], quiet: ["web-driver"]),
        .init("playwright_bindings", "automation.globals", fires: ["__playwright__binding__"], quiet: ["__play"]),
        .init("playwright_bindings", "automation.bindings", fires: ["__pwInitScripts"], quiet: ["_pwInitScripts"]),
        .init(
            "puppeteer_bindings", "automation.bindings", fires: ["puppeteer_evaluate"], quiet: ["pyppeteer_evaluate"]),
        // A wallet that many people use leaves `phantom`.
        .init("phantomjs_globals", "automation.globals", fires: ["callPhantom"], quiet: ["phantom"]),
        .init("nightmare_globals", "automation.globals", fires: ["__nightmare"], quiet: ["__nightmares"]),
        .init("cypress_globals", "automation.globals", fires: ["__cypress_run"], quiet: ["cypressHill"]),
        .init("test_harness_globals", "automation.globals", fires: ["domAutomationController"], quiet: ["domAuto"]),
        .init("driver_bindings", "automation.bindings", fires: ["sendCommand"], quiet: []),
        .init("driver_stack_frames", "automation.stack_frames", fires: ["at executeScript"], quiet: ["at execute"]),
        .init(
            "webdriver_stack_frames", "automation.stack_frames",
            fires: ["at element-6066-11e4-a52e-4f735466cecf"], quiet: ["at element-6066-11e4-a52e-4f735466cece"]),
        .init(
            "pyppeteer_stack_frames", "automation.stack_frames", fires: ["at __pyppeteer_evaluation_script__:1"],
            quiet: ["at __puppeteer_evaluation_script__:1"]),
        .init(
            "puppeteer_stack_frames", "automation.stack_frames", fires: ["at pptr:evaluate;file.js"],
            quiet: ["at __pyppeteer_evaluation_script__:1"]),
        .init(
            "playwright_stack_frames", "automation.stack_frames", fires: ["at UtilityScript.evaluate"],
            quiet: ["at Utility.evaluate"]),
        .init(
            "foreign_stack_frames", "automation.stack_frames", fires: ["at wrapper (<anonymous>)"],
            quiet: ["at wrapper (chrome-extension://abc)"]),
        .init("developer_tools_detected", "automation.cdp.name_reads", fires: 2, quiet: 1),
        .init("developer_tools_detected", "automation.cdp.prepare_stack_trace", fires: true, quiet: .null),
        .init("electron_runtime", "automation.process_type", fires: "renderer", quiet: ""),
        .init("electron_runtime", fires: { $0.claim(UserAgents.electron) }, quiet: { $0.claim(UserAgents.windows) }),
    ]

    private static let headlessTraces: [SignalCase] = [
        .init("headless_user_agent", header: "User-Agent", fires: UserAgents.headless, quiet: UserAgents.windows),
        .init(
            "headless_user_agent", "realms.worker.user_agent", fires: .string(UserAgents.headless),
            quiet: .string(UserAgents.windows)),
        .init(
            "headless_user_agent", header: "sec-ch-ua", fires: #""HeadlessChrome";v="156""#,
            quiet: #""Google Chrome";v="156""#),
        .init("crawler_user_agent", header: "User-Agent", fires: UserAgents.googlebot, quiet: UserAgents.headless),
        .init("library_user_agent", header: "User-Agent", fires: "python-requests/2.32", quiet: UserAgents.googlebot),
        .init("permissions_contradict", "capabilities.permission_notifications", fires: "denied", quiet: "prompt"),
        .init(
            "permissions_contradict", fires: { $0["capabilities.notification_permission"] = "denied" },
            quiet: {
                // In a frame the page's policy decides.
                $0["capabilities.notification_permission"] = "denied"
                $0["page.is_top"] = false
            }),
        .init(
            "no_pointing_device",
            fires: { draft in
                draft["screen.pointer"] = "none"
                draft["screen.any_pointer"] = "none"
                draft["screen.hover"] = false
            },
            quiet: { draft in
                draft["screen.pointer"] = "none"
                draft["screen.any_pointer"] = "coarse"
                draft["screen.hover"] = false
            }),
        .init("window_size_zero", fires: outerWindow(0, 0), quiet: outerWindow(0, 748)),
        .init("viewport_larger_than_window", "screen.inner_width", fires: 1052, quiet: 1051),
        .init(
            "viewport_larger_than_window", fires: { $0["screen.inner_height"] = 800 },
            quiet: {
                // A zoomed page counts its viewport in other pixels.
                $0["screen.inner_height"] = 800
                $0["screen.pixel_ratio"] = 0.9
            }),
        .init("viewport_larger_than_screen", "screen.inner_width", fires: 1368, quiet: 1367),
        .init(
            "window_without_frame", fires: outerWindow(1042, 657),
            quiet: { draft in
                outerWindow(1042, 657)(&draft)
                draft["screen.display_mode"] = "standalone"
            }),
        .init("automation_default_viewport", fires: viewport(1280, 720), quiet: viewport(1280, 721)),
        .init("automation_default_viewport", fires: viewport(800, 600), quiet: viewport(600, 800)),
        .init(
            "screen_equals_viewport", fires: viewport(1366, 768),
            quiet: { draft in
                viewport(1366, 768)(&draft)
                draft["screen.display_mode"] = "fullscreen"
            }),
        .init(
            "document_without_focus",
            fires: {
                $0["page.has_focus"] = false
                $0.streams.type(3)
            },
            quiet: {
                $0["page.has_focus"] = false
                $0.streams.focus(at: 900, field: 0)
                $0.streams.type(3)
            }),
    ]

    private static func outerWindow(_ width: Int64, _ height: Int64) -> Edit {
        {
            $0["screen.outer_width"] = .integer(width)
            $0["screen.outer_height"] = .integer(height)
        }
    }

    private static func viewport(_ width: Int64, _ height: Int64) -> Edit {
        {
            $0["screen.inner_width"] = .integer(width)
            $0["screen.inner_height"] = .integer(height)
        }
    }

    private static let granted: [SignalCase] = [
        .init("permissions_granted_unasked", "capabilities.permission_geolocation", fires: "granted", quiet: "prompt"),
        // Who was here before may have been asked then.
        .init(
            "permissions_granted_unasked", fires: { $0["capabilities.permission_geolocation"] = "granted" },
            quiet: {
                $0["capabilities.permission_geolocation"] = "granted"
                $0.visitor = VisitorContext(returning: true, seenCount: 2)
            }),
    ]

    private static let replacedParts: [SignalCase] = [
        .init(
            "identity_natives_replaced", fires: tampered(["Navigator.prototype.webdriver"]),
            quiet: tampered(["window.fetch"])),
        // Extensions for privacy change what fingerprints are made of, and hide it from nobody.
        .init(
            "identity_natives_replaced", fires: tampered(["Navigator.prototype.hardwareConcurrency"], "proxy"),
            quiet: tampered(["Navigator.prototype.hardwareConcurrency", "WebGLRenderingContext.prototype.getParameter"])
        ),
        .init(
            "native_proxies", fires: tampered(["HTMLCanvasElement.prototype.toDataURL"], "realm", "stack"),
            quiet: tampered(["HTMLCanvasElement.prototype.toDataURL"], "source", "realm", "stack")),
        .init(
            "natives_replaced_widely", fires: tampered(readings, "realm"), quiet: tampered(readings, "source", "realm")),
        .init(
            "natives_replaced", fires: tampered(["window.fetch"]), quiet: tampered(["Navigator.prototype.webdriver"])),
        // Chromium itself writes these two in JavaScript.
        .init(
            "natives_replaced", fires: tampered(["chrome.app"]), quiet: tampered(["chrome.csi", "chrome.loadTimes"])),
        .init(
            "natives_replaced_widely", fires: tampered((0..<10).map { "f\($0)" }),
            quiet: tampered((0..<9).map { "f\($0)" } + ["f0"])),
        .init(
            "native_proxies", fires: tampered(["window.fetch"], "proxy"), quiet: tampered(["window.fetch"], "source")),
        .init("native_proxies", fires: tampered(["window.fetch"], "stack"), quiet: tampered(["window.fetch"], "own")),
        .init(
            "function_printing_replaced", fires: tampered(["Function.prototype.toString"]),
            quiet: tampered(["Function.prototype.call"])),
        .init(
            "function_printing_replaced", fires: tampered(["window.fetch"], "to_string_tampered"),
            quiet: tampered(["window.fetch"], "receiver")),
        .init(
            "frame_natives_replaced", fires: tampered(["window.fetch"], "iframe_tampered"),
            quiet: tampered(["window.fetch"], "realm")),
        .init("document_overrides", "automation.document_own", fires: ["createElement"], quiet: []),
        .init("navigator_overrides", "navigator.own_properties", fires: ["webdriver"], quiet: ["platform"]),
        .init("navigator_identity_overridden", "navigator.own_properties", fires: ["platform"], quiet: ["brave"]),
    ]

    /// Functions by which canvases, sounds and graphics are read.
    private static let readings = [
        "HTMLCanvasElement.prototype.toDataURL", "HTMLCanvasElement.prototype.toBlob",
        "CanvasRenderingContext2D.prototype.getImageData", "CanvasRenderingContext2D.prototype.measureText",
        "OffscreenCanvas.prototype.convertToBlob", "WebGLRenderingContext.prototype.readPixels",
        "WebGL2RenderingContext.prototype.readPixels", "AudioBuffer.prototype.getChannelData",
        "AudioBuffer.prototype.copyFromChannel", "HTMLElement.prototype.offsetWidth",
        "HTMLElement.prototype.offsetHeight",
    ]

    private static func tampered(_ names: [String], _ kinds: String...) -> Edit {
        let marks = names.flatMap { name in
            (kinds.isEmpty ? ["source"] : kinds).map { ["name": .string(name), "kind": .string($0)] as JSONValue }
        }
        return { $0["natives.tampered"] = .array(marks) }
    }

    private static let surroundings: [SignalCase] = [
        .init("languages_inconsistent", "navigator.language", fires: "de-DE", quiet: "en-US"),
        .init("languages_inconsistent", "navigator.languages", fires: [], quiet: nil),
        .init("timezone_inconsistent", "locale.zone_offset_minutes", fires: 60, quiet: nil),
        .init("plugins_inconsistent", "navigator.plugins", fires: [], quiet: ["PDF Viewer"]),
        .init(
            "plugins_inconsistent", fires: { $0["navigator.mime_types_count"] = 0 },
            quiet: {
                $0["navigator.mime_types_count"] = 0
                $0["navigator.pdf_viewer_enabled"] = false
            }),
        .init(
            "pdf_viewer_missing", fires: { $0["navigator.pdf_viewer_enabled"] = false },
            quiet: {
                $0["navigator.pdf_viewer_enabled"] = false
                $0.claim(UserAgents.android)
            }),
        .init(
            "chrome_object_missing", fires: withoutChromeObject(UserAgents.chrome(60)),
            quiet: withoutChromeObject(UserAgents.chrome(59))),
        .init(
            "chrome_object_missing", fires: withoutChromeObject(UserAgents.windows),
            quiet: withoutChromeObject(UserAgents.electron)),
        .init(
            "chrome_object_missing", fires: withoutChromeObject(UserAgents.windows),
            quiet: withoutChromeObject(UserAgents.android)),
        .init("round_trip_time_zero", "navigator.connection.rtt", fires: 0, quiet: 50),
        .init("cookies_disabled", "navigator.cookie_enabled", fires: false, quiet: nil),
        .init("cookies_disabled", "storage.cookies", fires: false, quiet: nil),
        .init("privacy_hardening_indicators", "navigator.global_privacy_control", fires: true, quiet: false),
        .init("privacy_hardening_indicators", "navigator.do_not_track", fires: "1", quiet: "0"),
        .init("privacy_hardening_indicators", "engine.timer_resolution_us", fires: 16_000, quiet: 15_999),
        .init("privacy_hardening_indicators", header: "Sec-GPC", fires: "1", quiet: "0"),
        .init("privacy_hardening_indicators", header: "sec-ch-ua", fires: #""Brave";v="156""#, quiet: #""B";v="1""#),
        .init("virtualization_indicators", "webgl.renderer", fires: "VMware SVGA 3D", quiet: "NVIDIA GeForce"),
        .init("virtualization_indicators", "webgl.masked_renderer", fires: "virgl", quiet: "WebKit WebGL"),
        .init(
            "outdated_browser", fires: { $0.claim(UserAgents.chrome(108)) },
            quiet: { $0.claim(UserAgents.chrome(109)) }),
        .init(
            "outdated_browser", fires: { $0.claim(UserAgents.firefox(101)) },
            quiet: { $0.claim(UserAgents.firefox(102)) }),
        .init(
            "touch_screen_missing", fires: { $0.claim(UserAgents.android) },
            quiet: {
                $0.claim(UserAgents.android)
                $0["navigator.max_touch_points"] = 5
            }),
        .init(
            "handheld_with_mouse", fires: { $0.claim(UserAgents.android) },
            quiet: {
                $0.claim(UserAgents.android)
                $0["screen.hover"] = false
            }),
    ]
    private static func withoutChromeObject(_ userAgent: String) -> Edit {
        {
            $0["engine.chrome_object"] = .null
            $0.claim(userAgent)
        }
    }
}
