import Testing

@testable import Behavior

@Suite("Forms and the clipboard")
struct FormTests {
    private func trace(_ streams: EventStreams, kinds: [String]) -> InteractionTrace {
        var trace = streams.trace
        trace.append(fields: kinds.enumerated().map { ($0.offset, "0000000\($0.offset)", $0.element) })
        return trace
    }

    @Test("A field that was typed into")
    func typed() throws {
        var streams = EventStreams()
        streams.focus(.focus, at: 1000, field: 0)
        for press in 0..<6 {
            streams.key(.down, at: 1200 + Double(press) * 150, press: press)
            streams.input(at: 1201 + Double(press) * 150)
        }
        streams.focus(.blur, at: 3000, field: 0)
        let form = trace(streams, kinds: ["email"]).features.form
        let field = try #require(form.fields.first)
        #expect(form.fields.count == 1 && field.index == 0 && field.kind == .email)
        #expect(field.firstEvent == 1000 && field.focused == 2000 && field.focuses == 1)
        #expect(field.keyDowns == 6 && field.insertions == 6 && field.insertionsWithoutKey == 0 && field.changes == 6)
        #expect(field.fillDuration == 750 && field.changesWithoutFocus == 0)
        #expect(form.filled == 1 && form.typed == 1 && form.filledWithoutKeys == 0 && form.fillDuration?.median == 750)
    }

    @Test("Fields that were pasted into, filled by the browser, by a script and by a driver")
    func others() {
        var streams = EventStreams()
        streams.focus(.focus, at: 900, field: 0)
        streams.input(at: 1000, .paste, field: 0)
        streams.input(at: 1500, .replacement, field: 1)
        streams.input(at: 2000, .insertText, field: 2, trusted: false)
        streams.input(at: 2500, .insertText, field: 3)
        streams.input(at: 3000, .unnamed, field: 4)
        let form = trace(streams, kinds: ["text", "tel", "text", "password", "checkbox"]).features.form
        #expect(form.fields.map(\.index) == [0, 1, 2, 3, 4])
        #expect(form.filled == 4 && form.typed == 0 && form.pasted == 1 && form.replaced == 1 && form.scripted == 1)
        #expect(form.filledWithoutFocus == 1 && form.filledWithoutKeys == 1)
        #expect(form.fillDuration == nil)
    }

    @Test("A field that had the focus before the agent began")
    func autofocus() {
        var streams = EventStreams()
        streams.key(.down, at: 500, press: 0)
        streams.input(at: 501)
        streams.focus(.blur, at: 900, field: 0)
        streams.input(at: 1500)
        let field = streams.features.form.fields.first
        #expect(field?.changesWithoutFocus == 1)
        #expect(field?.kind == nil)
    }

    @Test("Focus that went on to something that is no field")
    func elsewhere() {
        var streams = EventStreams()
        streams.focus(.focus, at: 100, field: 0)
        streams.focus(.focus, at: 400, field: -1)
        streams.page(.hidden, at: 9000)
        #expect(streams.features.form.fields.first?.focused == 300)
    }

    @Test("The clipboard")
    func clipboard() {
        var streams = EventStreams()
        streams.add("clipboard", at: 100, [0, 0, 1])
        streams.add("clipboard", at: 200, [1, 0, 1])
        streams.add("clipboard", at: 1000, [2, 0, 1])
        streams.input(at: 1001, .paste)
        streams.input(at: 4000, .paste)
        let clipboard = streams.features.clipboard
        #expect(clipboard.copies == 1 && clipboard.cuts == 1 && clipboard.pastes == 1)
        #expect(clipboard.pasteInputsWithoutEvent == 1)
    }
}
