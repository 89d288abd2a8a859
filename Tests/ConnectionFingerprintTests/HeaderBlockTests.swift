import NIOCore
import NIOHPACK
import Testing

@testable import ConnectionFingerprint

/// Held against the decoder that the server's own connections use.
@Suite("Header blocks")
struct HeaderBlockTests {
    private func block(_ bytes: [UInt8]) -> HeaderBlock? { bytes.withUnsafeBytes { HeaderBlock($0) } }

    private func encoded(_ headers: [(String, String)], huffman: Bool) throws -> [UInt8] {
        var encoder = HPACKEncoder(allocator: ByteBufferAllocator(), useHuffmanEncoding: huffman)
        var buffer = ByteBuffer()
        try encoder.encode(headers: HPACKHeaders(headers), to: &buffer)
        return Array(buffer.readableBytesView)
    }

    private func decoded(_ bytes: [UInt8]) -> [String]? {
        var decoder = HPACKDecoder(
            allocator: ByteBufferAllocator(), maxDynamicTableSize: HPACKDecoder.maxDynamicTableSize,
            maxHeaderListSize: 1 << 20)
        var buffer = ByteBuffer(bytes: bytes)
        return try? decoder.decodeHeaders(from: &buffer).map(\.name)
    }

    /// The names as a block keeps them.
    private func kept(_ names: [String]) -> [String] {
        names.filter { !$0.hasPrefix(":") }.prefix(100).map { String($0.lowercased().prefix(64)) }
    }

    @Test("The examples of RFC 7541, appendix C.4")
    func examples() {
        let texts = [
            ("f1e3c2e5f23a6ba0ab90f4ff", "www.example.com"), ("a8eb10649cbf", "no-cache"),
            ("25a849e95ba97d7f", "custom-key"),
            ("25a849e95bb8e8b4bf", "custom-value"), ("", ""),
        ]
        for (hex, text) in texts {
            var result: [UInt8] = []
            let count = bytes(hex: hex).withUnsafeBytes { code in HuffmanCode.shared.decode(code) { result.append($0) }
            }
            #expect(count == text.utf8.count)
            #expect(String(decoding: result, as: UTF8.self) == text)
        }
        let request = block(bytes(hex: "828684418cf1e3c2e5f23a6ba0ab90f4ff"))
        #expect(request?.pseudoHeaders == "mspa")
        #expect(
            request?.encoding
                == {
                    var expected = HeaderEncoding(); expected.hasIndexedPath = true; return expected
                }())
    }

    @Test("Wrong padding, an end-of-string symbol and a cut symbol are refused")
    func badHuffman() {
        for hex in ["f1e3c2e5f23a6ba0ab90f4fe", "ff", "ffff", "ffffffff", "ffffffffff", "00fe", "fffffffa"] {
            #expect(bytes(hex: hex).withUnsafeBytes { HuffmanCode.shared.decode($0) } == nil, "\(hex)")
        }
    }

    @Test("Every byte, alone and among others, decodes to itself", arguments: [true, false])
    func everyByte(huffman: Bool) throws {
        for byte in UInt8(0x21)...0x7e where byte != UInt8(ascii: ":") {
            let name = String(decoding: [UInt8(ascii: "x"), byte, byte, UInt8(ascii: "y")], as: UTF8.self)
            let names = try block(encoded([(name, "v")], huffman: huffman))?.names
            #expect(names == [name.lowercased()])
        }
    }

    @Test("Random lists are read as the server's own decoder reads them, repeated and remembered names with them")
    func random() throws {
        var generator = SeededGenerator(state: 11)
        let pool =
            [
                ":method", ":path", ":authority", ":scheme", ":status", "cookie", "accept", "user-agent", "x-a",
                "X-Other",
            ]
            + (0..<20).map { "name-\($0)-" + String(repeating: "n", count: $0 * 5) }
        for round in 0..<150 {
            let headers = (0..<Int.random(in: 0...130, using: &generator)).map { _ in
                let length = Int.random(in: 0...12, using: &generator)
                let value = (0..<length).map { _ in UInt8.random(in: 0x20...0x7e, using: &generator) }
                return (pool.randomElement(using: &generator)!, String(decoding: value, as: UTF8.self))
            }
            var bytes = try encoded(headers, huffman: round % 2 == 0)
            #expect(block(bytes)?.names == kept(headers.map(\.0)))
            // Broken ones: whatever the other still takes is read alike here.
            for _ in 0..<4 where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
                guard let names = decoded(bytes), names.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) else {
                    continue
                }
                #expect(block(bytes)?.names == kept(names))
            }
        }
    }

    @Test("Huffman code that makes nothing shorter is noticed in names and in short values")
    func needlessHuffman() {
        let cases: [([UInt8], Bool)] = [
            ([0x00, 1, 0x78, 0x81, 0x0f], true),  // "1" in Huffman code: one byte either way
            ([0x00, 1, 0x78, 0x01, 0x31], false), ([0x00, 0x81, 0xf3, 0x01, 0x31], true),
            ([0x00, 1, 0x78, 0x82, 0x31, 0x8d], false),  // "iii": two bytes instead of three
            ([0x00, 1, 0x78, 0x80], false),
        ]
        for (bytes, expected) in cases {
            #expect(block(bytes)?.encoding.hasNeedlessHuffman == expected, "\(bytes)")
        }
    }

    @Test("What is no HPACK is refused")
    func malformed() {
        let cases: [[UInt8]] = [
            [0x80], [0xbe], [0xff], [0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], [0x40], [0x40, 0], [0x40, 1],
            [0x40, 1, 0x78],
            [0x40, 1, 0x78, 5, 1], [0x00, 0x82, 0xff, 0xff, 0], [0x7f, 0xff, 0xff, 0xff, 0xff, 0x01, 0], [0x3f],
            [0x0f, 0x2f, 0], [0x41], [0x40, 0x7f, 0xff, 0xff, 0xff, 0x7f],
        ]
        for bytes in cases { #expect(block(bytes) == nil, "\(bytes)") }
        #expect(block([])?.names == [])
    }
}

extension HeaderBlock: Equatable {
    /// Enough for telling nil from something.
    public static func == (left: HeaderBlock, right: HeaderBlock) -> Bool {
        left.names == right.names && left.pseudoHeaders == right.pseudoHeaders && left.encoding == right.encoding
    }
}
