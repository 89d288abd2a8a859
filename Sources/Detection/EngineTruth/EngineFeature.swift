import Evidence

/// A version of an engine, such as 131 of Chromium or 17.4 of Safari.
///
/// A decimal fraction stands for the second number: no engine of the table ever had ten minor versions.
public typealias EngineVersion = Double

/// Something that the page can see an engine have or not have, and since which versions it has it.
public struct EngineFeature: Sendable, Equatable {
    /// Who else may have put it there.
    public enum Origin: Sendable {
        /// Part of the engine. Nobody imitates it.
        case engine
        /// A function that pages bring along for engines without it, so that only a clean frame tells whether it is the engine's.
        case script
    }

    /// From which version on an engine has a feature, and until which, if it was removed.
    public struct Support: Sendable, Equatable {
        /// The first version that has it by default.
        public var since: EngineVersion
        /// The last version that has it; nil while it stays.
        public var until: EngineVersion?

        /// Whether a version has it.
        public func includes(_ version: EngineVersion) -> Bool { version >= since && version <= until ?? version }
    }

    /// The path from `window`, such as `Array.prototype.toSorted`. The agent asks for it by this name.
    public var name: String
    /// Whether pages bring it along.
    public var origin: Origin
    /// Whether only secure contexts have it.
    public var isSecureOnly: Bool
    /// Support by engine. An engine that is not there has no version that is known for sure.
    public var support: [BrowserEngine: Support]

    /// The interface or object it belongs to. Two features of one owner came about together and count as one.
    public var owner: Substring { name.prefix { $0 != "." } }

    init(
        _ name: String, _ blink: EngineVersion?, _ gecko: EngineVersion?, _ webkit: EngineVersion?,
        _ origin: Origin = .engine, secure: Bool = false, removedFrom removed: [BrowserEngine: EngineVersion] = [:]
    ) {
        self.name = name
        self.origin = origin
        isSecureOnly = secure
        support = [:]
        for (engine, since) in [(BrowserEngine.blink, blink), (.gecko, gecko), (.webkit, webkit)] {
            support[engine] = since.map { Support(since: $0, until: removed[engine].map { $0 - 1 }) }
        }
    }
}
