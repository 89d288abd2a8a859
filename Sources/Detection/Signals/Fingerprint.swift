import Evidence
import Sessions

extension SignalCatalogue {
    /// What rendering and hardware show.
    static let fingerprint: [Signal] = graphics + noise + engineMarks + hardware

    // MARK: Graphics

    private static let graphics: [Signal] = [
        Signal(
            "software_rendered_graphics_path", "Software rendering", .fingerprint, .weak, score: 10, effect: .context,
            looksAt: """
                Graphics computed by the processor: SwiftShader, llvmpipe and the like. Servers have no graphics card.
                """,
            innocent: "Virtual desktops, old machines, broken drivers.", highlight: .virtualMachine,
            integrity: (.virtualization, .notice)
        ) { context in
            guard let renderer = context.renderer else { return nil }
            let names = [
                "SwiftShader", "llvmpipe", "softpipe", "Basic Render", "Software Rasterizer", "Mesa OffScreen",
                "lavapipe",
            ]
            return names.contains { renderer.contains($0) } ? Finding("graphics by \(renderer)") : nil
        },
        Signal(
            "hardware_rendered_graphics", "Graphics hardware", .fingerprint, .weak, score: 10, effect: .lowersRisk,
            looksAt: "A graphics card that a worker of the same page confirms.",
            innocent: "A forged name in page and worker alike.",
            highlight: .browserProfileConsistent
        ) { context in
            guard let renderer = context.observed.webgl?.renderer,
                renderer == context.observed.realms?.worker?.gpuRenderer
            else { return nil }
            let names = ["NVIDIA", "Radeon", "AMD", "Intel", "Apple M", "Apple GPU", "Adreno", "Mali", "PowerVR"]
            let software = ["SwiftShader", "llvmpipe", "softpipe", "Basic Render"]
            guard names.contains(where: { renderer.contains($0) }), !software.contains(where: { renderer.contains($0) })
            else { return nil }
            return Finding("graphics by \(renderer)")
        },
        Signal(
            "graphics_platform_mismatch", "Graphics of another platform", .fingerprint, .strong, score: 80,
            looksAt: """
                The graphics interface that the renderer's name gives away: Direct3D is Windows, Metal is Apple, Mesa \
                is Linux, Adreno is a handheld.
                """,
            innocent: "Windows programs run on Linux by a compatibility layer.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .highRisk), manipulation: 70
        ) { context in
            // WebKit calls every card so, on every system.
            guard let renderer = context.renderer, let system = context.system,
                context.engine != .webkit || renderer != "Apple GPU"
            else { return nil }
            let claims: [(String, Set<String>)] = [
                ("Direct3D", ["Windows", "Xbox"]), ("D3D11", ["Windows", "Xbox"]), ("D3D9", ["Windows"]),
                ("Metal", ["macOS", "iOS"]), ("Apple", ["macOS", "iOS", "Linux"]),
                ("Mesa", ["Linux", "ChromeOS", "Android", "FreeBSD", "OpenBSD", "NetBSD"]),
                ("llvmpipe", ["Linux", "ChromeOS", "FreeBSD", "OpenBSD", "NetBSD"]),
                ("Adreno", ["Android", "Windows", "Linux", "ChromeOS"]), ("Mali", ["Android", "Linux", "ChromeOS"]),
                ("PowerVR", ["Android", "iOS"]),
            ]
            for (name, systems) in claims where renderer.contains(name) && !systems.contains(system) {
                return Finding("\(renderer) on \(system)")
            }
            return nil
        },
        Signal(
            "graphics_engine_mismatch", "Graphics names of another engine", .fingerprint, .moderate, score: 50,
            looksAt: "The vendor that WebGL gives to everyone: `WebKit` in Chromium and Safari, `Mozilla` in Firefox.",
            innocent: "None known.", highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated),
            manipulation: 50
        ) { context in
            guard let vendor = context.observed.webgl?.maskedVendor, !vendor.isEmpty else { return nil }
            let expected: String? =
                switch context.engine {
                case .blink, .webkit: "WebKit"
                case .gecko: "Mozilla"
                default: nil
                }
            guard let expected, vendor != expected else { return nil }
            return Finding("the vendor of WebGL is \(vendor), this engine says \(expected)")
        },
        Signal(
            "software_graphics_disguised", "Software rendering disguised", .fingerprint, .strong, score: 80,
            looksAt: """
                A graphics card in WebGL beside a software adapter in WebGPU, or a software renderer in the worker.
                """,
            innocent: """
                WebGPU without a driver for the card falls back on its own; only a worker that disagrees counts fully.
                """,
            highlight: .runtimeAnomalies, integrity: (.virtualization, .elevated), manipulation: 50
        ) { context in
            guard let page = context.observed.webgl?.renderer, let worker = context.observed.realms?.worker?.gpuRenderer
            else { return nil }
            let software = ["SwiftShader", "llvmpipe", "softpipe", "Basic Render"]
            let inPage = software.contains { page.contains($0) }
            let inWorker = software.contains { worker.contains($0) }
            return !inPage && inWorker ? Finding("the page says \(page), a worker \(worker)") : nil
        },
    ]

    // MARK: Noise

    private static let noise: [Signal] = [
        Signal(
            "canvas_noise", "Noise on the canvas", .fingerprint, .weak, score: 20, role: .risk,
            looksAt: "One picture drawn twice and read twice: noise is put on what is read, against fingerprinting.",
            innocent: "Browsers and extensions that protect privacy.", highlight: .privacyProtections,
            integrity: (.privacyHardening, .elevated), manipulation: 25
        ) { $0.observed.canvas?.noiseDetected == true ? Finding("two readings of one picture differ") : nil },
        Signal(
            "canvas_blank", "Canvas reads as one colour", .fingerprint, .weak, score: 10, effect: .context,
            looksAt: "A canvas that gives one colour whatever was drawn.",
            innocent: "Browsers that resist fingerprinting.",
            highlight: .privacyProtections, integrity: (.privacyHardening, .elevated)
        ) { $0.observed.canvas?.uniform == true ? Finding("the canvas reads as one colour") : nil },
        Signal(
            "canvas_functions_replaced", "Canvas functions were replaced", .fingerprint, .weak, score: 20,
            looksAt: "Whether the functions that read a canvas print as native code.",
            innocent: "Extensions against fingerprinting.",
            highlight: .runtimeAnomalies, integrity: (.tampering, .elevated), manipulation: 40
        ) {
            $0.observed.canvas?.toStringNative == false
                ? Finding("the functions that read a canvas are not native") : nil
        },
        Signal(
            "offscreen_canvas_differs", "Offscreen canvas differs", .fingerprint, .weak, score: 20, role: .risk,
            looksAt: "The same picture on an offscreen canvas: noise is often put on the visible kind alone.",
            innocent: "Graphics drivers that draw both by different paths.", highlight: .runtimeAnomalies,
            manipulation: 10
        ) {
            $0.observed.canvas?.offscreenConsistent == false && $0.observed.canvas?.noiseDetected != true
                ? Finding("an offscreen canvas draws another picture") : nil
        },
        Signal(
            "audio_noise", "Noise on audio", .fingerprint, .weak, score: 20, role: .risk,
            looksAt: "One sound rendered twice.", innocent: "Browsers and extensions that protect privacy.",
            highlight: .privacyProtections, integrity: (.privacyHardening, .elevated), manipulation: 25
        ) { $0.observed.audio?.noiseDetected == true ? Finding("two renderings of one sound differ") : nil },
        Signal(
            "audio_silent", "Audio renders silence", .fingerprint, .weak, score: 5, effect: .context,
            looksAt: "Offline audio that renders nothing.", innocent: "Browsers that resist fingerprinting.",
            highlight: .privacyProtections,
            integrity: (.privacyHardening, .notice)
        ) { $0.observed.audio?.silent == true ? Finding("offline audio renders silence") : nil },
        Signal(
            "webgl_noise", "Noise on WebGL", .fingerprint, .weak, score: 20, role: .risk,
            looksAt: "One drawn triangle read twice.", innocent: "Browsers and extensions that protect privacy.",
            highlight: .privacyProtections, integrity: (.privacyHardening, .elevated), manipulation: 25
        ) { $0.observed.webgl?.noiseDetected == true ? Finding("two readings of one drawing differ") : nil },
    ]

    // MARK: The engine

    private static let engineMarks: [Signal] = [
        Signal(
            "engine_mismatch", "Another engine than claimed", .fingerprint, .strong, score: 85,
            looksAt: """
                The form of stack traces, which only the script engine makes, beside the engine that the user agent \
                string claims.
                """,
            innocent: "None known.", highlight: .identityContradictions, integrity: (.identitySpoofing, .highRisk),
            manipulation: 80
        ) { context in
            guard let style = context.observed.engine?.stackStyle else { return nil }
            let expected: String? =
                switch context.engine {
                case .blink: "v8"
                case .gecko: "spidermonkey"
                case .webkit: "javascriptcore"
                default: nil
                }
            guard let expected, style != "unknown", style != expected else { return nil }
            return Finding("stack traces are those of \(style), the user agent claims \(context.engine.rawValue)")
        },
        Signal(
            "engine_source_length_mismatch", "Length of eval's source", .fingerprint, .moderate, score: 50, role: .risk,
            looksAt: "The length of the text of `eval`: 33 characters in V8, 37 in the other engines.",
            innocent: "None known.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 50
        ) { context in
            guard let length = context.observed.engine?.evalLength else { return nil }
            let expected: Int? =
                switch context.engine {
                case .blink: 33
                case .gecko, .webkit: 37
                default: nil
                }
            guard let expected, length != expected else { return nil }
            return Finding("eval prints \(length) characters, \(context.engine.rawValue) \(expected)")
        },
        Signal(
            "navigator_constants_mismatch", "Constants of another engine", .fingerprint, .moderate, score: 50,
            looksAt: """
                `navigator.productSub` and `navigator.vendor`, which each engine fixes (HTML Standard, section \
                8.10.1.1).
                """,
            innocent: "None known.", highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated),
            manipulation: 50
        ) { context in
            guard let navigator = context.observed.navigator else { return nil }
            let expected: (sub: String, vendors: Set<String>)? =
                switch context.engine {
                case .blink: ("20030107", ["Google Inc."])
                case .webkit: ("20030107", ["Apple Computer, Inc."])
                case .gecko: ("20100101", [""])
                default: nil
                }
            guard let expected else { return nil }
            if let sub = navigator.productSub, sub != expected.sub { return Finding("navigator.productSub is \(sub)") }
            if let vendor = navigator.vendor, !expected.vendors.contains(vendor) {
                return Finding("navigator.vendor is \"\(vendor)\"")
            }
            return nil
        },
        Signal(
            "foreign_engine_features", "Features of another engine", .fingerprint, .strong, score: 75,
            looksAt: """
                Features that only one engine has: `oscpu`, `buildID` and `mozInnerScreenX` in Gecko, the heap's limit \
                and `captureStackTrace` without rivals in V8.
                """,
            innocent: "None known.", highlight: .identityContradictions, integrity: (.identitySpoofing, .highRisk),
            manipulation: 60
        ) { context in
            let observed = context.observed
            guard observed.engine != nil || observed.navigator != nil else { return nil }
            switch context.engine {
            case .blink, .webkit:
                if observed.navigator?.oscpu != nil || observed.navigator?.buildId != nil {
                    return Finding("navigator has properties of Gecko")
                }
                if let feature = observed.engine?.features?.first(where: {
                    ["mozInnerScreenX", "netscape", "InternalError"].contains($0)
                }) {
                    return Finding("\(feature) exists, which only Gecko has")
                }
            case .gecko:
                if observed.engine?.heapLimitBytes != nil {
                    return Finding("performance.memory exists, which only Chromium has")
                }
                if observed.clientHints?.brands?.isEmpty == false {
                    return Finding("client hints exist, which Gecko does not have")
                }
            default: break
            }
            return nil
        },
        Signal(
            "proprietary_codecs_missing", "Codecs of Chrome are missing", .fingerprint, .moderate, score: 40,
            looksAt: "H.264 and AAC, which Chrome and Edge play and bare Chromium builds do not.",
            innocent: "Chromium builds that call themselves Chrome.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .notice), manipulation: 25
        ) { context in
            let branded = context.observed.clientHints?.brands?.first {
                $0.brand == "Google Chrome" || $0.brand == "Microsoft Edge"
            }
            guard let brand = branded?.brand, let codecs = context.observed.media?.codecs, codecs.h264 == "",
                codecs.aac == ""
            else { return nil }
            return Finding("\(brand) without H.264 and AAC")
        },
    ]

    // MARK: Hardware

    private static let hardware: [Signal] = [
        Signal(
            "impossible_device_memory", "Impossible memory", .fingerprint, .moderate, score: 45,
            looksAt: """
                `navigator.deviceMemory`, which is a power of two between a quarter and 32 by definition (Device \
                Memory, section 3).
                """,
            innocent: "None known.", highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated),
            manipulation: 40
        ) { context in
            guard let memory = context.observed.navigator?.deviceMemory,
                ![0.25, 0.5, 1, 2, 4, 8, 16, 32].contains(memory)
            else { return nil }
            return Finding("navigator.deviceMemory is \(memory)")
        },
        Signal(
            "impossible_processor_count", "Impossible number of processors", .fingerprint, .moderate, score: 40,
            looksAt: "`navigator.hardwareConcurrency` of 0, or of more than any machine has that shows pages.",
            innocent: "Very large workstations.",
            highlight: .identityContradictions, manipulation: 30
        ) { context in
            guard let count = context.observed.navigator?.hardwareConcurrency, count == 0 || count > 512 else {
                return nil
            }
            return Finding("navigator.hardwareConcurrency is \(count)")
        },
        Signal(
            "impossible_screen_geometry", "Impossible screen", .fingerprint, .moderate, score: 45,
            looksAt: "A screen without size, or whose usable part is larger than the whole.", innocent: "None known.",
            highlight: .identityContradictions, manipulation: 40
        ) { context in
            guard let screen = context.observed.screen, let width = screen.width, let height = screen.height else {
                return nil
            }
            if width <= 0 || height <= 0 { return Finding("a screen of \(width)×\(height)") }
            if let usable = screen.availWidth, usable > width {
                return Finding("\(usable) of \(width) pixels in width are usable")
            }
            if let usable = screen.availHeight, usable > height {
                return Finding("\(usable) of \(height) pixels in height are usable")
            }
            return nil
        },
        Signal(
            "screen_overridden", "Screen size overridden", .fingerprint, .moderate, score: 45,
            looksAt: """
                `screen.width` beside the media query `device-width`: a script can replace the one and not the other.
                """,
            innocent: "Browsers that resist fingerprinting; zoomed pages in Firefox, which are left out.",
            highlight: .identityContradictions,
            integrity: (.identitySpoofing, .elevated), manipulation: 45
        ) { context in
            guard context.observed.screen?.mediaMatchesScreen == false, context.engine == .blink, context.isUnscaled
            else { return nil }
            return Finding("media queries disagree with screen.width")
        },
        Signal(
            "colour_depth_mismatch", "Contradicting colour depths", .fingerprint, .weak, score: 20, role: .risk,
            looksAt: """
                `screen.colorDepth` and `screen.pixelDepth`, which are the same by definition (CSSOM View, section \
                4.3).
                """,
            innocent: "None known.", highlight: .identityContradictions, manipulation: 30
        ) { context in
            guard let color = context.observed.screen?.colorDepth, let pixel = context.observed.screen?.pixelDepth,
                color != pixel
            else {
                return nil
            }
            return Finding("colour depth \(color), pixel depth \(pixel)")
        },
        Signal(
            "fonts_platform_mismatch", "Fonts of another platform", .fingerprint, .moderate, score: 45,
            looksAt: "Fonts that no installation of the claimed system is without.",
            innocent: "Windows and macOS with fonts removed.",
            highlight: .identityContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 40
        ) { context in
            guard let fonts = context.observed.fonts?.detected, let tested = context.observed.fonts?.testedCount,
                tested >= 50
            else { return nil }
            let expected: [String]? =
                switch context.system {
                case "Windows": ["Segoe UI", "Calibri", "Tahoma", "Consolas", "Verdana"]
                case "macOS": ["Helvetica Neue", "Geneva", "Menlo", "Lucida Grande", "Monaco"]
                default: nil
                }
            guard let expected, !expected.contains(where: fonts.contains) else { return nil }
            return Finding("none of \(expected.listed()) on \(context.system ?? "")")
        },
    ]
}
