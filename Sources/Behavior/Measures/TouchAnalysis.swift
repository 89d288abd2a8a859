extension TouchFeatures {
    init(_ trace: InteractionTrace) {
        self.init()
        pointerDowns = trace.pointer.count { $0.isTrusted && $0.kind == .down && $0.device == .touch }
        guard !trace.touches.isEmpty else { return }

        let presses = trace.pointer.filter { $0.kind == .down && $0.device == .touch }.map(\.time)
        var durations: [Double] = []
        var movesPerTouch: [Double] = []
        var straightness: [Double] = []
        var radii: Set<Radii> = []
        var forces: Set<Int> = []
        var contacts = 0
        var radiusless = 0
        var forceless = 0
        var strokes = 0
        var changing = 0
        var contact: Set<Contact> = []
        var begun: Int?
        var moves = 0
        var stroke = Stroke()

        for event in trace.touches where event.isTrusted {
            if event.kind == .start || event.kind == .move {
                contacts += 1
                radii.insert(Radii(x: event.radiusX, y: event.radiusY))
                forces.insert(event.force)
                if event.radiusX == 0 && event.radiusY == 0 { radiusless += 1 }
                if event.force == 0 { forceless += 1 }
                maximumContacts = max(maximumContacts ?? 0, event.contacts)
            }
            switch event.kind {
            case .start:
                starts += 1
                if !presses.hasElement(from: event.time - 500, to: event.time + 500) { withoutPointer += 1 }
                // Rows don't say which finger they are of, so only one finger alone is followed.
                begun = event.contacts == 1 ? event.time : nil
                moves = 0
                stroke.removeAll()
                contact = [Contact(event)]
                stroke.append(time: event.milliseconds, x: Double(event.x) / 100, y: Double(event.y) / 100)
            case .move:
                moves += 1
                contact.insert(Contact(event))
                if begun != nil {
                    stroke.append(time: event.milliseconds, x: Double(event.x) / 100, y: Double(event.y) / 100)
                }
            case .end:
                if let begun {
                    durations.append(Double(event.time - begun) / 10)
                    movesPerTouch.append(Double(moves))
                    if moves >= 3 {
                        strokes += 1
                        if contact.count > 1 { changing += 1 }
                    }
                    if moves >= 3, stroke.path >= 30 { straightness.append(stroke.straightness) }
                }
                begun = nil
            case .cancel, .other:
                begun = nil
            }
        }

        duration = Distribution(durations)
        self.movesPerTouch = Distribution(movesPerTouch)
        self.straightness = Distribution(straightness)
        guard contacts > 0 else { return }
        changingShare = share(changing, of: strokes)
        isContactDefault = radii == [Radii(x: 1, y: 1)] && forces == [1000]
        distinctRadii = radii.count
        distinctForces = forces.count
        zeroRadiusShare = share(radiusless, of: contacts)
        zeroForceShare = share(forceless, of: contacts)
        if starts >= 3, radii.count == 1, let radius = radii.first {
            constantRadius = Double(max(radius.x, radius.y))
        }
    }
}

/// How a finger lies on the screen.
private struct Contact: Hashable {
    var radii: Radii
    var force: Int

    init(_ event: TouchEvent) {
        radii = Radii(x: event.radiusX, y: event.radiusY)
        force = event.force
    }
}

/// The radii of one contact.
private struct Radii: Hashable {
    var x: Int
    var y: Int
}
