import ConnectionFingerprint
import Crypto
import Evidence

/// What must be so of everything that a ClientHello is read from.
enum HelloProperties {
    static func check(_ bytes: [UInt8]) {
        if case .complete(let hello) = ClientHelloReader.checked(bytes) { check(hello) }
        for transport in ClientHello.Transport.allCases {
            guard let hello = try? ClientHello(handshake: bytes, transport: transport) else { continue }
            check(hello)
            if transport == .tls { checkRecords(of: bytes, hello) }
        }
    }

    /// A message is the same however it lies in TLS records.
    private static func checkRecords(of message: [UInt8], _ hello: ClientHello) {
        guard message.count <= ClientHelloReader.messageLimit else { return }
        let size = max(1 + Int(message.last ?? 0), message.count / ClientHelloReader.recordCountLimit + 1)
        var records: [UInt8] = []
        for start in stride(from: 0, to: message.count, by: size) {
            let part = message[start...].prefix(size)
            records += [22, 3, 1, UInt8(part.count >> 8), UInt8(part.count & 0xff)] + part
        }
        mustHold(
            ClientHelloReader.checked(records) == .complete(hello), "records carry the message as it is",
            "\(size) bytes each")
    }

    private static func check(_ hello: ClientHello) {
        let names = hello.applicationProtocols
        mustHold(names.allSatisfy { $0.count < 256 }, "a protocol's length is one byte")
        checkText(hello)
        checkSameness(hello)
        let evidence = ConnectionEvidence(observer: .server, hello: hello, preface: nil)
        mustHold(evidence.ja4 == JA4(hello).description, "evidence has the published form")
    }

    /// The hash is well formed, and it is the raw form's hash.
    private static func checkText(_ hello: ClientHello) {
        let ja4 = JA4(hello)
        mustHold(JA4(parsing: ja4.description) == ja4, "a JA4 can be read", ja4.description)
        let stable = JA4.stable(hello)
        mustHold(JA4(parsing: stable.description) == stable, "a stable JA4 can be read", stable.description)
        let raw = JA4.raw(hello).split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        mustHold(raw.count == 3, "the raw form has three parts", JA4.raw(hello))
        let hasExtensions = raw[2].utf8.first.map { $0 != UInt8(ascii: "_") } ?? false
        let hashed = [raw[0], hash(raw[1]), hash(hasExtensions ? raw[2] : "")].joined(separator: "_")
        mustHold(ja4.description == hashed, "the hash is that of the raw form", "\(ja4) \(hashed)")
    }

    private static func hash(_ list: String) -> String {
        guard !list.isEmpty else { return "000000000000" }
        let digits = Array("0123456789abcdef")
        return SHA256.hash(data: Array(list.utf8)).prefix(6).reduce(into: "") { text, byte in
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xf)])
        }
    }

    /// Order and GREASE change nothing, and the stable form is what is left without the extensions that come and go.
    private static func checkSameness(_ hello: ClientHello) {
        var turned = hello
        turned.cipherSuites.reverse()
        turned.extensions.reverse()
        mustHold(JA4.raw(turned) == JA4.raw(hello), "the order of ciphers and extensions does not matter")
        var greased = hello
        greased.cipherSuites.insert(0x0a0a, at: 0)
        greased.extensions.append(0xfafa)
        greased.supportedVersions.append(0x3a3a)
        greased.signatureAlgorithms.insert(0x5a5a, at: 0)
        mustHold(JA4.raw(greased) == JA4.raw(hello), "GREASE does not matter")
        mustHold(JA4.stable(greased) == JA4.stable(hello), "GREASE does not matter to the stable form")
        var lean = hello
        lean.extensions.removeAll { [0x0015, 0x0023, 0x0029].contains($0) }
        mustHold(JA4.stable(hello) == JA4(lean), "the stable form leaves out three extensions and nothing else")
    }
}
