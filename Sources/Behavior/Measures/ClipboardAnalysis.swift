extension ClipboardFeatures {
    init(_ trace: InteractionTrace) {
        self.init()
        for event in trace.clipboard {
            switch event.kind {
            case .copy: copies += 1
            case .cut: cuts += 1
            case .paste: pastes += 1
            case .other: break
            }
        }
        let events = trace.clipboard.filter { $0.kind == .paste }.map(\.time)
        for input in trace.inputs where input.isTrusted && input.change == .paste {
            if !events.hasElement(from: input.time - 5000, to: input.time + 20) { pasteInputsWithoutEvent += 1 }
        }
    }
}
