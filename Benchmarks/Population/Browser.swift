import VisitorIdentity

/// What a browser is made of; visits change it.
struct Browser {
    /// What the browser, or its owner, does against being known.
    enum Protection { case none, randomizing, canvasNoise, uniform }

    var isHandheld: Bool
    var name: String
    var system: String
    /// Of the system, as a number that grows.
    var systemVersion: Int
    /// Releases of the browser that its owner is behind; 100 or more never updates.
    var lag: Int
    var model = ""
    var card: String
    var driver: Int
    var screen: Screen
    /// A second screen that it is now and then docked to.
    var dock: Screen?
    var insets: Int
    var cores: Int
    var memory: Double?
    var fonts: Set<String>
    /// Settings of text rendering, of which most have the first.
    var textRendering: Int
    var output: Int
    var devices: Int
    var voicePack: Int
    var language: String
    var languages: [String]
    var zone: String
    var preferences: Int
    var protection: Protection
    /// Chance that a visit is zoomed otherwise than the last one.
    var zoomChance: Double
    var zoom = 1.0
    var home: Int

    var engine: Double {
        switch name {
        case "Firefox": 1
        case "Safari": 2
        default: system == "iOS" ? 2 : 0
        }
    }
}

extension Browser {
    /// The browser's major version on a day.
    func version(on day: Double) -> Int {
        lag >= 100 ? 150 - lag % 100 : 150 + Int((day / 28).rounded(.down)) - lag
    }

    /// What it shows on a day.
    func fingerprint(on day: Double, isTravelling: Bool, isDocked: Bool) -> Fingerprint {
        var print = Fingerprint()
        let version = version(on: day)
        let shown = isDocked ? dock ?? screen : screen
        print.set(.engineKind, engine)
        print.set(.formFactor, isHandheld ? 1 : 0)
        print.set(.browser, [protection == .randomizing ? "Brave" : name])
        print.set(.browserVersion, Double(version))
        print.set(.system, [system])
        print.set(.systemVersion, Double(systemVersion))
        print.set(.architecture, [system == "macOS" ? "arm" : "x86"])
        print.set(.platformText, [system, "\(engine)"])
        print.set(.math, [system, "\(engine)"])
        print.set(.errorMessages, ["\(engine)", "\(version / 6)"])
        print.set(.engineFeatures, ["\(engine)", "\(version)"])
        print.set(.connection, ["\(engine)", "\(version / 4)"])
        print.set(.codecs, [name, system])
        guard protection != .uniform else { return print }
        print.set(.touchPoints, isHandheld ? 5 : 0)
        print.set(.pointers, [isHandheld ? "coarse" : "fine"])
        print.set(.screenLong, (Double(shown.long) / textZoom).rounded())
        print.set(.screenShort, (Double(shown.short) / textZoom).rounded())
        print.set(.pixelRatio, shown.ratio * zoom)
        print.set(.colorDepth, system == "macOS" || system == "iOS" && engine == 0 ? 30 : 24)
        print.set(.colorRange, [system == "macOS" || system == "iOS" ? "p3" : "srgb"])
        print.set(.screenInsets, ["\(insets)"])
        print.set(.language, [language])
        print.set(.languages, languages)
        print.set(.timeZone, [isTravelling ? zone + "?" : zone])
        print.set(.conventions, [language])
        print.set(.preferences, ["\(preferences)"])
        if !model.isEmpty && name != "Firefox" && system == "Android" { print.set(.model, [model]) }
        if protection != .randomizing { disclose(&print, version) }
        return print
    }

    /// Firefox measures screens and draws text in zoomed pixels, and others don't.
    private var textZoom: Double { engine == 1 ? zoom : 1 }

    /// What a browser that makes values up keeps to itself.
    private func disclose(_ print: inout Fingerprint, _ version: Int) {
        print.set(.gpuVendor, [String(card.prefix(5))])
        print.set(.gpuRenderer, [card])
        print.set(.webglParameters, [card, "\(engine)", system, "\(driver / 4)"])
        print.set(.webglExtensions, [card, "\(engine)", "\(version / 3)"])
        print.set(.webglImage, [card, "\(driver / 3)"])
        if engine == 0 { print.set(.webgpuAdapter, [card]) }
        if engine == 0 { print.set(.webgpuLimits, [card, "\(version / 3)"]) }
        if protection == .none {
            let face = [system, "\(systemVersion / 1000)", "\(engine)", "\(textRendering)", "\(textZoom)"]
            print.set(.canvasGeometry, [String(card.prefix(8)), "\(engine)", "\(driver / 4)", "\(version / 8)"])
            print.set(.canvasText, face + ["\(version / 8)"])
            print.set(.canvasImage, face + [String(card.prefix(8)), "\(driver / 4)", "\(version / 8)"])
        }
        print.set(.audioRendering, ["\(engine)", system, String(card.prefix(1))])
        print.set(.audioOutput, ["\(output)"])
        print.set(.fontSet, fonts.sorted())
        print.set(fonts: fonts.sorted())
        print.set(.fontMetrics, [system, "\(systemVersion / 1000)", "\(textRendering)", "\(textZoom)"])
        print.set(.fontPreferences, [system, "\(textRendering)", "\(screen.ratio)", "\(textZoom)"])
        print.set(.emoji, [system, "\(systemVersion / 1000)", "\(textZoom)"])
        print.set(.mediaDevices, ["\(devices)"])
        print.set(.voices, [system, String(language.prefix(2)), "\(voicePack)"])
        print.set(.cores, Double(cores))
        if let memory { print.set(.memory, memory) }
    }
}
