/// Cuts moves into strokes and measures each as it ends.
struct StrokeAnalysis {
    private var current = Stroke()
    private var latest = Stroke()
    private var count = 0
    private var straightness: [Double] = []
    private var deviations: [Double] = []
    private var speedVariations: [Double] = []
    private var turnings: [Double] = []
    private var logJerks: [Double] = []
    private var peakPlaces: [Double] = []
    private var peaks: [Double] = []
    private var durations: [Double] = []
    private var logLengths: [Double] = []
    private var straight = 0
    private var approaches = 0
    private var overshoots = 0
    private var repeated = RepeatedStrokes()

    mutating func add(_ event: PointerEvent) {
        current.append(time: event.milliseconds, x: event.pixelX, y: event.pixelY)
    }

    /// A press ends a stroke and is what it was for, when it came where the stroke ended.
    mutating func press(_ event: PointerEvent) {
        end()
        defer { latest.removeAll() }
        guard let lastX = latest.x.last, let lastY = latest.y.last else { return }
        guard length(event.pixelX - lastX, event.pixelY - lastY) <= 10 else { return }
        guard let overshoot = latest.overshoot(ofX: event.pixelX, y: event.pixelY) else { return }
        approaches += 1
        if overshoot > 2 { overshoots += 1 }
    }

    /// Measures the stroke that ends here.
    mutating func end() {
        defer { current.removeAll() }
        guard current.isMeasurable else { return }
        count += 1
        repeated.add(current)
        let straightness = current.straightness
        self.straightness.append(straightness)
        if straightness >= 0.999 { straight += 1 }
        if let deviation = current.deviation { deviations.append(deviation) }
        if let turning = current.turning { turnings.append(turning) }
        if let profile = VelocityProfile(current) {
            if let variation = profile.variation { speedVariations.append(variation) }
            peakPlaces.append(profile.peakPlace)
            peaks.append(Double(profile.peaks))
            logJerks.append(naturalLogarithm(1 + profile.dimensionlessJerk))
            durations.append(current.duration)
            logLengths.append(naturalLogarithm(current.path))
        }
        swap(&current, &latest)
    }

    var features: StrokeFeatures {
        var features = StrokeFeatures()
        features.count = count
        features.repeats = repeated.count
        features.straightness = Distribution(straightness, least: 3)
        features.straightShare = share(straight, of: count, least: 3)
        features.deviation = Distribution(deviations, least: 3)
        features.speedVariation = Distribution(speedVariations, least: 3)
        features.constantSpeedShare = share(
            speedVariations.count { $0 < 0.05 }, of: speedVariations.count, least: 3)
        features.turning = Distribution(turnings, least: 3)
        features.logJerk = Distribution(logJerks, least: 3)
        features.peakPlace = Distribution(peakPlaces, least: 3)
        features.peaks = Distribution(peaks, least: 3)
        features.duration = Distribution(durations, least: 3)
        features.overshootShare = share(overshoots, of: approaches, least: 3)
        features.fittsCorrelation = correlation(logLengths, durations, least: 8)
        return features
    }
}
