/// What the browser can do (`capabilities`).
public struct CapabilitiesObservation: Sendable, Equatable {
    /// Whether touch events exist.
    public var touchEvents: Bool?
    /// Whether pointer events exist.
    public var pointerEvents: Bool?
    /// Whether the device has an authenticator of its own.
    public var platformAuthenticator: Bool?
    /// Whether passkeys can be offered in forms.
    public var conditionalMediation: Bool?
    /// Whether there is speech synthesis.
    public var speechSynthesis: Bool?
    /// Whether media devices can be listed.
    public var mediaDevices: Bool?
    /// Whether `navigator.gpu` exists.
    public var webgpu: Bool?
    /// `Notification.permission`.
    public var notificationPermission: String?
    /// The same by `permissions.query`.
    public var permissionNotifications: String?
    /// Geolocation by `permissions.query`.
    public var permissionGeolocation: String?
    /// The battery; missing where the browser does not tell.
    public var battery: Presence<Battery>?
    /// Names of device interfaces that are present.
    public var apis: [String]?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        touchEvents = source.bool("touch_events")
        pointerEvents = source.bool("pointer_events")
        platformAuthenticator = source.bool("platform_authenticator")
        conditionalMediation = source.bool("conditional_mediation")
        speechSynthesis = source.bool("speech_synthesis")
        mediaDevices = source.bool("media_devices")
        webgpu = source.bool("webgpu")
        notificationPermission = source.string("notification_permission")
        permissionNotifications = source.string("permission_notifications")
        permissionGeolocation = source.string("permission_geolocation")
        battery = source.presence("battery", Battery.init)
        apis = source.strings("apis")
    }
}

/// The battery.
public struct Battery: Sendable, Equatable {
    /// Whether it charges.
    public var charging: Bool?
    /// 0–1.
    public var level: Double?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        charging = source.bool("charging")
        level = source.number("level")
    }
}

/// What the JavaScript engine shows of itself (`engine`).
public struct EngineObservation: Sendable, Equatable {
    /// Whose stack traces: `v8`, `spidermonkey`, `javascriptcore`, `unknown`.
    public var stackStyle: String?
    /// Length of the source text of `eval`.
    public var evalLength: Int?
    /// Of transcendental functions.
    public var mathHash: String?
    /// Of the messages of errors.
    public var errorMessageHash: String?
    /// Names of language and platform features that are present.
    public var features: [String]?
    /// Which list of names the agent asked for; agents that do not say asked for the first.
    public var featuresList: Int?
    /// Where it looked for them: `frame`, which no script of the page has changed, or `page`.
    public var featuresRealm: String?
    /// `window.chrome`; missing where there is none.
    public var chromeObject: Presence<ChromeObject>?
    /// The smallest step of the clock, in microseconds.
    public var timerResolutionUs: Double?
    /// The limit of the heap, in V8.
    public var heapLimitBytes: Double?
    /// Width and height of an image that does not load.
    public var brokenImageSize: [Double]?
    /// Whether `toSource` exists.
    public var toSourcePresent: Bool?
    /// Whether `InstallTrigger` exists.
    public var installTriggerPresent: Bool?
    /// Whether `window.webkit` exists.
    public var webkitPresent: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        stackStyle = source.string("stack_style")
        evalLength = source.count("eval_length")
        mathHash = source.hash("math_hash")
        errorMessageHash = source.hash("error_message_hash")
        features = source.strings("features")
        featuresList = source.count("features_list")
        featuresRealm = source.string("features_realm")
        chromeObject = source.presence("chrome_object", ChromeObject.init)
        timerResolutionUs = source.number("timer_resolution_us")
        heapLimitBytes = source.number("heap_limit_bytes")
        brokenImageSize = source.numbers("broken_image_size")
        toSourcePresent = source.bool("to_source_present")
        installTriggerPresent = source.bool("install_trigger_present")
        webkitPresent = source.bool("webkit_present")
    }
}

/// `window.chrome`.
public struct ChromeObject: Sendable, Equatable {
    /// Its keys.
    public var keys: [String]?
    /// Whether it has `runtime`.
    public var runtime: Bool?
    /// Whether it has `app`.
    public var app: Bool?
    /// Whether it has `csi`.
    public var csi: Bool?
    /// Whether it has `loadTimes`.
    public var loadTimes: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        keys = source.strings("keys")
        runtime = source.bool("runtime")
        app = source.bool("app")
        csi = source.bool("csi")
        loadTimes = source.bool("load_times")
    }
}

/// Traces that drivers and automation tools leave (`automation`).
public struct AutomationObservation: Sendable, Equatable {
    /// How `navigator.webdriver` is defined.
    public var webdriver: WebdriverProperty?
    /// Names on `window` that drivers and tools leave.
    public var globals: [String]?
    /// Properties of `document` that drivers and tools leave.
    public var documentMarks: [String]?
    /// Attributes of the root element that drivers and tools leave.
    public var elementMarks: [String]?
    /// `window.external` as text.
    public var externalString: String?
    /// Functions on `window` that are a driver's bindings.
    public var bindings: [String]?
    /// What an enabled Runtime domain of the Chrome DevTools Protocol does to the page.
    public var cdp: DebuggerTraces?
    /// Shapes of foreign stack frames seen in DOM calls.
    public var stackFrames: [String]?
    /// Properties of `document` itself that belong on its prototype.
    public var documentOwn: [String]?
    /// Electron's `process.type`.
    public var processType: String?
    /// What happened when the page was first used, by the browser's own account: `before`, `input`, `focus`, `away` or `none`; nil while
    /// it was not, or where the browser does not say.
    public var activation: String?
    /// Ids and attributes that assistants which act in a page have put into it.
    public var assistants: [String]?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        webdriver = source.reader("webdriver").map(WebdriverProperty.init)
        globals = source.strings("globals")
        documentMarks = source.strings("document_marks")
        elementMarks = source.strings("element_marks")
        externalString = source.string("external_string")
        bindings = source.strings("bindings")
        cdp = source.reader("cdp").map(DebuggerTraces.init)
        stackFrames = source.strings("stack_frames")
        documentOwn = source.strings("document_own")
        processType = source.string("process_type")
        activation = source.string("activation")
        assistants = source.strings("assistants")
    }
}

/// How `navigator.webdriver` is defined.
public struct WebdriverProperty: Sendable, Equatable {
    /// Its value; missing when undefined.
    public var value: Presence<Bool>?
    /// Whether it sits on the object itself.
    public var own: Bool?
    /// Whether the prototype has it.
    public var inPrototype: Bool?
    /// Whether its getter prints as native.
    public var getterNative: Bool?
    /// Whether it can be enumerated.
    public var enumerable: Bool?
    /// Whether it can be redefined.
    public var configurable: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        value = source.presence("value")
        own = source.bool("own")
        inPrototype = source.bool("in_prototype")
        getterNative = source.bool("getter_native")
        enumerable = source.bool("enumerable")
        configurable = source.bool("configurable")
    }
}

/// What a debugger protocol does to the page.
public struct DebuggerTraces: Sendable, Equatable {
    /// Whether logging an error formats its stack at once.
    public var prepareStackTrace: Bool?
    /// How often logging an error reads its name.
    public var nameReads: Int?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        prepareStackTrace = source.bool("prepare_stack_trace")
        nameReads = source.count("name_reads")
    }
}

/// Native functions that were replaced (`natives`).
public struct NativesObservation: Sendable, Equatable {
    /// How many were looked at.
    public var checkedCount: Int?
    /// Those that are not what they should be.
    public var tampered: [TamperedNative]?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        checkedCount = source.count("checked_count")
        tampered = source.readers("tampered")?.map(TamperedNative.init)
    }
}

/// A native function that was replaced.
public struct TamperedNative: Sendable, Equatable {
    /// Such as `Navigator.prototype.userAgent`.
    public var name: String?
    /// How it shows: `source`, `descriptor`, `own`, `proxy`, `prototype`, `receiver`, `stack`, `realm`, `value`,
    /// `to_string_tampered`, `iframe_tampered`.
    public var kind: String?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        name = source.string("name")
        kind = source.string("kind")
    }
}

/// What clean realms of the same page say (`realms`).
public struct RealmsObservation: Sendable, Equatable {
    /// A fresh frame of the same origin.
    public var iframe: RealmObservation?
    /// A worker.
    public var worker: RealmObservation?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        iframe = source.reader("iframe").map(RealmObservation.init)
        worker = source.reader("worker").map(RealmObservation.init)
    }
}

/// What one realm says.
public struct RealmObservation: Sendable, Equatable {
    /// The user agent string.
    public var userAgent: String?
    /// `navigator.platform`.
    public var platform: String?
    /// The preferred language.
    public var language: String?
    /// The accepted languages.
    public var languages: [String]?
    /// Logical processors.
    public var hardwareConcurrency: Int?
    /// Gigabytes.
    public var deviceMemory: Double?
    /// `navigator.webdriver`; missing when undefined.
    public var webdriver: Presence<Bool>?
    /// Name of the time zone.
    public var timezone: String?
    /// Vendor of the GPU.
    public var gpuVendor: String?
    /// Renderer of the GPU.
    public var gpuRenderer: String?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        userAgent = source.string("user_agent")
        platform = source.string("platform")
        language = source.string("language")
        languages = source.strings("languages")
        hardwareConcurrency = source.count("hardware_concurrency")
        deviceMemory = source.number("device_memory")
        webdriver = source.presence("webdriver")
        timezone = source.string("timezone")
        gpuVendor = source.string("gpu_vendor")
        gpuRenderer = source.string("gpu_renderer")
    }
}

/// When things happened, from the start of navigation (`timing`).
public struct TimingObservation: Sendable, Equatable {
    /// When navigation started, by the device's clock.
    public var timeOriginMs: Double?
    /// Such as `navigate` or `reload`.
    public var navigationType: String?
    /// The document was parsed.
    public var domInteractiveMs: Double?
    /// The document was complete.
    public var domCompleteMs: Double?
    /// The load event ended.
    public var loadMs: Double?
    /// The agent started.
    public var agentStartMs: Double?
    /// How long the first collection took.
    public var collectMs: Double?
    /// The longest task on the main thread.
    public var longestTaskMs: Double?
    /// How long pings to the server took.
    public var pingMs: [Double]?
    /// How far the device's clock moved against the monotonic one.
    public var wallDriftMs: Double?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        timeOriginMs = source.number("time_origin_ms")
        navigationType = source.string("navigation_type")
        domInteractiveMs = source.number("dom_interactive_ms")
        domCompleteMs = source.number("dom_complete_ms")
        loadMs = source.number("load_ms")
        agentStartMs = source.number("agent_start_ms")
        collectMs = source.number("collect_ms")
        longestTaskMs = source.number("longest_task_ms")
        pingMs = source.numbers("ping_ms")
        wallDriftMs = source.number("wall_drift_ms")
    }
}
