/// The document that the agent runs in (`page`).
public struct PageObservation: Sendable, Equatable {
    /// Its address, without the fragment.
    public var url: String?
    /// Where it says it was reached from.
    public var referrer: String?
    /// Whether it is the top document of its tab.
    public var isTop: Bool?
    /// Whether it has the focus.
    public var hasFocus: Bool?
    /// `visible` or `hidden`.
    public var visibility: String?
    /// How many entries the tab's history has.
    public var historyLength: Int?
    /// How far it had loaded.
    public var readyState: String?
    /// Whether it was rendered before it was opened.
    public var prerendered: Bool?
    /// Whether its origin has an agent cluster of its own.
    public var originIsolated: Bool?
    /// Whether it is a secure context; client hints are sent to those only.
    public var secureContext: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        url = source.string("url")
        referrer = source.string("referrer")
        isTop = source.bool("is_top")
        hasFocus = source.bool("has_focus")
        visibility = source.string("visibility")
        historyLength = source.count("history_length")
        readyState = source.string("ready_state")
        prerendered = source.bool("prerendered")
        originIsolated = source.bool("origin_isolated")
        secureContext = source.bool("secure_context")
    }
}

/// What the `navigator` object says (`navigator`).
public struct NavigatorObservation: Sendable, Equatable {
    /// The user agent string.
    public var userAgent: String?
    /// The user agent string without its first product.
    public var appVersion: String?
    /// Such as `Linux x86_64` or `Win32`.
    public var platform: String?
    /// `Google Inc.`, `Apple Computer, Inc.` or empty.
    public var vendor: String?
    /// `Gecko` in every browser.
    public var product: String?
    /// `20030107` or, in Gecko, `20100101`.
    public var productSub: String?
    /// The preferred language.
    public var language: String?
    /// The accepted languages, best first.
    public var languages: [String]?
    /// Logical processors.
    public var hardwareConcurrency: Int?
    /// Gigabytes, rounded by the browser.
    public var deviceMemory: Double?
    /// How many touches the device tells apart.
    public var maxTouchPoints: Int?
    /// Whether PDF is shown inline.
    public var pdfViewerEnabled: Bool?
    /// Whether cookies are on.
    public var cookieEnabled: Bool?
    /// The Do Not Track preference.
    public var doNotTrack: String?
    /// The Global Privacy Control preference.
    public var globalPrivacyControl: Bool?
    /// Whether the browser believes it is connected.
    public var online: Bool?
    /// Names of plug-ins.
    public var plugins: [String]?
    /// How many MIME types plug-ins serve.
    public var mimeTypesCount: Int?
    /// The operating system, in Gecko.
    public var oscpu: String?
    /// The build, in Gecko.
    public var buildId: String?
    /// `navigator.webdriver`; missing when it is undefined.
    public var webdriver: Presence<Bool>?
    /// Names of properties that sit on the object itself and not on its prototype.
    public var ownProperties: [String]?
    /// The Network Information API; missing where the browser has none.
    public var connection: Presence<NetworkHint>?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        userAgent = source.string("user_agent")
        appVersion = source.string("app_version")
        platform = source.string("platform")
        vendor = source.string("vendor")
        product = source.string("product")
        productSub = source.string("product_sub")
        language = source.string("language")
        languages = source.strings("languages")
        hardwareConcurrency = source.count("hardware_concurrency")
        deviceMemory = source.number("device_memory")
        maxTouchPoints = source.count("max_touch_points")
        pdfViewerEnabled = source.bool("pdf_viewer_enabled")
        cookieEnabled = source.bool("cookie_enabled")
        doNotTrack = source.string("do_not_track")
        globalPrivacyControl = source.bool("global_privacy_control")
        online = source.bool("online")
        plugins = source.strings("plugins")
        mimeTypesCount = source.count("mime_types_count")
        oscpu = source.string("oscpu")
        buildId = source.string("build_id")
        webdriver = source.presence("webdriver")
        ownProperties = source.strings("own_properties")
        connection = source.presence("connection", NetworkHint.init)
    }
}

/// What the Network Information API says.
public struct NetworkHint: Sendable, Equatable {
    /// Such as `4g`.
    public var effectiveType: String?
    /// Milliseconds, rounded by the browser.
    public var rtt: Double?
    /// Megabits a second.
    public var downlink: Double?
    /// Whether data is to be saved.
    public var saveData: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        effectiveType = source.string("effective_type")
        rtt = source.number("rtt")
        downlink = source.number("downlink")
        saveData = source.bool("save_data")
    }
}

/// One brand of the user agent client hints.
public struct BrandVersion: Sendable, Equatable {
    /// Such as `Chromium`.
    public var brand: String?
    /// Its version.
    public var version: String?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        brand = source.string("brand")
        version = source.string("version")
    }
}

/// User agent client hints as the page reads them (`client_hints`).
public struct ClientHintsObservation: Sendable, Equatable {
    /// Brands with their major versions.
    public var brands: [BrandVersion]?
    /// Whether it asks for a mobile page.
    public var mobile: Bool?
    /// The operating system.
    public var platform: String?
    /// Its version.
    public var platformVersion: String?
    /// `x86` or `arm`.
    public var architecture: String?
    /// `64` or `32`.
    public var bitness: String?
    /// The model of a mobile device.
    public var model: String?
    /// Brands with their whole versions.
    public var fullVersions: [BrandVersion]?
    /// Whether a 32-bit browser runs on 64-bit Windows.
    public var wow64: Bool?
    /// Such as `Desktop`.
    public var formFactors: [String]?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        brands = source.readers("brands")?.map(BrandVersion.init)
        mobile = source.bool("mobile")
        platform = source.string("platform")
        platformVersion = source.string("platform_version")
        architecture = source.string("architecture")
        bitness = source.string("bitness")
        model = source.string("model")
        fullVersions = source.readers("full_versions")?.map(BrandVersion.init)
        wow64 = source.bool("wow64")
        formFactors = source.strings("form_factors")
    }
}

/// The screen, the window and what media queries say of them (`screen`). Lengths are CSS pixels.
public struct ScreenObservation: Sendable, Equatable {
    /// Width of the screen.
    public var width: Int?
    /// Height of the screen.
    public var height: Int?
    /// Width that windows may take.
    public var availWidth: Int?
    /// Height that windows may take.
    public var availHeight: Int?
    /// Left edge of what windows may take.
    public var availLeft: Int?
    /// Upper edge of what windows may take.
    public var availTop: Int?
    /// Bits a pixel.
    public var colorDepth: Int?
    /// Bits a pixel, again.
    public var pixelDepth: Int?
    /// Device pixels for each CSS pixel.
    public var pixelRatio: Double?
    /// Such as `landscape-primary`.
    public var orientationType: String?
    /// Degrees.
    public var orientationAngle: Int?
    /// Width of the viewport.
    public var innerWidth: Int?
    /// Height of the viewport.
    public var innerHeight: Int?
    /// Width of the window.
    public var outerWidth: Int?
    /// Height of the window.
    public var outerHeight: Int?
    /// Where the window is.
    public var screenX: Int?
    /// Where the window is.
    public var screenY: Int?
    /// Pinch zoom.
    public var viewportScale: Double?
    /// Whether the page was zoomed after it was first looked at.
    public var scaleChanged: Bool?
    /// The first pointing device: `fine`, `coarse`, `none`.
    public var pointer: String?
    /// The best of all pointing devices.
    public var anyPointer: String?
    /// Whether any of them is coarse, as a finger is.
    public var anyCoarse: Bool?
    /// Whether the first pointing device can hover.
    public var hover: Bool?
    /// Whether any can.
    public var anyHover: Bool?
    /// Such as `srgb`.
    public var colorGamut: String?
    /// `standard` or `high`.
    public var dynamicRange: String?
    /// `light` or `dark`.
    public var colorScheme: String?
    /// Whether less motion is asked for.
    public var reducedMotion: Bool?
    /// Whether colours are forced.
    public var forcedColors: Bool?
    /// Such as `browser`.
    public var displayMode: String?
    /// Whether `(device-width)` agrees with `screen.width`.
    public var mediaMatchesScreen: Bool?
    /// Whether `(resolution)` agrees with `devicePixelRatio`.
    public var resolutionMatches: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        width = source.integer("width")
        height = source.integer("height")
        availWidth = source.integer("avail_width")
        availHeight = source.integer("avail_height")
        availLeft = source.integer("avail_left")
        availTop = source.integer("avail_top")
        colorDepth = source.count("color_depth")
        pixelDepth = source.count("pixel_depth")
        pixelRatio = source.number("pixel_ratio")
        orientationType = source.string("orientation_type")
        orientationAngle = source.integer("orientation_angle")
        innerWidth = source.integer("inner_width")
        innerHeight = source.integer("inner_height")
        outerWidth = source.integer("outer_width")
        outerHeight = source.integer("outer_height")
        screenX = source.integer("screen_x")
        screenY = source.integer("screen_y")
        viewportScale = source.number("viewport_scale")
        scaleChanged = source.bool("scale_changed")
        pointer = source.string("pointer")
        anyPointer = source.string("any_pointer")
        anyCoarse = source.bool("any_coarse")
        hover = source.bool("hover")
        anyHover = source.bool("any_hover")
        colorGamut = source.string("color_gamut")
        dynamicRange = source.string("dynamic_range")
        colorScheme = source.string("color_scheme")
        reducedMotion = source.bool("reduced_motion")
        forcedColors = source.bool("forced_colors")
        displayMode = source.string("display_mode")
        mediaMatchesScreen = source.bool("media_matches_screen")
        resolutionMatches = source.bool("resolution_matches")
    }
}

/// Time zone and language (`locale`). Offsets are minutes east of UTC.
public struct LocaleObservation: Sendable, Equatable {
    /// Name of the time zone.
    public var timezone: String?
    /// Its offset now.
    public var offsetMinutes: Int?
    /// Its offset in January.
    public var offsetJanuary: Int?
    /// Its offset in July.
    public var offsetJuly: Int?
    /// The locale that `Intl` chooses by itself.
    public var intlLocale: String?
    /// Such as `latn`.
    public var numberingSystem: String?
    /// Such as `gregory`.
    public var calendar: String?
    /// The zone's name in the text of a `Date`.
    public var dateZoneName: String?
    /// What `Intl` says the zone's offset is now.
    public var zoneOffsetMinutes: Int?
    /// Offsets of dates at five moments of the past.
    public var pastOffsets: [Double]?
    /// What `Intl` says the zone's offsets were then.
    public var zonePastOffsets: [Double]?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        timezone = source.string("timezone")
        offsetMinutes = source.integer("offset_minutes")
        offsetJanuary = source.integer("offset_january")
        offsetJuly = source.integer("offset_july")
        intlLocale = source.string("intl_locale")
        numberingSystem = source.string("numbering_system")
        calendar = source.string("calendar")
        dateZoneName = source.string("date_zone_name")
        zoneOffsetMinutes = source.integer("zone_offset_minutes")
        pastOffsets = source.numbers("past_offsets")
        zonePastOffsets = source.numbers("zone_past_offsets")
    }
}

/// Which storages work (`storage`).
public struct StorageObservation: Sendable, Equatable {
    /// Cookies.
    public var cookies: Bool?
    /// Local storage.
    public var localStorage: Bool?
    /// Session storage.
    public var sessionStorage: Bool?
    /// IndexedDB.
    public var indexedDb: Bool?
    /// Service workers.
    public var serviceWorker: Bool?
    /// The name of the window.
    public var windowName: Bool?
    /// Cache storage.
    public var cacheStorage: Bool?
    /// How much may be stored.
    public var quotaBytes: Double?
    /// Whether storage is kept under pressure.
    public var persisted: Bool?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        cookies = source.bool("cookies")
        localStorage = source.bool("local_storage")
        sessionStorage = source.bool("session_storage")
        indexedDb = source.bool("indexed_db")
        serviceWorker = source.bool("service_worker")
        windowName = source.bool("window_name")
        cacheStorage = source.bool("cache_storage")
        quotaBytes = source.number("quota_bytes")
        persisted = source.bool("persisted")
    }
}

/// Continuity tokens that earlier sessions left (`continuity`).
public struct ContinuityObservation: Sendable, Equatable {
    /// By storage.
    public var tokens: ContinuityTokens?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        tokens = source.reader("tokens").map(ContinuityTokens.init)
    }
}

/// The continuity token found in each storage.
public struct ContinuityTokens: Sendable, Equatable {
    /// In a cookie.
    public var cookies: String?
    /// In local storage.
    public var localStorage: String?
    /// In IndexedDB.
    public var indexedDb: String?
    /// In the cache of a service worker.
    public var serviceWorker: String?
    /// In the name of the window.
    public var windowName: String?
    /// In the cookie that the server sets and no script can read; never what an agent says, but what its request brought.
    public var serverCookie: String?

    /// Nothing observed.
    public init() {}

    init(_ source: ObservationReader) {
        cookies = source.string("cookies")
        localStorage = source.string("local_storage")
        indexedDb = source.string("indexed_db")
        serviceWorker = source.string("service_worker")
        windowName = source.string("window_name")
    }
}
