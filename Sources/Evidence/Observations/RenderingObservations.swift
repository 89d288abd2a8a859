/// The 2D canvas (`canvas`).
public struct CanvasObservation: Sendable, Equatable {
    /// Whether there is one.
    public var supported: Bool?
    /// Of the whole picture.
    public var hash: String?
    /// Of the shapes.
    public var geometryHash: String?
    /// Of the text.
    public var textHash: String?
    /// Whether the even-odd rule works.
    public var winding: Bool?
    /// Whether two readings of one picture differ.
    public var noiseDetected: Bool?
    /// Whether an offscreen canvas draws the same.
    public var offscreenConsistent: Bool?
    /// Whether the size of one text or of one box differs with each reading.
    public var measuresVary: Bool?
    /// Whether reading gives one colour only.
    public var uniform: Bool?
    /// Whether the reading functions print as native.
    public var toStringNative: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        supported = source.bool("supported")
        hash = source.hash("hash")
        geometryHash = source.hash("geometry_hash")
        textHash = source.hash("text_hash")
        winding = source.bool("winding")
        noiseDetected = source.bool("noise_detected")
        offscreenConsistent = source.bool("offscreen_consistent")
        measuresVary = source.bool("measures_vary")
        uniform = source.bool("uniform")
        toStringNative = source.bool("to_string_native")
    }
}

/// WebGL (`webgl`).
public struct WebGLObservation: Sendable, Equatable {
    /// Whether there is one.
    public var supported: Bool?
    /// The vendor unmasked.
    public var vendor: String?
    /// The renderer unmasked.
    public var renderer: String?
    /// The vendor as given to everyone.
    public var maskedVendor: String?
    /// The renderer as given to everyone.
    public var maskedRenderer: String?
    /// Its version.
    public var version: String?
    /// Its shading language.
    public var shadingLanguageVersion: String?
    /// Whether there is WebGL 2.
    public var webgl2: Bool?
    /// Of its parameters.
    public var parametersHash: String?
    /// Of its extensions.
    public var extensionsHash: String?
    /// Of the parameters of extensions.
    public var extensionParametersHash: String?
    /// Of shader precisions.
    public var shaderPrecisionHash: String?
    /// How many extensions.
    public var extensionsCount: Int?
    /// The largest texture.
    public var maxTextureSize: Int?
    /// Other limits of the card.
    public var limits: GraphicsLimits?
    /// Of a drawn picture.
    public var imageHash: String?
    /// Whether two readings differ.
    public var noiseDetected: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        supported = source.bool("supported")
        vendor = source.string("vendor")
        renderer = source.string("renderer")
        maskedVendor = source.string("masked_vendor")
        maskedRenderer = source.string("masked_renderer")
        version = source.string("version")
        shadingLanguageVersion = source.string("shading_language_version")
        webgl2 = source.bool("webgl2")
        parametersHash = source.hash("parameters_hash")
        extensionsHash = source.hash("extensions_hash")
        extensionParametersHash = source.hash("extension_parameters_hash")
        shaderPrecisionHash = source.hash("shader_precision_hash")
        extensionsCount = source.count("extensions_count")
        maxTextureSize = source.count("max_texture_size")
        limits = source.reader("limits").map(GraphicsLimits.init)
        imageHash = source.hash("image_hash")
        noiseDetected = source.bool("noise_detected")
    }
}

/// Limits of a graphics card, which say what it is whatever it is called (`webgl.limits`).
public struct GraphicsLimits: Sendable, Equatable {
    /// The largest texture, in texels.
    public var texture: Int?
    /// The largest render buffer, in pixels.
    public var renderbuffer: Int?
    /// The largest height of a viewport, in pixels.
    public var viewport: Int?
    /// The largest point, in pixels.
    public var point: Double?
    /// The widest line, in pixels.
    public var line: Double?
    /// How many vectors a vertex shader takes.
    public var vertexUniforms: Int?
    /// How many vectors go from vertex to fragment shader.
    public var varyings: Int?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        texture = source.count("texture")
        renderbuffer = source.count("renderbuffer")
        viewport = source.count("viewport")
        point = source.number("point")
        line = source.number("line")
        vertexUniforms = source.count("vertex_uniforms")
        varyings = source.count("varyings")
    }
}

/// WebGPU (`webgpu`).
public struct WebGPUObservation: Sendable, Equatable {
    /// Whether an adapter is given.
    public var available: Bool?
    /// Vendor of the adapter.
    public var adapterVendor: String?
    /// Architecture of the adapter.
    public var adapterArchitecture: String?
    /// Whether the adapter is software.
    public var fallbackAdapter: Bool?
    /// Of its features.
    public var featuresHash: String?
    /// Of its limits.
    public var limitsHash: String?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        available = source.bool("available")
        adapterVendor = source.string("adapter_vendor")
        adapterArchitecture = source.string("adapter_architecture")
        fallbackAdapter = source.bool("fallback_adapter")
        featuresHash = source.hash("features_hash")
        limitsHash = source.hash("limits_hash")
    }
}

/// Offline audio rendering (`audio`).
public struct AudioObservation: Sendable, Equatable {
    /// Of what was rendered.
    public var hash: String?
    /// Samples a second.
    public var sampleRate: Double?
    /// Channels of the output.
    public var channelCount: Int?
    /// Whether two renderings differ.
    public var noiseDetected: Bool?
    /// Whether it rendered nothing.
    public var silent: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        hash = source.hash("hash")
        sampleRate = source.number("sample_rate")
        channelCount = source.count("channel_count")
        noiseDetected = source.bool("noise_detected")
        silent = source.bool("silent")
    }
}

/// Speech synthesis (`speech`).
public struct SpeechObservation: Sendable, Equatable {
    /// Whether there is one.
    public var available: Bool?
    /// How many voices.
    public var voiceCount: Int?
    /// How many are on the device.
    public var localVoiceCount: Int?
    /// Language of the default voice.
    public var defaultVoiceLang: String?
    /// Of their names.
    public var voicesHash: String?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        available = source.bool("available")
        voiceCount = source.count("voice_count")
        localVoiceCount = source.count("local_voice_count")
        defaultVoiceLang = source.string("default_voice_lang")
        voicesHash = source.hash("voices_hash")
    }
}

/// Fonts that text measures differently with (`fonts`).
public struct FontsObservation: Sendable, Equatable {
    /// How many were found.
    public var detectedCount: Int?
    /// How many were tried.
    public var testedCount: Int?
    /// Their names.
    public var detected: [String]?
    /// Of the names.
    public var enumerationHash: String?
    /// Of the measures.
    public var metricsHash: String?
    /// Of the default sizes.
    public var preferencesHash: String?
    /// Of the measures of emoji.
    public var emojiHash: String?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        detectedCount = source.count("detected_count")
        testedCount = source.count("tested_count")
        detected = source.strings("detected")
        enumerationHash = source.hash("enumeration_hash")
        metricsHash = source.hash("metrics_hash")
        preferencesHash = source.hash("preferences_hash")
        emojiHash = source.hash("emoji_hash")
    }
}

/// Media devices and codecs (`media`).
public struct MediaObservation: Sendable, Equatable {
    /// Whether devices can be listed.
    public var available: Bool?
    /// How many.
    public var deviceCount: Int?
    /// How many of each kind.
    public var countsByKind: MediaCounts?
    /// How many hide their label.
    public var blankLabelCount: Int?
    /// Of their groups.
    public var topologyHash: String?
    /// What the browser says it plays.
    public var codecs: MediaCodecs?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        available = source.bool("available")
        deviceCount = source.count("device_count")
        countsByKind = source.reader("counts_by_kind").map(MediaCounts.init)
        blankLabelCount = source.count("blank_label_count")
        topologyHash = source.hash("topology_hash")
        codecs = source.reader("codecs").map(MediaCodecs.init)
    }
}

/// How many media devices there are of each kind.
public struct MediaCounts: Sendable, Equatable {
    /// Microphones.
    public var audioinput: Int?
    /// Loudspeakers.
    public var audiooutput: Int?
    /// Cameras.
    public var videoinput: Int?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        audioinput = source.count("audioinput")
        audiooutput = source.count("audiooutput")
        videoinput = source.count("videoinput")
    }
}

/// What `canPlayType` answers: `probably`, `maybe` or the empty string.
public struct MediaCodecs: Sendable, Equatable {
    /// H.264.
    public var h264: String?
    /// HEVC.
    public var hevc: String?
    /// AV1.
    public var av1: String?
    /// VP9.
    public var vp9: String?
    /// VP8.
    public var vp8: String?
    /// Theora.
    public var theora: String?
    /// AAC.
    public var aac: String?
    /// MP3.
    public var mp3: String?
    /// Opus.
    public var opus: String?
    /// Vorbis.
    public var vorbis: String?
    /// FLAC.
    public var flac: String?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        h264 = source.string("h264")
        hevc = source.string("hevc")
        av1 = source.string("av1")
        vp9 = source.string("vp9")
        vp8 = source.string("vp8")
        theora = source.string("theora")
        aac = source.string("aac")
        mp3 = source.string("mp3")
        opus = source.string("opus")
        vorbis = source.string("vorbis")
        flac = source.string("flac")
    }
}
