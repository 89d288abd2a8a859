import Evidence

extension HTTP2Preface {
    /// What of the connection's beginning is against the browser that its string was recognized as.
    func contradictions(with match: ClientMatch) -> [ConnectionContradiction] {
        guard match.kind == .browser else { return [] }
        switch match.family {
        case "chromium": return contradictionsWithChromium
        case "firefox": return contradictionsWithFirefox
        default: return []
        }
    }

    private var contradictionsWithChromium: [ConnectionContradiction] {
        var found: [ConnectionContradiction] = []
        if requestStream != 1 { found.append(.requestStream) }
        // That there is none at all would be no contradiction: the ranking is deprecated, and may go.
        if let ranking = requestPriority, !ranking.isExclusive || ranking.dependency != 0 {
            found.append(.requestPriority)
        }
        if settingsFrames > 1 { found.append(.secondSettings) }
        if headerEncoding.hasNeedlessHuffman { found.append(.headerCompression) }
        return found
    }

    private var contradictionsWithFirefox: [ConnectionContradiction] {
        var found: [ConnectionContradiction] = []
        if requestStream == 1 { found.append(.requestStream) }
        if settingsFrames > 1 { found.append(.secondSettings) }
        if headerEncoding.hasIndexedPath { found.append(.pathCompression) }
        return found
    }
}
