import Evidence
import Sessions

extension SignalCatalogue {
    /// Combinations that no machine has: what a made-up profile gets wrong.
    static let disguises: [Signal] = graphicsDisguises + identityDisguises + deviceDisguises + measureDisguises

    // MARK: Graphics

    private static let graphicsDisguises: [Signal] = [
        Signal(
            "graphics_name_impossible", "Graphics named as no browser names them", .fingerprint, .strong, score: 75,
            looksAt: """
                The form of the renderer's name: Chromium on Windows and macOS draws by ANGLE and says so since long before version 110.
                """,
            innocent: "Brave, and extensions that hide the graphics card.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { context in
            guard let renderer = context.observed.webgl?.renderer, !renderer.isEmpty, let version = context.chromium,
                version >= 110, context.system == "Windows" || context.system == "macOS", !context.isBrave,
                !renderer.hasPrefix("ANGLE (")
            else { return nil }
            return Finding("Chromium \(version) on \(context.system ?? "") names its graphics \(renderer.cutForPeople)")
        },
        Signal(
            "graphics_vendor_mismatch", "Graphics of two vendors", .fingerprint, .strong, score: 75, role: .risk,
            looksAt: """
                Vendor and renderer of WebGL: ANGLE makes both of one name, as in `Google Inc. (NVIDIA)` and `ANGLE (NVIDIA, …)`.
                """,
            innocent: "Brave, and extensions that hide the graphics card.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { context in
            guard context.engine == .blink, !context.isBrave, let webgl = context.observed.webgl,
                let vendor = webgl.vendor,
                let renderer = webgl.renderer, let named = renderer.firstInParentheses(after: "ANGLE (")
            else { return nil }
            guard vendor.hasPrefix("Google Inc.") else {
                return Finding("ANGLE by \(vendor.cutForPeople)")
            }
            // Old versions said no more than Google.
            guard let maker = vendor.firstInParentheses(after: "Google Inc. ("), maker != named else { return nil }
            return Finding("the vendor is \(maker.cutForPeople), the renderer one of \(named.cutForPeople)")
        },
        Signal(
            "graphics_preset", "Graphics that stealth plug-ins set", .fingerprint, .strong, score: 85, role: .risk,
            looksAt: """
                `Intel Inc.` with `Intel Iris OpenGL Engine`, the names of an old Mac's driver that stealth plug-ins give every browser. No \
                Chromium since version 110 calls its graphics so, on any system.
                """,
            innocent: "None known.", highlight: .runtimeAnomalies, integrity: (.identitySpoofing, .highRisk),
            manipulation: 80
        ) { context in
            guard let version = context.chromium, version >= 110, let webgl = context.observed.webgl,
                webgl.vendor == "Intel Inc.", webgl.renderer == "Intel Iris OpenGL Engine"
            else { return nil }
            return Finding("graphics by Intel Iris OpenGL Engine in Chromium \(version)")
        },
        Signal(
            "graphics_limits_mismatch", "Limits of another graphics card", .fingerprint, .strong, score: 75,
            role: .risk,
            looksAt: """
                The largest texture of a card that is known by name: every GeForce GTX, Radeon RX, Intel Iris and UHD and Apple M has \
                16384 texels and more, drawing in software has 8192.
                """,
            innocent: "Drivers that fall back to the features of older cards; they are named with Direct3D 9 or 10.",
            highlight: .identityContradictions, integrity: (.virtualization, .elevated), manipulation: 60
        ) { context in
            guard context.engine == .blink, let webgl = context.observed.webgl, let renderer = webgl.renderer,
                let size = webgl.maxTextureSize, size > 0, size <= 8192
            else { return nil }
            let cards = [
                "GeForce GTX", "GeForce RTX", "Radeon RX", "Radeon Pro", "Intel Iris", "Iris(R)", "UHD Graphics",
                "Apple M",
                "Arc(TM)", "Intel(R) Arc",
            ]
            let older = ["Direct3D9", "vs_3_0", "vs_4_0", "vs_4_1"]
            guard cards.contains(where: { renderer.contains($0) }), !older.contains(where: { renderer.contains($0) })
            else { return nil }
            return Finding("\(renderer.cutForPeople) with textures of \(size) at most")
        },
        Signal(
            "software_limits_disguised", "Limits of software rendering", .fingerprint, .strong, score: 75, role: .risk,
            looksAt: """
                Limits that only Chromium's own software renderer has together, textures of 8192 and points of 1023, under a name that \
                is not its own.
                """,
            innocent: "None known.", highlight: .identityContradictions, integrity: (.virtualization, .elevated),
            manipulation: 60
        ) { context in
            guard context.engine == .blink, let webgl = context.observed.webgl, let renderer = webgl.renderer,
                !renderer.isEmpty, let limits = webgl.limits, limits.texture == 8192, limits.point == 1023,
                !renderer.contains("SwiftShader")
            else { return nil }
            return Finding("\(renderer.cutForPeople) with the limits of SwiftShader")
        },
        Signal(
            "safari_graphics_mismatch", "Graphics that Safari does not name", .fingerprint, .moderate, score: 50,
            looksAt: "The renderer in Safari, which is `Apple GPU` on every Mac and phone since version 16.",
            innocent: "None known; where WebGL is off there is no name.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .elevated), manipulation: 50
        ) { context in
            guard context.engine == .webkit, let version = context.claimedVersion, version >= 16,
                let renderer = context.observed.webgl?.renderer, !renderer.isEmpty, renderer != "Apple GPU"
            else { return nil }
            return Finding("Safari \(version.plain) with graphics by \(renderer.cutForPeople)")
        },
    ]

    // MARK: What navigator says

    private static let identityDisguises: [Signal] = [
        Signal(
            "clean_functions_contradict", "Clean functions have other answers", .antiTamper, .strong, score: 80,
            role: .risk,
            looksAt: """
                Properties of `navigator`, `screen`, the window and dates, read by the page's functions and by those of a clean frame that \
                are lent to the same objects: an object has one answer.
                """,
            innocent: "Extensions that set another user agent, screen or time zone.",
            highlight: .identityContradictions,
            integrity: (.tampering, .highRisk), manipulation: 70
        ) { context in
            // What an extension openly changes against fingerprinting is no claim to be another browser.
            let names = context.replacedNatives.filter { $0.kinds.contains("value") && !$0.openlyGuardsPrivacy }
                .map(\.name)
            return names.isEmpty ? nil : Finding("\(names.listed()) tell a clean frame's function something else")
        },
        Signal(
            "app_version_mismatch", "Two user agents in one object", .fingerprint, .moderate, score: 50,
            looksAt: """
                `navigator.appVersion`, which in Chromium and Safari is the user agent string without its first word (HTML Standard, \
                section 8.10.1.1).
                """,
            innocent: "Extensions that set another user agent and forget this.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .elevated), manipulation: 50
        ) { context in
            guard context.engine == .blink || context.engine == .webkit, let navigator = context.observed.navigator,
                let version = navigator.appVersion, let agent = navigator.userAgent, agent.hasPrefix("Mozilla/"),
                agent.dropFirst("Mozilla/".count) != version
            else { return nil }
            return Finding("navigator.appVersion is not that of navigator.userAgent")
        },
        Signal(
            "gecko_constants_mismatch", "Constants that Firefox does not have", .fingerprint, .moderate, score: 50,
            looksAt: """
                `navigator.buildID`, which is 20181001000000 for every page since Firefox 64, and the system in `navigator.oscpu` beside \
                that of the user agent.
                """,
            innocent: "Builds of Firefox that someone made for themselves.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .elevated), manipulation: 50
        ) { context in
            guard context.engine == .gecko, let version = context.claimedVersion, version >= 64,
                let navigator = context.observed.navigator
            else { return nil }
            if let build = navigator.buildId, build != "20181001000000" {
                return Finding("navigator.buildID is \(build.cutForPeople)")
            }
            if let processor = navigator.oscpu, let system = context.system, let own = system.systemMark,
                !processor.contains(own)
            {
                return Finding("navigator.oscpu is \(processor.cutForPeople), the user agent claims \(system)")
            }
            return nil
        },
        Signal(
            "chromium_only_values", "Values that only Chromium gives", .fingerprint, .moderate, score: 50,
            looksAt: "`navigator.deviceMemory` and the battery, which neither Safari nor today's Firefox tells a page.",
            innocent: "Extensions that set a user agent of another engine.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .elevated), manipulation: 50
        ) { context in
            guard context.engine == .gecko || context.engine == .webkit else { return nil }
            if let memory = context.observed.navigator?.deviceMemory {
                return Finding("navigator.deviceMemory is \(memory.plain) in \(context.engine.rawValue)")
            }
            if context.observed.capabilities?.battery?.value != nil, (context.claimedVersion ?? 0) >= 11 {
                return Finding("the battery is told in \(context.engine.rawValue)")
            }
            return nil
        },
        Signal(
            "plugins_of_the_past", "Plug-ins of the past", .fingerprint, .moderate, score: 50,
            looksAt: """
                `Native Client` or `Chrome PDF Plugin` among the plug-ins: Chromium has neither since version 94, but lists that were \
                copied for disguise still have them.
                """,
            innocent: "Brave, which makes names up.", highlight: .runtimeAnomalies, integrity: (.tampering, .elevated),
            manipulation: 50
        ) { context in
            guard let version = context.chromium, version >= 94, !context.isBrave,
                let name = context.observed.navigator?.plugins?.first(where: {
                    $0 == "Native Client" || $0 == "Chrome PDF Plugin"
                })
            else { return nil }
            return Finding("\(name) in Chromium \(version)")
        },
        Signal(
            "zone_history_mismatch", "Time zones differ in the past", .fingerprint, .moderate, score: 45, role: .risk,
            looksAt: """
                Offsets of dates between 1984 and 2016 beside those that the named time zone had: who moves a clock by today's offset \
                forgets its past.
                """,
            innocent: "Old browsers that ask the system, whose tables are old.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .notice), manipulation: 30
        ) { context in
            guard let locale = context.observed.locale, let dates = locale.pastOffsets,
                let zone = locale.zonePastOffsets,
                dates.count == zone.count, dates != zone
            else { return nil }
            let differing = Swift.zip(dates, zone).count { $0 != $1 }
            return Finding(
                "\(differing) of \(dates.count) dates of the past are not those of \(locale.timezone ?? "the zone")")
        },
    ]

    // MARK: Devices

    private static let deviceDisguises: [Signal] = [
        Signal(
            "iphone_screen_impossible", "Screen of no iPhone", .fingerprint, .strong, score: 75,
            looksAt: """
                The screen of an iPhone: two or three pixels for each CSS pixel since 2010, and 320 to 440 CSS pixels in width.
                """,
            innocent: "None known; a window of an iPhone app on a Mac has the Mac's user agent.",
            highlight: .identityContradictions, integrity: (.emulation, .elevated), manipulation: 50
        ) { context in
            guard context.system == "iOS", context.claimed?.formFactor == .mobile, let screen = context.observed.screen,
                let ratio = screen.pixelRatio, let width = screen.width, let height = screen.height
            else { return nil }
            if ratio != 2, ratio != 3 { return Finding("an iPhone with \(ratio.plain) pixels for each CSS pixel") }
            guard !(300...480).contains(min(width, height)) else { return nil }
            return Finding("an iPhone with a screen of \(width)×\(height)")
        },
        Signal(
            "iphone_gamut_missing", "iPhone without its colours", .fingerprint, .moderate, score: 40, role: .risk,
            looksAt: "The colour gamut: every iPhone that runs iOS 16 has a display of P3.",
            innocent: "Mirrored screens.", highlight: .identityContradictions, integrity: (.emulation, .notice),
            manipulation: 30
        ) { context in
            guard context.system == "iOS", context.claimed?.formFactor == .mobile, let version = context.claimedVersion,
                version >= 16, context.observed.screen?.colorGamut == "srgb"
            else { return nil }
            return Finding("an iPhone with Safari \(version.plain) shows no more than sRGB")
        },
        Signal(
            "touch_points_contradict", "Touch points without a touch screen", .fingerprint, .weak, score: 20,
            role: .risk,
            looksAt: "`navigator.maxTouchPoints` beside the media query for coarse pointing devices.",
            innocent: "Pens, remote desktops and touch screens that were unplugged.",
            highlight: .identityContradictions,
            integrity: (.emulation, .notice), manipulation: 15
        ) { context in
            guard let points = context.observed.navigator?.maxTouchPoints, points > 0,
                context.observed.screen?.anyCoarse == false
            else { return nil }
            return Finding("\(points) touch points and no coarse pointing device")
        },
        Signal(
            "pixel_ratio_overridden", "Scale overridden", .fingerprint, .moderate, score: 45,
            looksAt:
                "`devicePixelRatio` beside the media query `resolution`: a script can replace the one and not the other.",
            innocent: "Extensions that hide the scale of the display.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .elevated), manipulation: 45
        ) { context in
            guard context.observed.screen?.resolutionMatches == false, let ratio = context.observed.screen?.pixelRatio
            else {
                return nil
            }
            return Finding("media queries disagree with a scale of \(ratio.plain)")
        },
        Signal(
            "fonts_of_another_system", "Fonts of another system", .fingerprint, .moderate, score: 45,
            looksAt: """
                Fonts that come with one system and are sold for no other, found in number on another: a profile was made up on a machine \
                of another kind.
                """,
            innocent: "People who copied the fonts of another computer.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .elevated), manipulation: 40
        ) { context in
            guard let fonts = context.observed.fonts?.detected, let system = context.system,
                system == "Windows" || system == "macOS"
            else { return nil }
            for (owner, names, least) in SystemFonts.all where owner != system {
                let found = names.filter(fonts.contains)
                if found.count >= least { return Finding("\(found.listed()) of \(owner) on \(system)") }
            }
            return nil
        },
        Signal(
            "codecs_platform_mismatch", "Codecs that the system has are missing", .fingerprint, .moderate, score: 40,
            looksAt:
                "H.264 and AAC, which Safari always plays and Firefox plays by what Windows and macOS bring along.",
            innocent: "Editions of Windows that are sold without media.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .notice), manipulation: 30
        ) { context in
            guard let codecs = context.observed.media?.codecs, codecs.h264 == "", let system = context.system,
                context.engine == .gecko || context.engine == .webkit, ["Windows", "macOS", "iOS"].contains(system)
            else { return nil }
            return Finding("\(context.claimed?.browser.name ?? "a browser") on \(system) without H.264")
        },
    ]

    // MARK: Measures

    private static let measureDisguises: [Signal] = [
        Signal(
            "layout_noise", "Noise on measures", .fingerprint, .weak, score: 20, role: .risk,
            looksAt:
                "One text and one box measured several times: noise is put on what is read, against fingerprinting.",
            innocent: "Browsers and extensions that protect privacy.", highlight: .privacyProtections,
            integrity: (.privacyHardening, .elevated), manipulation: 25
        ) { context in
            context.observed.canvas?.measuresVary == true ? Finding("measures of one thing differ") : nil
        },
        Signal(
            "commonplace_profile", "The most common values everywhere", .fingerprint, .weak, score: 5, effect: .context,
            looksAt: """
                8 GB, 4 or 8 processors and a screen of exactly 1920×1080, all of it usable, at scale 1: what made-up profiles choose. Many \
                machines have it too.
                """,
            innocent: "Ordinary computers in full-screen mode.", highlight: .browserProfileConsistent
        ) { context in
            guard let navigator = context.observed.navigator, let screen = context.observed.screen,
                navigator.deviceMemory == 8, [4, 8].contains(navigator.hardwareConcurrency ?? 0), context.isUnscaled,
                (screen.width, screen.height) == (1920, 1080), (screen.availWidth, screen.availHeight) == (1920, 1080)
            else { return nil }
            return Finding("8 GB, \(navigator.hardwareConcurrency ?? 0) processors, 1920×1080 without a task bar")
        },
    ]
}

/// Fonts that come with one system and hardly any other program, and how many of them are no accident.
///
/// Programs bring fonts to other systems: LibreOffice DejaVu and Liberation, Microsoft Office a dozen of Windows. Those are left out.
private enum SystemFonts {
    static let all: [(system: String, names: [String], least: Int)] = [
        (
            "Windows",
            [
                "Bahnschrift", "Ebrima", "Ink Free", "Javanese Text", "Leelawadee UI", "Nirmala UI",
                "Segoe Fluent Icons", "Segoe UI",
                "Segoe UI Emoji", "Segoe UI Variable", "Sitka Text",
            ], 4
        ),
        (
            "macOS",
            [
                "Apple Color Emoji", "Chalkboard", "Cochin", "Geneva", "Helvetica Neue", "Hiragino Sans",
                "Hoefler Text", "Lucida Grande",
                "Menlo", "Monaco", "PingFang SC", "SF Pro", "Skia", "Zapfino",
            ], 5
        ),
        ("Linux", ["Cantarell", "Droid Sans", "FreeSans", "Nimbus Sans", "Ubuntu"], 3),
    ]
}

extension Context {
    /// Whether the brands name Brave, which makes some values up on purpose.
    fileprivate var isBrave: Bool {
        (observed.clientHints?.brands ?? request.brands ?? []).contains { $0.brand == "Brave" }
    }
}

extension String {
    /// At most as much as fits a line.
    fileprivate var cutForPeople: String { String(prefix(80)) }

    /// What stands after a beginning, up to the first comma or parenthesis; nil where the text begins otherwise.
    fileprivate func firstInParentheses(after beginning: String) -> String? {
        guard hasPrefix(beginning) else { return nil }
        return String(dropFirst(beginning.count).prefix { $0 != "," && $0 != ")" })
    }

    /// What `navigator.oscpu` has in it on a system.
    fileprivate var systemMark: String? {
        ["Windows": "Windows", "macOS": "Mac OS X", "Linux": "Linux"][self]
    }
}
