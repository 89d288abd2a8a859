import OrderedJSON

extension SignalCase {
    static let disguises = graphicsDisguises + identityDisguises + deviceDisguises + measureDisguises

    private static let nvidia = "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)"
    private static let iPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 "
        + "Mobile/15E148 Safari/604.1"

    private static let graphicsDisguises: [SignalCase] = [
        .init(
            "graphics_name_impossible", fires: windows("GeForce RTX 3060/PCIe/SSE2", by: "NVIDIA Corporation"),
            quiet: windows(nvidia, by: "Google Inc. (NVIDIA)")),
        // On Linux cards are called so.
        .init(
            "graphics_name_impossible", fires: windows("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", by: "Intel"),
            quiet: { $0.render("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", by: "Intel") }),
        .init(
            "graphics_vendor_mismatch", fires: windows(nvidia, by: "Google Inc. (AMD)"),
            quiet: windows(nvidia, by: "Google Inc. (NVIDIA)")),
        .init(
            "graphics_vendor_mismatch", fires: windows(nvidia, by: "NVIDIA Corporation"),
            quiet: windows(nvidia, by: "Google Inc.")),
        .init(
            "graphics_preset", fires: { $0.render("Intel Iris OpenGL Engine", by: "Intel Inc.") },
            quiet: {
                $0.claim(UserAgents.chrome(90, on: "Macintosh; Intel Mac OS X 10_15_7"))
                $0.render("Intel Iris OpenGL Engine", by: "Intel Inc.")
            }),
        .init(
            "graphics_limits_mismatch",
            fires: {
                $0.render(nvidia, by: "Google Inc. (NVIDIA)")
                $0["webgl.max_texture_size"] = 8192
            },
            quiet: {
                $0.render("ANGLE (Intel, Intel(R) HD Graphics Direct3D9Ex vs_3_0 ps_3_0)", by: "Google Inc. (Intel)")
                $0["webgl.max_texture_size"] = 8192
            }),
        .init(
            "graphics_limits_mismatch",
            fires: {
                $0.render(
                    "ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)", by: "Google Inc. (Apple)")
                $0["webgl.max_texture_size"] = 8192
            },
            quiet: {
                $0.render(
                    "ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)", by: "Google Inc. (Apple)")
                $0["webgl.max_texture_size"] = 16384
            }),
        .init(
            "software_limits_disguised",
            fires: {
                $0.render("ANGLE (ARM, Mali-G52, OpenGL ES 3.2)", by: "Google Inc. (ARM)")
                $0["webgl.limits"] = ["texture": 8192, "point": 1023]
            },
            quiet: {
                $0.render("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))", by: "Google Inc. (Google)")
                $0["webgl.limits"] = ["texture": 8192, "point": 1023]
            }),
        .init(
            "safari_graphics_mismatch",
            fires: {
                $0.claim(UserAgents.safari)
                $0.render("Intel Iris OpenGL Engine", by: "Intel Inc.")
            },
            quiet: {
                $0.claim(UserAgents.safari)
                $0.render("Apple GPU", by: "Apple Inc.")
            }),
    ]

    private static let identityDisguises: [SignalCase] = [
        .init(
            "clean_functions_contradict", "natives.tampered",
            fires: [["name": "Navigator.prototype.platform", "kind": "value"]],
            quiet: [["name": "Navigator.prototype.platform", "kind": "descriptor"]]),
        .init("app_version_mismatch", "navigator.app_version", fires: "5.0 (Windows NT 10.0)", quiet: nil),
        .init(
            "app_version_mismatch", fires: { $0["navigator.user_agent"] = .string(UserAgents.windows) },
            quiet: {
                // Firefox has a short one.
                $0.claim(UserAgents.firefox(153))
                $0["navigator.app_version"] = "5.0 (X11)"
            }),
        .init(
            "gecko_constants_mismatch", fires: firefox("navigator.build_id", "20250101000000"),
            quiet: firefox("navigator.build_id", "20181001000000")),
        .init(
            "gecko_constants_mismatch", fires: firefox("navigator.oscpu", "Windows NT 10.0"),
            quiet: firefox("navigator.oscpu", "Linux x86_64")),
        .init(
            "chromium_only_values", fires: firefox("navigator.device_memory", 8),
            quiet: firefox("navigator.device_memory", .null)),
        .init(
            "chromium_only_values", fires: { $0.claim(UserAgents.safari) }, quiet: { $0["navigator.device_memory"] = 8 }
        ),
        .init(
            "plugins_of_the_past", "navigator.plugins", fires: ["Chrome PDF Viewer", "Native Client"],
            quiet: ["PDF Viewer", "Chrome PDF Viewer"]),
        .init(
            "zone_history_mismatch",
            fires: {
                $0["locale.past_offsets"] = [-300, -300, -300, -300, -300]
                $0["locale.zone_past_offsets"] = [-300, -240, -240, -240, -240]
            },
            quiet: {
                $0["locale.past_offsets"] = [-300, -240, -240, -240, -240]
                $0["locale.zone_past_offsets"] = [-300, -240, -240, -240, -240]
            }),
    ]

    private static let deviceDisguises: [SignalCase] = [
        .init("iphone_screen_impossible", fires: phone(1366, 768, 1), quiet: phone(393, 852, 3)),
        .init("iphone_screen_impossible", fires: phone(768, 1024, 2), quiet: phone(320, 568, 2)),
        .init(
            "iphone_gamut_missing", fires: phone(393, 852, 3),
            quiet: {
                phone(393, 852, 3)(&$0)
                $0["screen.color_gamut"] = "p3"
            }),
        .init(
            "touch_points_contradict",
            fires: {
                $0["navigator.max_touch_points"] = 5
                $0["screen.any_coarse"] = false
            },
            quiet: {
                $0["navigator.max_touch_points"] = 5
                $0["screen.any_coarse"] = true
            }),
        .init("pixel_ratio_overridden", "screen.resolution_matches", fires: false, quiet: .null),
        .init(
            "fonts_of_another_system", fires: windowsFonts(["Cantarell", "FreeSans", "Ubuntu"]),
            // LibreOffice brings these everywhere.
            quiet: windowsFonts(["DejaVu Sans", "Liberation Sans", "Liberation Mono"])),
        .init(
            "fonts_of_another_system", fires: windowsFonts(["Menlo", "Monaco", "Geneva", "Skia", "Zapfino"]),
            quiet: windowsFonts(["Futura", "Gill Sans", "Helvetica Neue", "Optima", "Baskerville"])),
        .init(
            "codecs_platform_mismatch",
            fires: {
                $0.claim(UserAgents.safari)
                $0["media.codecs.h264"] = ""
            },
            quiet: {
                $0.claim(UserAgents.firefox(153))
                $0["media.codecs.h264"] = ""
            }),
    ]

    private static let measureDisguises: [SignalCase] = [
        .init("layout_noise", "canvas.measures_vary", fires: true, quiet: false),
        .init("commonplace_profile", fires: profile(avail: 1080), quiet: profile(avail: 1040)),
    ]

    private static func windows(_ renderer: String, by vendor: String) -> Edit {
        {
            $0.claim(UserAgents.windows)
            $0.render(renderer, by: vendor)
        }
    }

    private static func firefox(_ path: String, _ value: JSONValue) -> Edit {
        {
            $0.claim(UserAgents.firefox(153))
            $0["navigator.device_memory"] = .null
            $0["capabilities.battery"] = .null
            $0[path] = value
        }
    }

    private static func phone(_ width: Int64, _ height: Int64, _ ratio: Int64) -> Edit {
        {
            $0.claim(iPhone)
            $0["screen.width"] = .integer(width)
            $0["screen.height"] = .integer(height)
            $0["screen.pixel_ratio"] = .integer(ratio)
        }
    }

    private static func windowsFonts(_ names: [JSONValue]) -> Edit {
        {
            $0.claim(UserAgents.windows)
            $0["fonts.detected"] = .array(["Segoe UI", "Calibri"] + names)
        }
    }

    private static func profile(avail height: Int64) -> Edit {
        {
            $0["navigator.device_memory"] = 8
            $0["navigator.hardware_concurrency"] = 4
            for (name, value) in [("width", 1920), ("avail_width", 1920), ("height", 1080), ("avail_height", height)] {
                $0["screen.\(name)"] = .integer(value)
            }
        }
    }
}

extension Draft {
    /// Has page and worker name the same graphics card and its vendor.
    fileprivate mutating func render(_ renderer: String, by vendor: String) {
        render(renderer)
        self["webgl.vendor"] = .string(vendor)
    }
}
