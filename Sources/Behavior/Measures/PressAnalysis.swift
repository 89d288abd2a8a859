extension PressFeatures {
    init(_ trace: InteractionTrace) {
        self.init()
        var durations: [Double] = []
        var movesBefore: [Double] = []
        var rests: [Double] = []
        var fractional = 0
        var pressureless = 0
        let events = trace.pointer
        var down: Int?
        var last: Int?
        var moves = 0
        var beforeMove: Int?

        for (index, event) in events.enumerated() where event.isTrusted && event.isMouse {
            switch event.kind {
            case .move:
                moves += 1
                beforeMove = last
            case .down:
                count += 1
                movesBefore.append(Double(moves))
                if let last = last.map({ events[$0] }), event.distance(to: last) <= 3 {
                    let way = beforeMove.map { events[$0].distance(to: last) } ?? .infinity
                    if moves == 1, way >= 10 { afterOneMove += 1 }
                    if moves > 0, last.kind == .move { rests.append(event.milliseconds - last.milliseconds) }
                } else {
                    withoutApproach += 1
                }
                if !event.isWholePixel { fractional += 1 }
                if event.pressure == 0 { pressureless += 1 }
                let pressure = Double(event.pressure) / 1000
                minimumPressure = min(minimumPressure ?? pressure, pressure)
                maximumPressure = max(maximumPressure ?? pressure, pressure)
                down = index
                moves = 0
            case .up:
                if let pressed = down {
                    durations.append(event.milliseconds - events[pressed].milliseconds)
                } else {
                    releasesWithoutPress += 1
                }
                down = nil
            case .cancel:
                down = nil
            case .leave:
                last = nil
                continue
            case .other:
                continue
            }
            last = index
        }

        duration = Distribution(durations)
        isDurationConstant = Distribution(durations, least: 4).map { $0.maximum - $0.minimum <= 1 }
        self.movesBefore = Distribution(movesBefore)
        restBefore = Distribution(rests)
        fractionalShare = share(fractional, of: count)
        zeroPressureShare = share(pressureless, of: count)
    }
}
