import Evidence

/// Which engine has what since when.
///
/// Facts from MDN's browser-compat-data and the web-features set (both CC0 or public facts), held against what Chromium 156,
/// Firefox 153 and WebKitGTK 2.50 have. Only what every build of an engine has by default is here: nothing that a phone, a web view, a
/// fork, Lockdown Mode or Tor Browser's levels leave out as a rule. Where a version is uncertain the engine is left out, which
/// costs some sharpness and accuses nobody.
enum EngineFeatures {
    /// All features, in the order of their kind and age.
    static let all = language + style + page + removed

    /// What version 1 of the agent's list asked for of this table; the rest of that list told no version.
    static let inFirstList: Set<String> = [
        "scheduler.postTask", "scheduler.yield", "navigation", "CloseWatcher", "EditContext", "ViewTransition",
        "CSS.registerProperty", "CSSPropertyRule", "CSSScopeRule", "CSSStartingStyleRule", "Temporal.Now",
        "structuredClone",
        "Array.fromAsync", "Array.prototype.at", "Array.prototype.findLast", "Array.prototype.toSorted",
        "Object.groupBy",
        "Promise.withResolvers", "Promise.try", "Set.prototype.union", "Iterator.prototype.map", "Math.f16round",
        "Math.sumPrecise", "RegExp.escape", "Error.isError", "Error.captureStackTrace", "Uint8Array.fromBase64",
        "Intl.DurationFormat", "Intl.Segmenter", "Atomics.pause", "Atomics.waitAsync", "URLPattern", "CSS.highlights",
        "TrustedHTML", "CookieStore", "AsyncDisposableStack", "WebAssembly.Suspending", "Element.prototype.moveBefore",
        "HTMLElement.prototype.showPopover",
    ]

    // MARK: The language

    private static let language: [EngineFeature] = [
        .init("WeakRef", 84, 79, 14.1, .script),
        .init("String.prototype.replaceAll", 85, 77, 13.1, .script),
        .init("AggregateError", 85, 79, 14, .script),
        .init("Intl.Segmenter", 87, 125, 14.1, .script),
        .init("Atomics.waitAsync", 87, 145, 16.4, .script),
        .init("Array.prototype.at", 92, 90, 15.4, .script),
        .init("Object.hasOwn", 93, 92, 15.4, .script),
        .init("Array.prototype.findLast", 97, 104, 15.4, .script),
        .init("structuredClone", 98, 94, 15.4, .script),
        .init("Intl.supportedValuesOf", 99, 93, 15.4, .script),
        .init("Intl.NumberFormat.prototype.formatRange", 106, 116, 15.4, .script),
        .init("Array.prototype.toSorted", 110, 115, 16, .script),
        .init("ArrayBuffer.prototype.resize", 111, 128, 16.4, .script),
        .init("String.prototype.isWellFormed", 111, 119, 16.4, .script),
        .init("ArrayBuffer.prototype.transfer", 114, 122, 17.4, .script),
        .init("Object.groupBy", 117, 119, 17.4, .script),
        .init("Promise.withResolvers", 119, 121, 17.4, .script),
        .init("URL.canParse", 120, 115, 17, .script),
        .init("Array.fromAsync", 121, 115, 16.4, .script),
        .init("Set.prototype.union", 122, 127, 17, .script),
        .init("Iterator.prototype.map", 122, 131, 18.4, .script),
        .init("URL.parse", 126, 126, 18, .script),
        .init("Promise.try", 128, 134, 18.2, .script),
        .init("Intl.DurationFormat", 129, 136, 16.4, .script),
        .init("Atomics.pause", 133, 137, 18.4, .script),
        .init("AsyncDisposableStack", 134, 141, nil, .script),
        .init("Error.isError", 134, 138, nil, .script),
        .init("Math.f16round", 135, 129, 18.2, .script),
        .init("RegExp.escape", 136, 134, 18.2, .script),
        .init("WebAssembly.Suspending", 137, nil, nil, .script),
        .init("Error.captureStackTrace", nil, 138, nil, .script),
        .init("Uint8Array.fromBase64", 140, 133, 18.2, .script),
        .init("Temporal.Now", 144, 139, nil, .script),
        .init("Map.prototype.getOrInsert", 145, 144, nil, .script),
        .init("Iterator.concat", 146, 147, 26.4, .script),
        .init("Math.sumPrecise", 147, 137, nil, .script),
        .init("Iterator.zip", nil, 148, nil, .script),
    ]

    // MARK: Style

    private static let style: [EngineFeature] = [
        .init("CSSStyleSheet.prototype.replaceSync", 73, 101, 16.4),
        .init("CSS.registerProperty", 78, 128, 16.4),
        .init("CSSPropertyRule", 85, 128, 16.4),
        .init("CSSLayerBlockRule", 99, 97, 15.4),
        .init("CSSContainerRule", 105, 110, 16),
        .init("CSS.highlights", 105, 140, 17.2),
        .init("ContentVisibilityAutoStateChangeEvent", 108, 130, 18),
        .init("ViewTransition", 111, 144, 18),
        .init("ScrollTimeline", 115, nil, 26),
        .init("CSSStartingStyleRule", 117, 129, 17.5),
        .init("CSSScopeRule", 118, 146, 17.4),
        .init("CSSPositionTryRule", 125, 147, 26),
        .init("onscrollsnapchange", 129, nil, nil),
        .init("CSSNestedDeclarations", 130, 132, 18.2),
        .init("CSSFunctionRule", 139, nil, nil),
        .init("HighlightRegistry.prototype.highlightsFromPoint", 140, nil, 26.2),
        .init("Document.prototype.activeViewTransition", 142, 147, 26.2),
    ]

    // MARK: The page and its events

    private static let page: [EngineFeature] = [
        .init("UserActivation", 72, 120, 16.4),
        .init("PerformanceEventTiming", 76, 89, 26.2),
        .init("ElementInternals", 77, 93, 16.4),
        .init("LargestContentfulPaint", 77, 122, 26.2),
        .init("CompressionStream", 80, 113, 16.4),
        .init("HTMLVideoElement.prototype.requestVideoFrameCallback", 83, 132, 15.4),
        .init("TrustedHTML", 83, 148, 26),
        .init("Element.prototype.replaceChildren", 86, 78, 14),
        .init("CookieStore", 87, 140, 18.4, secure: true),
        .init("ReadableStreamBYOBReader", 89, 102, nil),
        .init("CustomStateSet", 90, 126, 17.4),
        .init("Crypto.prototype.randomUUID", 92, 95, 15.4, secure: true),
        .init("AbortSignal.abort", 93, 88, 15),
        .init("scheduler.postTask", 94, 142, nil),
        .init("URLPattern", 95, 142, 26, .script),
        .init("HTMLScriptElement.supports", 96, 94, 16),
        .init("HTMLDialogElement", nil, 98, 15.4),
        .init("CanvasRenderingContext2D.prototype.roundRect", 99, 112, 16),
        .init("HTMLInputElement.prototype.showPicker", 99, 101, 16),
        .init("HTMLElement.prototype.inert", 102, 112, 15.5),
        .init("navigation", 102, 147, 26.2),
        .init("AbortSignal.timeout", 103, 100, 16),
        .init("Element.prototype.checkVisibility", 105, 106, 17.4),
        .init("Response.json", 105, 115, 17),
        .init("HTMLTemplateElement.prototype.shadowRootMode", 111, 123, 16.4),
        .init("onscrollend", 114, 109, 26.2),
        .init("HTMLElement.prototype.showPopover", 114, 125, 17),
        .init("ToggleEvent", 114, 120, 17),
        .init("AbortSignal.any", 116, 124, 17.4),
        .init("ReadableStream.from", nil, 117, nil),
        .init("EditContext", 121, nil, nil),
        .init("PageRevealEvent", 123, nil, 18.2),
        .init("Element.prototype.getHTML", 125, 128, 18),
        .init("CloseWatcher", 126, nil, nil),
        .init("scheduler.yield", 129, 142, nil),
        .init("Element.prototype.moveBefore", 133, 144, nil),
        .init("HTMLDialogElement.prototype.requestClose", 134, 139, 18.4),
        .init("CommandEvent", 135, 144, nil),
        .init("Observable", 135, nil, nil),
        .init("Selection.prototype.getComposedRanges", 137, 142, 17),
        .init("InterestEvent", 142, nil, nil),
        .init("Origin", 145, nil, 26.5),
        .init("CustomElementRegistry.prototype.initialize", 146, nil, 26),
        .init("Element.prototype.ariaNotify", nil, 150, nil),
        .init("HTMLElement.prototype.autocorrect", 152, 136, nil),
    ]

    // MARK: What was removed

    private static let removed: [EngineFeature] = [
        .init("Event.prototype.path", 35, nil, nil, removedFrom: [.blink: 109]),
        .init("openDatabase", 4, nil, nil, removedFrom: [.blink: 119]),
        .init("MutationEvent", 1, nil, nil, removedFrom: [.blink: 127]),
    ]
}
