/// What the pointer model is given of a session or of a part of it: how its strokes look on the whole, and how much they
/// differ from one another. Strokes made with a button down are left out, since dragging is another task.
///
/// Nothing in it depends on how often the browser reports moves, or on the grain of its clock; see ``EvenPath``.
public struct MovementVector: Sendable, Equatable {
    /// Fewer strokes than this are not judged.
    public static let leastStrokes = 5
    /// No more strokes than this are looked at, the earliest.
    public static let mostStrokes = 60

    /// What each of ``values`` is: the mean of a measure over the strokes, and for some of them their spread.
    public static let names: [String] =
        StrokeShape.names + spreadOf.map { "\(StrokeShape.names[$0])_spread" }
        + ["duration_spread", "pace_spread", "longer_for_longer", "asymmetry"]

    /// The places among the measures of a stroke whose spread is looked at too.
    private static let spreadOf = [1, 2, 6]

    /// How many strokes it is of.
    public var strokes: Int
    /// The values, in the order of ``names``.
    public var values: [Double]

    /// The vectors of a trace, each of so many strokes in a row; what is left at the end is in none.
    public static func windows(of trace: InteractionTrace, strokes: Int) -> [MovementVector] {
        let shapes = trace.strokeShapes
        return stride(from: 0, through: shapes.count - strokes, by: max(strokes, 1)).compactMap {
            MovementVector(shapes[$0..<($0 + strokes)])
        }
    }

    /// The vector of a whole session; nil when it holds too few strokes.
    public init?(_ trace: InteractionTrace) {
        self.init(trace.strokeShapes[...])
    }

    init?(_ shapes: ArraySlice<StrokeShape>) {
        guard shapes.count >= Self.leastStrokes else { return nil }
        strokes = shapes.count
        var means: [Double] = []
        var spreads: [Double] = []
        means.reserveCapacity(Self.names.count)
        for place in StrokeShape.names.indices {
            let moments = Moments(shapes) { $0.values[place] }
            means.append(moments.mean)
            if Self.spreadOf.contains(place) { spreads.append(moments.deviation) }
        }
        let durations = Moments(shapes, \.logDuration)
        let paces = Moments(shapes) { $0.logPath - $0.logDuration }
        let related = correlation(shapes.map(\.logPath), shapes.map(\.logDuration), least: Self.leastStrokes) ?? 0
        let asymmetries = Moments(shapes, \.asymmetry)
        values = means + spreads + [durations.deviation, paces.deviation, related, asymmetries.mean]
    }
}

/// Mean and standard deviation of one measure over strokes.
private struct Moments {
    var mean = 0.0
    var deviation = 0.0

    init(_ shapes: ArraySlice<StrokeShape>, _ value: (StrokeShape) -> Double) {
        let count = Double(shapes.count)
        for shape in shapes { mean += value(shape) / count }
        var squares = 0.0
        for shape in shapes { squares += (value(shape) - mean) * (value(shape) - mean) }
        deviation = (squares / count).squareRoot()
    }
}

extension InteractionTrace {
    /// The shapes of the mouse's strokes with no button down, the earliest first.
    var strokeShapes: [StrokeShape] {
        var shapes: [StrokeShape] = []
        forEachPlainStroke { stroke in
            if let shape = StrokeShape(stroke) { shapes.append(shape) }
            return shapes.count < MovementVector.mostStrokes
        }
        return shapes
    }

    /// Hands over the mouse's strokes that no button was down in, the earliest first, until the answer is false.
    func forEachPlainStroke(_ body: (Stroke) -> Bool) {
        var stroke = Stroke()
        var isDown = false
        var last = 0.0
        var goesOn = true

        func end() {
            if !isDown, !stroke.isEmpty { goesOn = body(stroke) }
            stroke.removeAll()
        }
        for event in pointer where event.isTrusted && event.isMouse {
            switch event.kind {
            case .move:
                if event.milliseconds - last >= PointerFeatures.pause { end() }
                last = event.milliseconds
                stroke.append(time: last, x: event.pixelX, y: event.pixelY)
            case .down:
                end()
                isDown = true
            case .up, .cancel:
                end()
                isDown = false
            case .leave:
                end()
            case .other:
                break
            }
            guard goesOn else { return }
        }
        end()
    }
}
