import OrderedJSON

/// `client_telemetry` of the session document (`SessionClientTelemetry` in the schema): what was observed, as it was observed.
public struct ClientTelemetrySection: Sendable, JSONWritable {
    private let observations: Observations

    /// The section for a session.
    public init(_ evidence: Evidence) { observations = evidence.observations }

    /// Writes the section.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("navigator", object: writeNavigator)
            $0.field("storage", object: writeStorage)
            $0.field("canvas", object: writeCanvas)
            $0.key("graphics")
            $0.object {
                $0.field("webgl", object: writeWebGL)
                $0.field("webgpu", object: writeWebGPU)
            }
            $0.field("audio", object: writeAudio)
            $0.field("fonts", object: writeFonts)
            $0.field("media", object: writeMedia)
        }
    }

    private func writeNavigator(to writer: inout JSONWriter) {
        let navigator = observations.navigator
        writer.field("platform", navigator?.platform)
        writer.field("vendor", navigator?.vendor)
        writer.field("hardware_concurrency", navigator?.hardwareConcurrency)
        writer.field("device_memory", navigator?.deviceMemory.flatMap { $0 >= 0 ? $0 : nil })
        writer.field("max_touch_points", navigator?.maxTouchPoints)
        writer.field("pdf_viewer_enabled", navigator?.pdfViewerEnabled)
        writer.field("cookie_enabled", navigator?.cookieEnabled)
        writer.field("product_sub", navigator?.productSub)
        writer.field("primary_language", navigator?.language)
        writer.field("languages", navigator?.languages ?? [])
        writer.field("mime_types_count", navigator?.mimeTypesCount)
        writer.field("plugins", navigator?.plugins ?? [])
    }

    private func writeStorage(to writer: inout JSONWriter) {
        let storage = observations.storage
        writer.field("cookies", storage?.cookies)
        writer.field("local_storage", storage?.localStorage)
        writer.field("session_storage", storage?.sessionStorage)
        writer.field("indexed_db", storage?.indexedDb)
        writer.field("service_worker", storage?.serviceWorker)
        writer.field("window_name", storage?.windowName)
    }

    private func writeCanvas(to writer: inout JSONWriter) {
        let canvas = observations.canvas
        writer.field("hash", canvas?.hash)
        writer.field("geometry_hash", canvas?.geometryHash)
        writer.field("text_hash", canvas?.textHash)
        writer.field("winding", canvas?.winding)
        writer.field("noise_detected", canvas?.noiseDetected)
        writer.field("offscreen_consistent", canvas?.offscreenConsistent)
    }

    private func writeWebGL(to writer: inout JSONWriter) {
        let webgl = observations.webgl
        writer.field("vendor", webgl?.vendor ?? webgl?.maskedVendor)
        writer.field("renderer", webgl?.renderer ?? webgl?.maskedRenderer)
        writer.field("version", webgl?.version)
        writer.field("shading_language_version", webgl?.shadingLanguageVersion)
        writer.field("parameters_hash", webgl?.parametersHash)
        writer.field("extensions_hash", webgl?.extensionsHash)
        writer.field("extension_parameters_hash", webgl?.extensionParametersHash)
        writer.field("shader_precision_hash", webgl?.shaderPrecisionHash)
    }

    private func writeWebGPU(to writer: inout JSONWriter) {
        let webgpu = observations.webgpu
        writer.field("available", webgpu?.available)
        writer.field("adapter_vendor", webgpu?.adapterVendor)
        writer.field("adapter_architecture", webgpu?.adapterArchitecture)
        writer.field("fallback_adapter", webgpu?.fallbackAdapter)
        writer.field("features_hash", webgpu?.featuresHash)
        writer.field("limits_hash", webgpu?.limitsHash)
    }

    private func writeAudio(to writer: inout JSONWriter) {
        let audio = observations.audio
        let speech = observations.speech
        writer.field("hash", audio?.hash)
        writer.field("sample_rate", audio?.sampleRate.flatMap { $0 >= 0 ? $0 : nil })
        writer.field("channel_count", audio?.channelCount)
        writer.field("voice_count", speech?.voiceCount)
        writer.field("local_voice_count", speech?.localVoiceCount)
        writer.field("default_voice_lang", speech?.defaultVoiceLang)
        writer.field("noise_detected", audio?.noiseDetected)
    }

    private func writeFonts(to writer: inout JSONWriter) {
        let fonts = observations.fonts
        writer.field("detected_count", fonts?.detectedCount)
        writer.field("tested_count", fonts?.testedCount)
        writer.field("enumeration_hash", fonts?.enumerationHash)
        writer.field("metrics_hash", fonts?.metricsHash)
        writer.field("preferences_hash", fonts?.preferencesHash)
        writer.field("emoji_hash", fonts?.emojiHash)
    }

    private func writeMedia(to writer: inout JSONWriter) {
        let media = observations.media
        writer.field("device_count", media?.deviceCount)
        writer.key("counts_by_kind")
        writer.object {
            let counts = media?.countsByKind
            if let count = counts?.audioinput { $0.field("audioinput", count) }
            if let count = counts?.audiooutput { $0.field("audiooutput", count) }
            if let count = counts?.videoinput { $0.field("videoinput", count) }
        }
        writer.field("blank_label_count", media?.blankLabelCount)
        writer.field("topology_hash", media?.topologyHash)
    }
}
