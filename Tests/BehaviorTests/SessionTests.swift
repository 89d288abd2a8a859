import Testing

@testable import Behavior

@Suite("Sessions of real browsers", .enabled(if: !RecordedSessions.names.isEmpty, "no sessions are recorded"))
struct SessionTests {
    /// What tools leave and people do not: a name, and whether a session shows it.
    private let traces: [(name: String, isShown: (InteractionFeatures) -> Bool)] = [
        ("scripted pointer events", { $0.untrusted.pointer + $0.untrusted.clicks > 0 }),
        ("presses with no pressure", { ($0.presses.zeroPressureShare ?? 0) > 0.5 }),
        ("presses at fractions of a pixel", { ($0.presses.fractionalShare ?? 0) > 0.5 }),
        ("presses after one move", { $0.presses.afterOneMove > 0 }),
        ("presses where nothing had moved to", { $0.presses.withoutApproach > 0 }),
        ("presses without rest", { ($0.presses.restBefore?.median ?? 99) < 5 }),
        ("presses that are released at once", { ($0.presses.duration?.median ?? 99) < 20 }),
        ("clicks in the centre", { $0.clicks.placed > 1 && $0.clicks.nearCentre * 2 > $0.clicks.placed }),
        ("keys that are released at once", { ($0.keyboard.dwell?.median ?? 99) < 20 }),
        ("typing over 800 characters a minute", { ($0.keyboard.charactersPerMinute ?? 0) > 800 }),
        ("text without keys", { $0.keyboard.insertionsWithoutKey > 0 || $0.keyboard.pressesWithoutDown > 0 }),
        ("no rollover over twenty keys", { $0.keyboard.presses >= 20 && $0.keyboard.rolloverShare == 0 }),
        ("a lone large turn of the wheel", { $0.scrolling.loneLargeTurns > 0 }),
        ("jumps of the pointer", { $0.pointer.teleports > 0 }),
        ("movement that does not agree", { ($0.pointer.movementMismatchShare ?? 0) > 0.05 }),
        ("straight strokes", { ($0.pointer.strokes.straightShare ?? 0) > 0.5 }),
        ("events that nothing explains", { $0.scrolling.unexplained > 0 || $0.clicks.withoutPress > 0 }),
        ("events of another place", { $0.timing.eventsWhileHidden > 0 || $0.form.filledWithoutFocus > 0 }),
    ]

    @Test(
        "A person's kind of input leaves no trace of a tool, and every tool leaves several",
        arguments: RecordedSessions.names)
    func tell(name: String) throws {
        let trace = try RecordedSessions.trace(name)
        #expect(trace.reversals == 0 && !trace.truncated)
        let features = trace.features
        #expect(features.hasInteraction && features.timing.clockStep == nil)
        let shown = traces.filter { $0.isShown(features) }.map(\.name)
        print("\(name): \(shown.isEmpty ? "nothing" : shown.joined(separator: ", "))")
        if name.hasSuffix("person") {
            #expect(shown.isEmpty)
            #expect(try #require(features.pointer.coalescedShare) > 0.1)
            #expect(try #require(features.pointer.interval?.variation) > 1)
            #expect((0.5...2).contains(try #require(features.pointer.speed?.variation)))
            #expect((0.7...0.99).contains(try #require(features.pointer.strokes.straightness).median))
            #expect((60...150).contains(try #require(features.keyboard.dwell).median))
            #expect(try #require(features.keyboard.rolloverShare) > 0.05)
        } else {
            #expect(shown.count >= 3)
        }
    }
}
