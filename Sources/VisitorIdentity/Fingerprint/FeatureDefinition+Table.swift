import Evidence

// Starting entropies are judgement, in the order of magnitude of what Gómez-Boix, Laperdrix and Baudry (WWW 2018) and Laperdrix,
// Rudametkin and Baudry (S&P 2016) report; what neither has is set low.
extension FeatureDefinition {
    static let graphics: [FeatureDefinition] = [
        .init(.gpuVendor, .graphics, bits: 2.3) { .texts($0.graphics?.vendor) },
        .init(.gpuRenderer, .graphics, bits: 5.5) { .texts($0.graphics.map { withoutVersions($0.renderer) }) },
        .init(.webglParameters, .graphics, drift: .versions, bits: 4) {
            .texts($0.webglPictures?.parametersHash, $0.webglPictures?.shaderPrecisionHash)
        },
        .init(.webglExtensions, .graphics, drift: .versions, bits: 2) {
            .texts($0.webglPictures?.extensionsHash, $0.webglPictures?.extensionParametersHash)
        },
        .init(.webglImage, .graphics, drift: .versions, bits: 3) { .texts($0.webglPictures?.imageHash) },
        .init(.webgpuAdapter, .graphics, bits: 2) { sources in
            sources.webgpu.flatMap { gpu in
                gpu.available.map { .text(["\($0)", gpu.adapterVendor ?? "", gpu.adapterArchitecture ?? ""]) }
            }
        },
        .init(.webgpuLimits, .graphics, drift: .versions, bits: 2) {
            .texts($0.webgpu?.limitsHash, $0.webgpu?.featuresHash)
        },
    ]

    static let rendering: [FeatureDefinition] = [
        .init(.canvasGeometry, .canvas, drift: .versions, bits: 4) { .texts($0.canvas?.geometryHash) },
        .init(.canvasText, .canvas, drift: .versions, bits: 7) { .texts($0.canvas?.textHash) },
        .init(.canvasImage, .canvas, drift: .versions, bits: 8) { .texts($0.canvasImage) },
        .init(.audioRendering, .audio, drift: .versions, bits: 2.5) { .texts($0.audio?.hash) },
        .init(.audioOutput, .audio, drift: .free, bits: 0.8) { sources in
            sources.output.flatMap { output in
                output.sampleRate.map { .text(["\($0)", "\(output.channelCount ?? 0)"]) }
            }
        },
        .init(.fontSet, .fonts, bits: 6) { sources in sources.fonts?.detected.map { .text($0.sorted()) } },
        .init(.fontMetrics, .fonts, drift: .versions, bits: 4) { .texts($0.fonts?.metricsHash) },
        .init(.fontPreferences, .fonts, drift: .versions, bits: 3) { .texts($0.fonts?.preferencesHash) },
        .init(.emoji, .fonts, drift: .versions, bits: 2.5) { .texts($0.fonts?.emojiHash) },
    ]

    static let display: [FeatureDefinition] = [
        // Long and short, whichever way it is held.
        .init(.screenLong, .screen, form: .number(scale: 1), bits: 3) { .number($0.screenSides?.long) },
        .init(.screenShort, .screen, form: .number(scale: 1), bits: 3) { .number($0.screenSides?.short) },
        .init(.pixelRatio, .screen, form: .number(scale: 1000), drift: .free, bits: 1.5) {
            .number($0.screen?.pixelRatio)
        },
        .init(.colorDepth, .screen, form: .number(scale: 1), bits: 0.5) { .number($0.screen?.colorDepth) },
        .init(.colorRange, .screen, drift: .free, bits: 0.8) {
            .texts($0.screen?.colorGamut, $0.screen?.dynamicRange)
        },
        .init(.screenInsets, .screen, drift: .free, bits: 2) { .texts($0.insets) },
        .init(.cores, .hardware, form: .number(scale: 1), bits: 2) { .number($0.cores) },
        .init(.memory, .hardware, form: .number(scale: 1000), bits: 1.2) { .number($0.memory) },
        .init(.touchPoints, .hardware, form: .number(scale: 1), bits: 1) { .number($0.navigator?.maxTouchPoints) },
        .init(.pointers, .hardware, drift: .free, bits: 0.8) {
            .texts($0.screen?.anyPointer, $0.screen?.anyHover.map { "\($0)" }, $0.screen?.anyCoarse.map { "\($0)" })
        },
    ]

    static let software: [FeatureDefinition] = [
        .init(.codecs, .media, drift: .versions, bits: 1.5) { sources in sources.codecs.map { .text($0) } },
        .init(.mediaDevices, .media, drift: .free, bits: 1.5) { .texts($0.media?.topologyHash) },
        .init(.voices, .media, drift: .versions, bits: 2.5) { .texts($0.voices) },
        .init(.math, .engine, drift: .versions, bits: 1) { .texts($0.engine?.mathHash) },
        .init(.errorMessages, .engine, drift: .versions, bits: 1) { .texts($0.engine?.errorMessageHash) },
        .init(.engineFeatures, .engine, drift: .versions, bits: 2) { sources in
            sources.engine?.features.map { .text(["\(sources.engine?.featuresList ?? 1)"] + $0) }
        },
        .init(.engineKind, .platform, form: .number(scale: 1), bits: 0) { sources in
            sources.client.engine == .unknown
                ? nil : .number(BrowserEngine.allCases.firstIndex(of: sources.client.engine))
        },
        .init(.formFactor, .platform, form: .number(scale: 1), bits: 0) { sources in
            sources.client.formFactor == .unknown
                ? nil : .number(FormFactor.allCases.firstIndex(of: sources.client.formFactor))
        },
        .init(.browser, .platform, bits: 1.5) { .texts($0.client.browser.name) },
        .init(.browserVersion, .platform, form: .number(scale: 1), drift: .versions, bits: 1.5) {
            .number($0.client.majorVersion)
        },
        .init(.system, .platform, bits: 1.5) { .texts($0.client.operatingSystem.name) },
        .init(.systemVersion, .platform, form: .number(scale: 1), drift: .versions, bits: 1) {
            .number($0.systemVersion)
        },
        .init(.architecture, .platform, bits: 0.3) {
            .anyTexts($0.client.architecture, $0.hints?.bitness)
        },
        .init(.platformText, .platform, bits: 0.5) {
            .texts($0.platformText, $0.navigator?.vendor, $0.navigator?.productSub)
        },
        .init(.model, .platform, bits: 3) { sources in sources.model.map { .text([$0]) } },
        .init(.plugins, .platform, drift: .versions, bits: 0.5) { sources in sources.plugins.map { .text($0) } },
    ]

    static let setting: [FeatureDefinition] = [
        .init(.language, .locale, bits: 2.2) { .texts($0.languages?.first) },
        // A private window may tell the first language alone.
        .init(.languages, .locale, drift: .free, bits: 2.2) { sources in
            sources.languages.map { .text(FeatureSources.chosen($0)) }
        },
        .init(.timeZone, .locale, bits: 3) { .texts($0.timeZone) },
        .init(.zoneOffsets, .locale, bits: 0.2) { sources in
            sources.zoneOffsets.map { .text($0) }
        },
        .init(.conventions, .locale, drift: .free, bits: 0.5) {
            .texts($0.locale?.intlLocale, $0.locale?.numberingSystem, $0.locale?.calendar)
        },
        .init(.connection, .connection, drift: .versions, bits: 0.5) { .texts($0.connection) },
        .init(.preferences, .preferences, drift: .free, bits: 0.8) { sources in
            sources.preferences.map { .text($0) }
        },
    ]
}

/// A renderer's name without the versions of drivers in it, which change under the same card.
private func withoutVersions(_ name: String) -> String {
    var result: [Substring] = []
    for word in name.lowercased().split(whereSeparator: { " ,;()-".contains($0) }) {
        let isVersion = word.contains(".") && word.allSatisfy { $0 == "." || $0.isHexDigit }
        if !isVersion { result.append(word) }
    }
    return result.joined(separator: " ")
}
