import Sessions

extension SourceStatus {
    /// How old the data are that are in use; nil where there are none.
    public func age(at now: Timestamp) -> Duration? { dataDate.map { max(now - $0, .zero) } }

    /// How old they may be before somebody is warned.
    public var maximumAge: Duration {
        if let maximum = source.maximumAge { return maximum }
        return isDatabase ? .days(30) : .days(7)
    }

    /// When they will be that old.
    var goodUntil: Timestamp? { dataDate.map { $0 + maximumAge } }

    /// What somebody should look at, in a sentence; nil where all is well.
    ///
    /// A default that is not installed is no reason for a warning, and neither is a source that is still being read.
    public func warning(at now: Timestamp) -> String? {
        let name = "the network source \(source.name)"
        switch state {
        case .waiting: return nil
        case .failed(let reason): return "\(name) can't be used: \(reason)\(fallBackWords)"
        case .missing:
            if source.isDefault, loadedAt == nil { return nil }
            let reason = download?.failure.map { ": \($0)" } ?? ""
            return "\(name) is not there\(reason)\(fallBackWords)"
        case .ready: break
        }
        guard let age = age(at: now), age > maximumAge else { return nil }
        let reason = download?.failure.map { ", and could not be updated: \($0)" } ?? ""
        return "\(name) is \(age.wholeDays) days old, and may be \(maximumAge.wholeDays)\(reason)"
    }

    private var fallBackWords: String { loadedAt == nil ? "" : "; what was read of it before stays in use" }
}

extension Duration {
    /// Whole days, rounded down.
    public var wholeDays: Int64 { components.seconds / 86_400 }
}
