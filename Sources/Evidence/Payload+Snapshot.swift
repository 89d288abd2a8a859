import Behavior

extension Sequence where Element == Payload {
    /// What browser, machine and connection show, whatever was done with them: every payload without its events, and without the frames
    /// that were seen on the stack when listeners of input were called.
    public var withoutInteraction: [Payload] { map(\.withoutInteraction) }

    /// What was known before anybody, or anything, interacted with the page: the payloads before the one with the first event of
    /// interaction. Where they don't hold the browser's report yet, what that payload observed is taken without its events, and without
    /// the frames that were seen on the stack when listeners of input were called.
    public var beforeInteraction: [Payload] {
        var payloads: [Payload] = []
        for payload in self {
            guard payload.hasInteraction else {
                payloads.append(payload)
                continue
            }
            if !payloads.contains(where: { $0.observations.navigator != nil }) {
                payloads.append(payload.withoutInteraction)
            }
            break
        }
        return payloads
    }
}

extension Payload {
    /// Streams of which every event is a deed. The focus and scrolling are not among them: pages move both by themselves.
    private static let deeds = [
        "pointer", "samples", "clicks", "wheel", "keys", "inputs", "touches", "clipboard",
    ]

    /// The same without what somebody, or something, did.
    fileprivate var withoutInteraction: Payload {
        var report = self
        report.streams = [:]
        report.fields = []
        report.observations.automation?.stackFrames = nil
        return report
    }

    /// Whether it has an event of interaction.
    var hasInteraction: Bool {
        if Self.deeds.contains(where: { streams[$0]?.isEmpty == false }) { return true }
        var trace = InteractionTrace()
        trace.append(streams: streams.filter { $0.key == "page" })
        return trace.page.contains { $0.kind == .submit }
    }
}
