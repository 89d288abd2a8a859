import Behavior
import Testing

@testable import Evidence

@Suite("What was known before any interaction")
struct SnapshotTests {
    private let report =
        #""observations":{"navigator":{"user_agent":"A"},"automation":{"globals":["cdc_x"],"stack_frames":["f"]}}"#

    private func payloads(_ texts: [String]) throws -> [Payload] {
        try texts.enumerated().map { index, text in
            try Payload(parsing: Array(#"{"v":1,"sequence":\#(index)\#(text.isEmpty ? "" : ",")\#(text)}"#.utf8))
        }
    }

    /// A pointer's event, whatever the length of its row.
    private var aMove: String {
        let row = ["100"] + Array(repeating: "1", count: InteractionTrace.rowLengths["pointer"]! - 1)
        return #""events":{"pointer":[\#(row.joined(separator: ","))]}"#
    }

    @Test("is everything where nobody interacted: the page's own events are no interaction")
    func none() throws {
        let all = try payloads([report, #""events":{"page":[10,1,1],"focus":[10,0,0,1]}"#, ""])
        #expect(all.beforeInteraction == all)
    }

    @Test("ends before the payload with the first event")
    func prefix() throws {
        let all = try payloads([report, "", aMove, ""])
        #expect(all.beforeInteraction == Array(all.prefix(2)))
    }

    @Test("takes the browser's report from the payload with the first event where it was not there before")
    func late() throws {
        let all = try payloads(["", "\(report),\(aMove)", report])
        let known = all.beforeInteraction
        #expect(known.count == 2 && known[1].streams.isEmpty)
        #expect(known[1].observations.automation?.globals == ["cdc_x"])
        #expect(known[1].observations.automation?.stackFrames == nil)
    }

    @Test("ends with the submission of a form")
    func submission() throws {
        let all = try payloads([report, #""events":{"page":[10,7,0]}"#])
        #expect(all.beforeInteraction == Array(all.prefix(1)))
    }
}
