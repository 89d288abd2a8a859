import OrderedJSON

/// What the agent observed, one optional value for each source of the collect protocol. Nil was not looked at.
public struct Observations: Sendable, Equatable {
    /// The document.
    public var page: PageObservation?
    /// The `navigator` object.
    public var navigator: NavigatorObservation?
    /// User agent client hints.
    public var clientHints: ClientHintsObservation?
    /// Screen and window.
    public var screen: ScreenObservation?
    /// Time zone and language.
    public var locale: LocaleObservation?
    /// Which storages work.
    public var storage: StorageObservation?
    /// Tokens of earlier sessions.
    public var continuity: ContinuityObservation?
    /// The 2D canvas.
    public var canvas: CanvasObservation?
    /// WebGL.
    public var webgl: WebGLObservation?
    /// WebGPU.
    public var webgpu: WebGPUObservation?
    /// Audio rendering.
    public var audio: AudioObservation?
    /// Speech synthesis.
    public var speech: SpeechObservation?
    /// Fonts.
    public var fonts: FontsObservation?
    /// Media devices and codecs.
    public var media: MediaObservation?
    /// What the browser can do.
    public var capabilities: CapabilitiesObservation?
    /// The JavaScript engine.
    public var engine: EngineObservation?
    /// Traces of automation.
    public var automation: AutomationObservation?
    /// Replaced native functions.
    public var natives: NativesObservation?
    /// What clean realms say.
    public var realms: RealmsObservation?
    /// When things happened.
    public var timing: TimingObservation?

    /// Nothing observed.
    public init() {}

    /// Reads the `observations` object of a payload. Unknown sources are ignored.
    public init(_ value: JSONValue?) {
        guard let source = ObservationReader(value) else { return }
        page = source.reader("page").map(PageObservation.init)
        navigator = source.reader("navigator").map(NavigatorObservation.init)
        clientHints = source.reader("client_hints").map(ClientHintsObservation.init)
        screen = source.reader("screen").map(ScreenObservation.init)
        locale = source.reader("locale").map(LocaleObservation.init)
        storage = source.reader("storage").map(StorageObservation.init)
        continuity = source.reader("continuity").map(ContinuityObservation.init)
        canvas = source.reader("canvas").map(CanvasObservation.init)
        webgl = source.reader("webgl").map(WebGLObservation.init)
        webgpu = source.reader("webgpu").map(WebGPUObservation.init)
        audio = source.reader("audio").map(AudioObservation.init)
        speech = source.reader("speech").map(SpeechObservation.init)
        fonts = source.reader("fonts").map(FontsObservation.init)
        media = source.reader("media").map(MediaObservation.init)
        capabilities = source.reader("capabilities").map(CapabilitiesObservation.init)
        engine = source.reader("engine").map(EngineObservation.init)
        automation = source.reader("automation").map(AutomationObservation.init)
        natives = source.reader("natives").map(NativesObservation.init)
        realms = source.reader("realms").map(RealmsObservation.init)
        timing = source.reader("timing").map(TimingObservation.init)
    }

    /// Takes over what a later payload observed; a source that comes twice replaces the earlier one.
    public mutating func merge(_ later: Observations) {
        if let page = later.page { self.page = page }
        if let navigator = later.navigator { self.navigator = navigator }
        if let clientHints = later.clientHints { self.clientHints = clientHints }
        if let screen = later.screen { self.screen = screen }
        if let locale = later.locale { self.locale = locale }
        if let storage = later.storage { self.storage = storage }
        if let continuity = later.continuity { self.continuity = continuity }
        if let canvas = later.canvas { self.canvas = canvas }
        if let webgl = later.webgl { self.webgl = webgl }
        if let webgpu = later.webgpu { self.webgpu = webgpu }
        if let audio = later.audio { self.audio = audio }
        if let speech = later.speech { self.speech = speech }
        if let fonts = later.fonts { self.fonts = fonts }
        if let media = later.media { self.media = media }
        if let capabilities = later.capabilities { self.capabilities = capabilities }
        if let engine = later.engine { self.engine = engine }
        if let automation = later.automation { self.automation = automation }
        if let natives = later.natives { self.natives = natives }
        if let realms = later.realms { self.realms = realms }
        if let timing = later.timing { self.timing = timing }
    }
}
