import Evidence

/// A native function that does not look native, by all marks that were found on it.
struct ReplacedNative {
    let name: String
    var kinds: Set<String> = []

    /// Whether it shows the text of whatever stands in for it, as wrappers do that hide from nobody.
    var isOpen: Bool { kinds.contains("source") }

    /// Whether it prints as native and is a proxy all the same. An open wrapper has a longer stack by its nature.
    var isBehindProxy: Bool { kinds.contains("proxy") || (kinds.contains("stack") && !isOpen) }

    /// Whether it is one of those that extensions for privacy change, and is openly changed.
    var openlyGuardsPrivacy: Bool { isOpen && Self.feedsFingerprints(name) }

    /// Whether whoever replaced it hides what the browser is.
    var hidesIdentity: Bool { Self.tellsIdentity(name) && !openlyGuardsPrivacy }

    private static func tellsIdentity(_ name: String) -> Bool {
        identity.contains { name.holds($0) }
    }

    private static func feedsFingerprints(_ name: String) -> Bool {
        fingerprints.contains { name.holds($0) }
    }

    private static let identity: [StaticString] = [
        "avigator.", "Navigator", "creen.", "Screen", "WebGL", "ermissions", "Plugin", "MimeType", "userAgent",
        "Function.prototype.toString", "contentWindow", "chrome.runtime", "canPlayType", "outerWidth", "outerHeight",
    ]

    /// What fingerprints are made of, and what switchers of the user agent change: it says nothing of whether a driver is there, and
    /// what is claimed falsely by it is held against the page by what contradicts it.
    private static let fingerprints: [StaticString] = [
        "hardwareConcurrency", "deviceMemory", "plugins", "mimeTypes", "doNotTrack", "getBattery", ".connection",
        "WebGL", "Canvas", "AudioBuffer", "Screen.prototype", "screen.", "offsetWidth", "offsetHeight",
        "getBoundingClientRect", "measureText", "getTimezoneOffset", "resolvedOptions", "getVoices",
        "enumerateDevices", "userAgent", "appVersion", "platform", "vendor", "language", "NavigatorUAData",
        "maxTouchPoints",
    ]
}

extension Context {
    /// Native functions that do not look native, in the order in which they were found.
    var replacedNatives: [ReplacedNative] {
        var places: [String: Int] = [:]
        var natives: [ReplacedNative] = []
        for mark in tamperedNatives {
            guard let name = mark.name, let kind = mark.kind else { continue }
            if places[name] == nil {
                places[name] = natives.count
                natives.append(ReplacedNative(name: name))
            }
            natives[places[name]!].kinds.insert(kind)
        }
        return natives
    }
}
