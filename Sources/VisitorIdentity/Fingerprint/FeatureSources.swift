import Evidence

/// What features are drawn from: evidence without what noise, spoofing or a browser's protections made of it.
///
/// A value that says something else at each visit would part one visitor; one that a protection gives to everybody would join
/// many. Both are left out.
struct FeatureSources {
    let client: ClientProfile
    let navigator: NavigatorObservation?
    let hints: ClientHintsObservation?
    let locale: LocaleObservation?
    let engine: EngineObservation?
    let webgpu: WebGPUObservation?
    /// For names, unless a worker names another card.
    let webgl: WebGLObservation?
    /// For what is drawn and measured.
    let webglPictures: WebGLObservation?
    let canvas: CanvasObservation?
    let audio: AudioObservation?
    let output: AudioObservation?
    let fonts: FontsObservation?
    let media: MediaObservation?
    let screen: ScreenObservation?
    let voices: String?
    let cores: Int?
    let memory: Double?
    let languages: [String]?
    let timeZone: String?
    let platformText: String?
    let plugins: [String]?
    let connection: String?

    init(_ evidence: Evidence) {
        let seen = evidence.observations
        let protection = ProtectionSigns(evidence)
        let worker = seen.realms?.worker
        client = ClientProfile(evidence)
        navigator = seen.navigator
        hints = seen.clientHints
        locale = seen.locale
        engine = seen.engine
        webgpu = protection.hidesGraphics ? nil : seen.webgpu
        webgl = protection.hidesGraphics ? nil : seen.webgl
        webglPictures = protection.hidesGraphics || seen.webgl?.noiseDetected == true ? nil : seen.webgl
        canvas = protection.disturbsCanvas ? nil : seen.canvas
        audio = protection.disturbsAudio ? nil : seen.audio
        output = protection.isUniform ? nil : seen.audio
        fonts = protection.disturbsFonts ? nil : seen.fonts
        media = protection.isRandomizing || protection.isUniform ? nil : seen.media
        screen = protection.isUniform ? nil : seen.screen
        // Voices come late: none may mean not yet.
        voices =
            protection.isRandomizing || protection.isUniform || (seen.speech?.voiceCount ?? 0) == 0
            ? nil : seen.speech?.voicesHash
        cores =
            protection.isRandomizing || protection.isUniform || protection.isGecko
            ? nil : Self.agreed(seen.navigator?.hardwareConcurrency, worker?.hardwareConcurrency)
        memory =
            protection.isRandomizing || protection.isUniform
            ? nil : Self.agreed(seen.navigator?.deviceMemory, worker?.deviceMemory)
        languages =
            protection.isUniform
            ? nil : Self.agreed(seen.navigator?.languages.flatMap { $0.isEmpty ? nil : $0 }, worker?.languages)
        timeZone = protection.isUniform ? nil : Self.agreed(seen.locale?.timezone, worker?.timezone)
        platformText = Self.agreed(seen.navigator?.platform, worker?.platform)
        plugins = protection.isRandomizing ? nil : seen.navigator?.plugins
        connection = Self.stable(evidence.connection)
    }

    /// Longer and shorter side of the screen.
    var screenSides: (long: Int, short: Int)? {
        guard let width = screen?.width, let height = screen?.height, (1...100_000).contains(width),
            (1...100_000).contains(height)
        else { return nil }
        return (max(width, height), min(width, height))
    }

    /// What windows may not cover, in CSS pixels.
    var insets: String? {
        guard let screen, let sides = screenSides, let width = screen.availWidth, let height = screen.availHeight,
            (0...100_000).contains(width), (0...100_000).contains(height)
        else { return nil }
        return "\(sides.long + sides.short - width - height)"
    }

    /// Names of the graphics card; that there is no WebGL is one too, which a source that timed out does not say.
    var graphics: (vendor: String, renderer: String)? {
        if webgl?.supported == false { return ("none", "none") }
        return webgl?.renderer.map { (webgl?.vendor ?? "", $0) }
    }

    /// The whole picture; Firefox draws it for each profile a little differently.
    var canvasImage: String? { client.engine == .gecko ? nil : canvas?.hash }

    /// What `canPlayType` answers, in the order of the protocol.
    var codecs: [String]? {
        media?.codecs.map {
            [$0.h264, $0.hevc, $0.av1, $0.vp9, $0.vp8, $0.theora, $0.aac, $0.mp3, $0.opus, $0.vorbis, $0.flac]
                .map { $0 ?? "?" }
        }
    }

    /// Minutes between UTC and local time in January and in July.
    var zoneOffsets: [String]? {
        guard timeZone != nil, let january = locale?.offsetJanuary, let july = locale?.offsetJuly else { return nil }
        return ["\(january)", "\(july)"]
    }

    /// The system's version as one number that grows with it: 17.5 is 17 005.
    var systemVersion: Int? {
        guard let version = client.operatingSystem.version else { return nil }
        let parts = version.split(separator: ".").prefix(2).map { Int($0) }
        guard let major = parts.first ?? nil, (0...100_000).contains(major) else { return nil }
        let minor = parts.count > 1 ? parts[1] ?? 0 : 0
        return major * 1000 + min(max(minor, 0), 999)
    }

    /// The model of a phone, where it is told.
    var model: String? { hints?.model.flatMap { $0.isEmpty ? nil : $0 } ?? nil }

    /// What the person asks of pages.
    var preferences: [String]? {
        guard let screen, let motion = screen.reducedMotion else { return nil }
        return ["\(motion)", "\(screen.forcedColors ?? false)", navigator?.doNotTrack ?? ""]
    }

    /// Languages without those that browsers add of themselves: `de` after `de-DE`.
    static func chosen(_ languages: [String]) -> [String] {
        languages.filter { tag in tag.contains("-") || !languages.contains { $0.hasPrefix(tag + "-") } }
    }

    /// A page's value, unless a worker, where scripts can't rewrite it, says another.
    private static func agreed<Value: Equatable>(_ page: Value?, _ worker: Value?) -> Value? {
        guard let page, let worker else { return page }
        return page == worker ? page : nil
    }

    /// What of a ClientHello stays over connections; the transport is told apart, for one browser uses several.
    private static func stable(_ connection: ConnectionEvidence?) -> String? {
        guard let text = connection?.ja4Stable ?? connection?.ja4, text.hasPrefix("t") else { return nil }
        return text
    }
}
