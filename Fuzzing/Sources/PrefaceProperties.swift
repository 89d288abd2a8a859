import ConnectionFingerprint
import Evidence

/// What must be so of everything that the beginning of an HTTP/2 connection is read from.
enum PrefaceProperties {
    /// The 24 bytes with which every client begins (RFC 9113, section 3.4).
    static let magic = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    static func check(_ bytes: [UInt8]) {
        _ = HTTP2PrefaceReader.checked(bytes)
        guard case .complete(let preface) = HTTP2PrefaceReader.checked(magic + bytes) else { return }
        checkBounds(preface)
        checkText(preface)
        let evidence = ConnectionEvidence(observer: .server, hello: nil, preface: preface)
        mustHold(evidence.http2 == preface.akamai, "evidence has the string")
    }

    private static func checkBounds(_ preface: HTTP2Preface) {
        mustHold(preface.settings.count <= HTTP2PrefaceReader.settingLimit, "settings are bounded")
        mustHold(preface.priorities.count <= HTTP2PrefaceReader.priorityLimit, "priorities are bounded")
        mustHold(preface.requestStream & 0x8000_0000 == 0 && preface.requestStream != 0, "a stream has 31 bits")
        mustHold(preface.pseudoHeaders.utf8.allSatisfy("masp".utf8.contains), "pseudo-headers are four letters")
        mustHold(preface.headerNames.count <= 100, "names are bounded")
        for name in preface.headerNames {
            mustHold(!name.isEmpty && name.unicodeScalars.count <= 64, "a name is short", name)
            mustHold(!name.utf8.contains { (0x41...0x5a).contains($0) }, "a name is in small letters", name)
        }
    }

    /// The string can be taken apart into what it was made of.
    private static func checkText(_ preface: HTTP2Preface) {
        let text = preface.akamai
        if text.utf8.count <= AkamaiText.limit {
            mustHold(AkamaiText(parsing: text)?.text == text, "an Akamai string can be read", text)
        }
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        mustHold(parts.count == 4, "an Akamai string has four parts", text)
        let settings = parts[0].split(separator: ";").map { $0.split(separator: ":").compactMap { UInt32($0) } }
        mustHold(settings == preface.settings.map { [UInt32($0.identifier), $0.value] }, "settings are exact", text)
        mustHold(parts[1] == (preface.windowUpdate.map(String.init) ?? "00"), "the window is exact", text)
        let priorities = parts[2].split(separator: ",").map { $0.split(separator: ":").compactMap { UInt32($0) } }
        let expected = preface.priorities.map { [$0.stream, $0.isExclusive ? 1 : 0, $0.dependency, UInt32($0.weight)] }
        mustHold(priorities == (expected.isEmpty ? [[0]] : expected), "priorities are exact", text)
        mustHold(parts[3].filter { $0 != "," } == preface.pseudoHeaders, "the order is exact", text)
    }
}
