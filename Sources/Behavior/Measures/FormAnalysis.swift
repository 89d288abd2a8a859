extension FormFeatures {
    init(_ trace: InteractionTrace) {
        self.init()
        var table = FieldTable(kinds: trace.fields)
        table.observeFocus(trace.focus, until: trace.lastTime)
        table.observeKeys(trace.keys)
        table.observeInputs(trace.inputs, focus: trace.focus, withoutKey: trace.insertionsWithoutKey)
        fields = table.rows.sorted { ($0.firstEvent, $0.index) < ($1.firstEvent, $1.index) }

        var durations: [Double] = []
        for field in fields where field.changes > 0 && field.kind?.takesText ?? true {
            let isTyped = field.insertions > field.insertionsWithoutKey || field.compositions > 0
            filled += 1
            if isTyped { typed += 1 }
            if field.pastes > 0 { pasted += 1 }
            if field.replacements > 0 { replaced += 1 }
            if field.untrusted > 0 { scripted += 1 }
            if field.changesWithoutFocus > 0 { filledWithoutFocus += 1 }
            if field.insertions > 0, field.keyDowns == 0, field.compositions == 0 { filledWithoutKeys += 1 }
            if isTyped, field.changes >= 5, let duration = field.fillDuration { durations.append(duration) }
        }
        fillDuration = Distribution(durations)
    }
}

extension InteractionTrace {
    /// The time of the last row of any stream.
    var lastTime: Int {
        let ends = [
            pointer.last?.time, clicks.last?.time, wheel.last?.time, scroll.last?.time, keys.last?.time,
            inputs.last?.time, touches.last?.time, focus.last?.time, page.last?.time, clipboard.last?.time,
        ]
        return ends.compactMap(\.self).max() ?? 0
    }
}

/// Gathers by field what several streams say.
private struct FieldTable {
    private(set) var rows: [FieldFeatures] = []
    private var places: [Int: Int] = [:]
    private let kinds: [Int: FormField]

    init(kinds: [Int: FormField]) {
        self.kinds = kinds
    }

    /// The place of a field's row; nil when the session has too many.
    private mutating func place(of index: Int, time: Int) -> Int? {
        let moment = Double(time) / 10
        if let place = places[index] {
            rows[place].firstEvent = min(rows[place].firstEvent, moment)
            return place
        }
        guard rows.count < InteractionTrace.maximumFields else { return nil }
        places[index] = rows.count
        rows.append(FieldFeatures(index: index, kind: kinds[index]?.kind, firstEvent: moment))
        return rows.count - 1
    }

    mutating func observeFocus(_ events: [FocusEvent], until end: Int) {
        var since: (place: Int, time: Int)?
        for event in events {
            guard let index = event.field, let place = place(of: index, time: event.time) else {
                if event.kind == .focus { leave(since, at: event.time) }
                if event.kind == .focus { since = nil }
                continue
            }
            switch event.kind {
            case .focus:
                leave(since, at: event.time)
                rows[place].focuses += 1
                since = (place, event.time)
            case .blur:
                if since?.place == place { leave(since, at: event.time) }
                since = nil
            case .other:
                break
            }
        }
        leave(since, at: end)
    }

    private mutating func leave(_ since: (place: Int, time: Int)?, at time: Int) {
        guard let since else { return }
        rows[since.place].focused = (rows[since.place].focused ?? 0) + Double(max(time - since.time, 0)) / 10
    }

    mutating func observeKeys(_ events: [KeyEvent]) {
        for event in events where event.kind == .down {
            guard let index = event.field, let place = place(of: index, time: event.time) else { continue }
            if event.keyClass != .modifier { rows[place].keyDowns += 1 }
        }
    }

    mutating func observeInputs(_ events: [InputEvent], focus: [FocusEvent], withoutKey: [Int]) {
        var nextFocus = 0
        var nextKeyless = 0
        /// Nil until a focus event tells: a field may have had the focus from before the agent's start.
        var focused: Int??
        for (number, event) in events.enumerated() {
            while nextFocus < focus.count, focus[nextFocus].time <= event.time {
                switch focus[nextFocus].kind {
                case .focus: focused = .some(focus[nextFocus].field)
                case .blur: focused = .some(nil)
                case .other: break
                }
                nextFocus += 1
            }
            let isKeyless = nextKeyless < withoutKey.count && withoutKey[nextKeyless] == number
            if isKeyless { nextKeyless += 1 }
            guard let index = event.field, let place = place(of: index, time: event.time) else { continue }
            rows[place].firstChange = rows[place].firstChange ?? event.milliseconds
            rows[place].lastChange = event.milliseconds
            guard event.isTrusted else {
                rows[place].untrusted += 1
                continue
            }
            var needsFocus = false
            switch event.change {
            case .insertText:
                rows[place].insertions += 1
                if isKeyless { rows[place].insertionsWithoutKey += 1 }
                needsFocus = true
            case .delete:
                rows[place].deletions += 1
                needsFocus = true
            case .composition:
                rows[place].compositions += 1
                needsFocus = true
            case .paste, .drop: rows[place].pastes += 1
            case .replacement: rows[place].replacements += 1
            case .other, .unnamed: rows[place].unnamed += 1
            }
            if needsFocus, let known = focused, known != index { rows[place].changesWithoutFocus += 1 }
        }
    }
}
