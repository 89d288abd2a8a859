import Foundation
import Sessions

/// How likely a group differs between two visits of one browser: a floor for what can happen between any two, and what time adds.
struct Stability {
    /// The least chance of a change.
    let floor: Double
    /// Days in which a change is due.
    let days: Double

    /// The chance of a change in so many days.
    func change(in elapsed: Double) -> Double { min(0.5, floor + elapsed / days) }

    /// Judgement, with the order that FP-STALKER (Vastel et al., S&P 2018) finds: versions and canvas first, then screens and fonts, the
    /// card last. `docs/visitors.md` has the reasons.
    static func of(_ group: FeatureGroup) -> Stability {
        switch group {
        case .graphics: Stability(floor: 0.003, days: 1200)
        case .canvas: Stability(floor: 0.005, days: 400)
        case .audio: Stability(floor: 0.005, days: 800)
        case .fonts: Stability(floor: 0.003, days: 700)
        case .screen: Stability(floor: 0.006, days: 300)
        case .media: Stability(floor: 0.03, days: 200)
        case .engine: Stability(floor: 0.002, days: 1000)
        case .platform: Stability(floor: 0.0005, days: 5000)
        case .locale: Stability(floor: 0.003, days: 500)
        case .hardware: Stability(floor: 0.002, days: 4000)
        case .connection: Stability(floor: 0.03, days: 300)
        case .preferences: Stability(floor: 0.03, days: 400)
        }
    }
}
