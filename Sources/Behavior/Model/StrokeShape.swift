/// What the pointer model looks at in one stroke, measured on its ``EvenPath``.
///
/// Sources: T. Flash & N. Hogan, J. Neurosci. 5 (1985): the bell of speed and its smoothness; D. E. Meyer et al.,
/// Psychol. Rev. 95 (1988): submovements and the slow end; F. Lacquaniti, C. Terzuolo & P. Viviani, Acta Psychologica 54
/// (1983): speed falls where a path bends; H. Gamboa & A. Fred, SPIE 5404 (2004): straightness and curvature of strokes.
struct StrokeShape {
    /// How many shares a profile has.
    static let tenths = 9
    /// The names of ``values``, in their order.
    static let names = [
        "detour", "peak_place", "speed_variation", "fullness", "onset", "ending", "turning", "same_turns",
        "bend_slowing", "roughness", "push_memory", "slow_share", "peaks", "sideways",
    ]

    /// The measures, in the order of ``names``.
    var values: [Double] = []
    /// The share of the way that is behind after each tenth of the time but the last.
    var profile: [Double]
    /// The natural logarithm of the time it took, ms.
    var logDuration: Double
    /// The natural logarithm of the length of its path, px.
    var logPath: Double

    /// Nil when the stroke is too short, in time or on the screen, to show a shape.
    init?(_ stroke: Stroke) {
        guard stroke.path >= 100, stroke.times.count >= Stroke.leastPoints, let path = EvenPath(stroke) else {
            return nil
        }
        let steps = StepProfile(path)
        guard steps.mean > 0.02, steps.peak > 0 else { return nil }
        profile = steps.profile
        logDuration = naturalLogarithm(stroke.duration)
        logPath = naturalLogarithm(stroke.path)
        values = [
            min(naturalLogarithm(steps.path / max(steps.chord, 1)), 2),
            steps.peakPlace, steps.variation, steps.mean / steps.peak, steps.onset, steps.ending,
            steps.turning, steps.sameTurns, steps.bendSlowing, steps.roughness, steps.pushMemory, steps.slowShare,
            steps.peaks, steps.sideways,
        ]
    }
}

/// Steps of equal time along a stroke.
private struct StepProfile {
    private var stepX: [Double] = []
    private var stepY: [Double] = []
    private var speeds: [Double] = []
    private var turns: [Double] = []
    let chord: Double
    private(set) var path = 0.0
    private(set) var peak = 0.0
    private(set) var peakPlace = 0.0

    init(_ even: EvenPath) {
        let count = even.x.count - 1
        chord = length(even.x[count] - even.x[0], even.y[count] - even.y[0])
        stepX.reserveCapacity(count)
        stepY.reserveCapacity(count)
        speeds.reserveCapacity(count)
        for index in 0..<count {
            let x = even.x[index + 1] - even.x[index]
            let y = even.y[index + 1] - even.y[index]
            let speed = length(x, y) / EvenPath.step
            stepX.append(x)
            stepY.append(y)
            speeds.append(speed)
            path += speed * EvenPath.step
            if speed > peak {
                peak = speed
                peakPlace = (Double(index) + 0.5) / Double(count)
            }
        }
        turns.reserveCapacity(count)
        for index in 1..<count {
            // Below two pixels a step the direction is mostly rounding.
            guard speeds[index] >= 0.1, speeds[index - 1] >= 0.1 else {
                turns.append(.nan)
                continue
            }
            let cross = stepX[index - 1] * stepY[index] - stepY[index - 1] * stepX[index]
            let dot = stepX[index - 1] * stepX[index] + stepY[index - 1] * stepY[index]
            turns.append(angle(x: dot, y: cross))
        }
    }

    /// The share of the way that is behind after each tenth of the time but the last.
    var profile: [Double] {
        var shares: [Double] = []
        shares.reserveCapacity(StrokeShape.tenths)
        var behind = 0.0
        var step = 0
        for tenth in 1...StrokeShape.tenths {
            let moment = Double(speeds.count) * Double(tenth) / Double(StrokeShape.tenths + 1)
            while Double(step + 1) <= moment {
                behind += speeds[step]
                step += 1
            }
            let part = step < speeds.count ? speeds[step] * (moment - Double(step)) : 0
            shares.append((behind + part) * EvenPath.step / path)
        }
        return shares
    }

    /// Mean speed, pixels a millisecond.
    var mean: Double { path / EvenPath.step / Double(speeds.count) }

    var variation: Double {
        let mean = mean
        var squares = 0.0
        for speed in speeds { squares += (speed - mean) * (speed - mean) }
        return (squares / Double(speeds.count)).squareRoot() / mean
    }

    /// The speed of the first two steps in units of the greatest.
    var onset: Double { (speeds[0] + speeds[1]) / 2 / peak }

    /// The speed of the last two steps in units of the greatest.
    var ending: Double { (speeds[speeds.count - 1] + speeds[speeds.count - 2]) / 2 / peak }

    /// The share of time at less than a tenth of the greatest speed.
    var slowShare: Double { Double(speeds.count { $0 < peak / 10 }) / Double(speeds.count) }

    /// The mean turn from step to step, radians.
    var turning: Double {
        var sum = 0.0
        var count = 0.0
        for turn in turns where !turn.isNaN {
            sum += abs(turn)
            count += 1
        }
        return count > 0 ? sum / count : 0
    }

    /// The share of turns that go the way of the turn before: 1 along a plain arc, a half in noise.
    var sameTurns: Double {
        var same = 1.0
        var count = 2.0
        for (turn, next) in zip(turns, turns.dropFirst()) where !turn.isNaN && !next.isNaN {
            count += 1
            if turn * next > 0 { same += 1 }
        }
        return same / count
    }

    /// By how much slower it is where the path bends: the correlation of speed with the size of turns, −1 to 1.
    var bendSlowing: Double {
        var fast: [Double] = []
        var bends: [Double] = []
        for (index, turn) in turns.enumerated() where !turn.isNaN {
            fast.append(naturalLogarithm((speeds[index] + speeds[index + 1]) / 2))
            bends.append(naturalLogarithm(abs(turn) + 0.01))
        }
        return correlation(fast, bends, least: 5) ?? 0
    }

    /// How much of the change from step to step is undone by the next, in units of the mean step, as a logarithm.
    var roughness: Double {
        var sum = 0.0
        for index in 2..<stepX.count {
            sum += length(
                stepX[index] - 2 * stepX[index - 1] + stepX[index - 2],
                stepY[index] - 2 * stepY[index - 1] + stepY[index - 2])
        }
        return naturalLogarithm(0.01 + sum / Double(stepX.count - 2) / (path / Double(stepX.count)))
    }

    /// The correlation of one change of speed with the next: above 0 where a push lasts, −0.5 in noise.
    var pushMemory: Double {
        var before = 0.0
        var products = 0.0
        var squares = 0.0
        for index in 1..<speeds.count {
            let change = speeds[index] - speeds[index - 1]
            products += before * change
            squares += change * change
            before = change
        }
        return squares > 0 ? products / squares : 0
    }

    /// Maxima of speed that stand out by at least a tenth of the greatest speed, per second.
    var peaks: Double {
        let count = Double(summits(of: speeds, prominence: peak / 10))
        return naturalLogarithm(1 + count) - naturalLogarithm(1 + Double(speeds.count) * EvenPath.step / 1000)
    }

    /// How much of the change of speed is across the way and not along it, as a logarithm of their ratio.
    var sideways: Double {
        var across = 0.0
        var along = 0.0
        for index in 1..<stepX.count {
            let size = speeds[index - 1] * EvenPath.step
            guard size >= 2 else { continue }
            let changeX = stepX[index] - stepX[index - 1]
            let changeY = stepY[index] - stepY[index - 1]
            across += abs(changeX * stepY[index - 1] - changeY * stepX[index - 1]) / size
            along += abs(changeX * stepX[index - 1] + changeY * stepY[index - 1]) / size
        }
        return naturalLogarithm((across + 1) / (along + 1))
    }
}
