import OrderedJSON
import Testing

@testable import Evidence

@Suite("A payload")
struct PayloadTests {
    private func parse(text: String) throws(PayloadError) -> Payload { try Payload(parsing: Array(text.utf8)) }

    @Test("needs an object that names its version and its number")
    func frame() throws {
        #expect(throws: PayloadError.notAnObject) { try parse(text: "[1]") }
        for version in ["", #""v":2,"#, #""v":"1","#, #""v":null,"#, #""v":true,"#] {
            #expect(throws: PayloadError.unsupportedVersion) { try parse(text: "{\(version)\"sequence\":0}") }
        }
        for sequence in ["-1", "1.5", "\"0\"", "null", "1e30", "9223372036854775808"] {
            #expect(throws: PayloadError.sequenceMissing) { try parse(text: "{\"v\":1,\"sequence\":\(sequence)}") }
        }
        #expect(try parse(text: #"{"v":1.0,"sequence":7}"#).sequence == 7)
    }

    @Test(
        "is refused as a whole where it is not JSON",
        arguments: [
            "", "{", #"{"v":1,"sequence":0,}"#, #"{"v":1,"sequence":NaN}"#, #"{"v":1,"sequence":0,"sent_ms":1e400}"#,
            #"{"v":1,"sequence":0,"sent_ms":-Infinity}"#, "{\"v\":1,\"sequence\":0,\"a\":\"\u{1}\"}",
        ])
    func malformed(_ text: String) {
        #expect { try parse(text: text) } throws: { error in
            if case .malformed = error as? PayloadError { true } else { false }
        }
    }

    @Test("is refused where it is nested deeper than an agent nests, however deep that is")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        // The payload itself is the first of eight.
        #expect(throws: Never.self) { try Payloads.parse(#""more":\#(nested(7))"#) }
        for depth in [8, 100_000] {
            #expect(throws: PayloadError.self) { try Payloads.parse(#""more":\#(nested(depth))"#) }
        }
    }

    @Test("reads whatever is of the wrong kind as not observed")
    func wrongKinds() throws {
        for wrong in ["null", "1", "true", #""text""#, "[]", "[[1]]", #"{"a":{}}"#] {
            let payload = try Payloads.parse(
                ["observations", "skipped", "fields", "events"].map { "\"\($0)\":\(wrong)" }.joined(separator: ","))
            #expect(payload.observations == Observations(), "\(wrong)")
            #expect(payload.skipped.isEmpty && payload.fields.isEmpty && payload.streams.isEmpty, "\(wrong)")
        }
        let payload = try Payloads.parse(#""sent_ms":"1","wall_ms":{},"final":1"#)
        #expect(payload.sentMilliseconds == nil && payload.wallMilliseconds == nil && !payload.isFinal)
    }

    @Test("keeps clocks that a page can have meant")
    func clocks() throws {
        let payload = try Payloads.parse(#""sent_ms":12.25,"wall_ms":1774382400000.9,"final":true"#)
        #expect(payload.sentMilliseconds == 12.25 && payload.wallMilliseconds == 1_774_382_400_000 && payload.isFinal)
        #expect(try Payloads.parse(#""wall_ms":9007199254740992"#).wallMilliseconds == 1 << 53)
        for number in ["9007199254740994", "1e300", "-1e300", "9223372036854775807"] {
            let payload = try Payloads.parse(#""sent_ms":\#(number),"wall_ms":\#(number)"#)
            #expect(payload.sentMilliseconds == nil && payload.wallMilliseconds == nil, "\(number)")
        }
    }

    @Test("takes the first of members that have one name")
    func repeatedNames() throws {
        #expect(try parse(text: #"{"v":1,"v":2,"sequence":3,"sequence":4}"#).sequence == 3)
        let observed = try Payloads.observing(#""navigator":{"platform":"a","platform":"b"},"navigator":{}"#)
        #expect(observed.navigator?.platform == "a")
        let payload = try Payloads.parse(
            #""events":{"page":[1,0,1],"page":[2,1,1]},"skipped":{"fonts":"timeout","fonts":"error"}"#)
        #expect(payload.streams["page"] == [1, 0, 1])
        #expect(payload.skipped["fonts"] == .timeout)
    }

    @Test("keeps the reasons it knows, and no more than a hundred and twenty-eight")
    func skipped() throws {
        let long = String(repeating: "d", count: 65)
        let payload = try Payloads.parse(
            #""skipped":{"a":"blocked","b":"bored","c":1,"\#(long)":"error","e":"disabled"}"#)
        #expect(payload.skipped == ["a": .blocked, "e": .disabled])
        let many = (0..<200).map { "\"s\($0)\":\"error\"" }.joined(separator: ",")
        #expect(try Payloads.parse("\"skipped\":{\(many)}").skipped.count == 128)
    }

    @Test("keeps rows of fields that can be meant, and no more than two hundred and fifty-six")
    func fields() throws {
        let rows = [
            #"{"index":0,"hash":"0123abcd","kind":"email"}"#, #"{"index":4095,"kind":"text"}"#,
            #"{"index":4096,"hash":"0123abcd","kind":"text"}"#, #"{"index":-1,"hash":"0123abcd","kind":"text"}"#,
            #"{"index":1,"hash":"0123abcd","kind":"\#(String(repeating: "k", count: 33))"}"#,
            #"{"index":2,"hash":"0123abcd"}"#, #"[0,"0123abcd","email"]"#, #"{"index":1.5,"hash":"","kind":"text"}"#,
        ]
        #expect(
            try Payloads.parse("\"fields\":[\(rows.joined(separator: ","))]").fields == [
                FieldRow(index: 0, hash: "0123abcd", kind: "email"), FieldRow(index: 4095, hash: "", kind: "text"),
            ])
        let many = Array(repeating: rows[0], count: 300).joined(separator: ",")
        #expect(try Payloads.parse("\"fields\":[\(many)]").fields.count == 256)
    }

    @Test("passes over streams it does not know, and whole numbers are all it reads")
    func streams() throws {
        let payload = try Payloads.parse(
            #""events":{"strokes":["a"],"page":[10,0.6,1],"clicks":[],"wheel":[1,-2,0,0,1],"samples":[1,2,3,4,5,6]}"#)
        #expect(
            payload.streams == [
                "page": [10, 1, 1], "clicks": [], "wheel": [1, -2, 0, 0, 1], "samples": [1, 2, 3, 4, 5, 6],
            ])
    }

    @Test(
        "is refused where a stream is not made of whole rows of numbers: what a row means hangs on its place",
        arguments: [
            "[10,0]", "[10,0,1,5]", "[10,0,null]", #"[10,0,"1"]"#, "[10,0,true]", "[10,0,[1]]", "[10,0,1e17]",
            "[10,0,9223372036854775807]", "{}", "null", #""10,0,1""#, "1",
        ])
    func malformedStreams(_ rows: String) {
        let events = "\"events\":{\"page\":\(rows)}"
        #expect(throws: PayloadError.streamMalformed("page")) { try Payloads.parse(events) }
    }

    @Test("survives whatever bytes a stranger sends")
    func survivesAnything() throws {
        var random = SplitMix64(state: 3)
        let recording = try Payloads.recorded("firefox-headful").json.jsonBytes()
        for _ in 0..<400 {
            var bytes = recording
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            let members = [.init("v", .integer(1)), .init("sequence", .integer(0))] + (value.object ?? [])
            let evidence = Evidence(payloads: [try Payload(JSONValue.object(members))])
            // What was read can always be written again.
            #expect(throws: Never.self) { try ClientTelemetrySection(evidence).read() }
            #expect(throws: Never.self) { try DeviceSection(evidence).read() }
        }
    }
}
