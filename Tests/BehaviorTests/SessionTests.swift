import Testing

@testable import Behavior

@Suite("Sessions of real browsers")
struct SessionTests {
    @Test("show", arguments: RecordedSessions.names)
    func show(name: String) throws {
        let f = try RecordedSessions.trace(name).features
        var out = "=== \(name)\n"
        dump(f, to: &out)
        print(out)
    }
}
