import Behavior
import Testing

@testable import Evidence

@Suite("The evidence of a session")
struct SessionEvidenceTests {
    @Test("gathers the events of its payloads in their order")
    func events() throws {
        let payloads = try [
            #""fields":[{"index":0,"hash":"0123abcd","kind":"email"}],"events":{"scroll":[100,0,5],"page":[300,0,1]}"#,
            #""fields":[{"index":1,"hash":"89ab4567","kind":"tel"}],"events":{"scroll":[450,0,9]}"#,
        ].map { try Payloads.parse($0) }
        let evidence = Evidence(payloads: payloads)
        #expect(evidence.interaction.scroll.map(\.y) == [5, 9])
        #expect(evidence.interaction.fields.keys.sorted() == [0, 1])
        #expect(evidence.interaction.latestMilliseconds == 45)
        #expect(Evidence().interaction.latestMilliseconds == nil)
    }

    @Test(
        "knows its last event in whatever stream it is",
        arguments: [
            ("pointer", 13), ("samples", 3), ("clicks", 7), ("wheel", 5), ("scroll", 3), ("keys", 6), ("inputs", 4),
            ("touches", 9), ("focus", 4), ("page", 3), ("clipboard", 4),
        ])
    func latest(_ stream: String, _ stride: Int) throws {
        let row = [70] + Array(repeating: 0, count: stride - 1)
        let payload = try Payloads.parse(#""events":{"\#(stream)":\#(row)}"#)
        #expect(Evidence(payloads: [payload]).interaction.latestMilliseconds == 7)
    }
}
