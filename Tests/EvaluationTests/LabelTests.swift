import Sessions
import Testing

@testable import Evaluation

@Suite("Labels")
struct LabelTests {
    private let id = "sid_0000000000000000000000000a"
    private let other = "sid_0000000000000000000000000b"

    private func read(_ text: String) -> LabelReader { LabelReader(Array(text.utf8)) }

    private func faults(_ text: String) -> [String] { read(text).faults.map(\.description) }

    @Test("A line is a label; what may be left out may be left out, and empty lines are nothing")
    func lines() {
        let reader = read(
            """
            {"session_id":"\(id)","kind":"tool","name":"selenium","mode":"headless","expected_tool":["selenium"],"note":"x"}

            {"session_id":"\(other)","kind":"person","name":"keyboard alone","mode":null}\r

            """)
        #expect(reader.faults.isEmpty)
        #expect(
            reader.labels == [
                SessionLabel(
                    session: SessionID(id)!, kind: .tool, name: "selenium", mode: "headless",
                    expectedTools: ["selenium"], note: "x"),
                SessionLabel(session: SessionID(other)!, kind: .person, name: "keyboard alone"),
            ])
        #expect(read("").labels.isEmpty && read("").faults.isEmpty)
    }

    @Test(
        "What is wrong with a line is told with its number",
        arguments: [
            ("{", "it is not JSON"), ("[]", "it must be a JSON object"), (#"{"kind":"tool"}"#, "session_id must be"),
            (#"{"session_id":"sid_x","kind":"tool","name":"a"}"#, "session_id must be"),
            (#"{"session_id":"ID","kind":"robot","name":"a"}"#, "kind must be tool or person"),
            (#"{"session_id":"ID","kind":"tool"}"#, "name must be"),
            (#"{"session_id":"ID","kind":"tool","name":""}"#, "name must be"),
            (#"{"session_id":"ID","kind":"tool","name":7}"#, "name must be"),
            (#"{"session_id":"ID","kind":"tool","name":"a\nb"}"#, "name must be"),
            (#"{"session_id":"ID","kind":"tool","name":"a","expected_tool":"b"}"#, "expected_tool must be a list"),
            (#"{"session_id":"ID","kind":"tool","name":"a","expected_tool":[7]}"#, "expected_tool must be a list"),
            (#"{"session_id":"ID","kind":"tool","name":"a","colour":1}"#, "colour is unknown"),
            (#"{"session_id":"ID","kind":"tool","kind":"tool","name":"a"}"#, "kind must be there once"),
            (String(repeating: "[", count: 10_000), "it is not JSON"),
            (#"{"note":""# + String(repeating: "a", count: 20_000) + #""}"#, "it has more than 16384 bytes"),
        ])
    func wrong(_ line: String, _ reason: String) {
        let found = faults("\n" + line.replacing("ID", with: id))
        #expect(found.count == 1 && found[0].hasPrefix("line 2: \(reason)"), "\(found)")
    }

    @Test("A session is labelled once; the rest of a file with a bad line is read all the same")
    func twice() {
        let label = #"{"session_id":"\#(id)","kind":"tool","name":"a"}"#
        #expect(faults(label + "\n{}\n" + label).map { String($0.prefix(7)) } == ["line 2:", "line 3:"])
        #expect(faults(label + "\n" + label).first?.contains("labelled on line 1 already") == true)
    }

    @Test("Of many faults the first twenty are told")
    func many() {
        #expect(faults(String(repeating: "{}\n", count: 100)).count == 20)
    }
}
