import Evidence

/// Which of a browser's sources are disturbed, by its own protections or by an extension.
struct ProtectionSigns {
    /// Values are made up for each site and session, as Brave does (farbling).
    let isRandomizing: Bool
    /// Values are the same for everybody, as with `privacy.resistFingerprinting` and the Tor Browser.
    let isUniform: Bool
    /// Firefox, which in private windows says four or eight processors, whatever there are.
    let isGecko: Bool
    /// What is read from a canvas is not what was drawn.
    let disturbsCanvas: Bool
    /// What is rendered of sound is not what the engine computed.
    let disturbsAudio: Bool
    /// Measures of text differ from one time to the next, or fonts are withheld.
    let disturbsFonts: Bool
    /// The names of the graphics card are not its own.
    let hidesGraphics: Bool

    init(_ evidence: Evidence) {
        let seen = evidence.observations
        let canvas = seen.canvas
        let brands = seen.clientHints?.brands ?? evidence.request.brands ?? []
        isRandomizing = brands.contains { $0.brand == "Brave" }
        let isCanvasRewritten =
            canvas?.noiseDetected == true || canvas?.uniform == true || canvas?.toStringNative == false
        isGecko = ClientProfile(evidence).engine == .gecko
        let zone = seen.locale?.timezone ?? ""
        isUniform =
            isGecko && isCanvasRewritten && (zone == "UTC" || zone == "Atlantic/Reykjavik")
            && Self.isLetterboxed(seen.screen)
        disturbsCanvas = isRandomizing || isUniform || isCanvasRewritten || canvas?.offscreenConsistent == false
        disturbsAudio =
            isRandomizing || isUniform || seen.audio?.noiseDetected == true || seen.audio?.silent == true
        disturbsFonts = isRandomizing || isUniform || canvas?.measuresVary == true
        let worker = seen.realms?.worker?.gpuRenderer
        hidesGraphics =
            isRandomizing || isUniform || worker != nil && seen.webgl?.renderer != nil && worker != seen.webgl?.renderer
    }

    /// Whether the screen is said to be as large as the window.
    private static func isLetterboxed(_ screen: ScreenObservation?) -> Bool {
        guard let screen, let width = screen.width, let inner = screen.innerWidth else { return false }
        return width == inner
    }
}
