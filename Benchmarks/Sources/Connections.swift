import ArgumentParser
import ConnectionFingerprint
import NIOCore
import OrderedJSON

/// How long it takes from the bytes of a connection to its fingerprints.
struct Connections: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time the way from a connection's bytes to its fingerprints.")

    @Option(help: "The first TLS records of a client, in hexadecimal digits.")
    var hello: String

    @Option(help: "Its first bytes of HTTP/2, decrypted, likewise.")
    var preface: String

    @Option(help: "How often each is read.")
    var rounds = 200_000

    @Option(help: "ja4, http2, or both: one alone is for counting allocations.")
    var part = "both"

    func run() throws {
        let hello = ByteBuffer(bytes: try Self.bytes(hello))
        let preface = ByteBuffer(bytes: try Self.bytes(preface))
        var ja4 = 0.0
        var http2 = 0.0
        if part != "http2" {
            ja4 = try time {
                var reader = ClientHelloReader()
                guard case .complete(let hello) = reader.read(hello.readableBytesView) else { return nil }
                return JA4(hello).description
            }
        }
        if part != "ja4" {
            http2 = try time {
                var reader = HTTP2PrefaceReader()
                guard case .complete(let preface) = reader.read(preface.readableBytesView) else { return nil }
                return preface.akamai
            }
        }
        Benchmark.report {
            $0.field("rounds", rounds)
            $0.field("ja4_ns", ja4)
            $0.field("http2_ns", http2)
        }
    }

    /// Nanoseconds for each time that it is done.
    private func time(_ read: () -> String?) throws -> Double {
        guard read() != nil else { throw ValidationError("These bytes are not the whole beginning of a connection.") }
        let start = ContinuousClock.now
        var characters = 0
        for _ in 0..<rounds { characters += read()?.utf8.count ?? 0 }
        precondition(characters > 0)
        return (ContinuousClock.now - start).seconds * 1e9 / Double(rounds)
    }

    private static func bytes(_ digits: String) throws -> [UInt8] {
        let digits = Array(digits.utf8)
        return try stride(from: 0, to: digits.count - 1, by: 2).map { place in
            guard let byte = UInt8(String(decoding: digits[place...(place + 1)], as: UTF8.self), radix: 16) else {
                throw ValidationError("Hexadecimal digits were expected.")
            }
            return byte
        }
    }
}
