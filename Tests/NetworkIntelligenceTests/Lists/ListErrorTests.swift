import NetworkIntelligence
import Testing

/// What is no list is refused whole, with what it is.
@Suite struct ListErrorTests {
    private func error(_ bytes: [UInt8]) throws -> ListError {
        let first = try #require(throws: ListError.self) { try AddressListReader().read(bytes) }
        let second = try #require(throws: ListError.self) { try ASNListReader().read(bytes) }
        #expect(first.code == second.code)
        return first
    }

    @Test("nothing is no list", arguments: ["", " ", "\n\r\n\t\n", "\u{feff}", "\u{feff}\n"])
    func empty(text: String) throws {
        let error = try error(Array(text.utf8))
        #expect(error.code == .empty)
        #expect(error.description == "found an empty file, expected a list of addresses")
    }

    @Test(
        "an error page is no list",
        arguments: [
            "<!DOCTYPE html>\n<html><body>192.0.2.1\n</body></html>", "\u{feff}\n  <HTML>\n192.0.2.1", "<html lang=en>",
        ])
    func html(text: String) throws {
        let error = try error(Array(text.utf8))
        #expect(error.code == .markup)
        #expect(error.found == "an HTML page")
    }

    @Test("XML is no list")
    func xml() throws {
        #expect(try error(Array("<?xml version=\"1.0\"?><Error>192.0.2.1</Error>".utf8)).found == "markup")
    }

    @Test(
        "data that are no text are no list",
        arguments: [
            ([0x1f, 0x8b, 0x08, 0x00], "gzip data"), ([0x50, 0x4b, 0x03, 0x04, 0x14], "a zip archive"),
            ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz data"),
            ([0x28, 0xb5, 0x2f, 0xfd], "zstd data"), ([0x42, 0x5a, 0x68, 0x39], "bzip2 data"),
            (Array("%PDF-1.7".utf8), "a PDF document"),
            ([0xff, 0xfe, 0x31, 0x00], "UTF-16 text"), ([0xfe, 0xff, 0x00, 0x31], "UTF-16 text"),
            ([0x00], "binary data"),
            (Array("192.0.2.1\n".utf8) + [0], "binary data"), ([1, 2, 3, 4, 5, 6, 7, 8], "binary data"),
            (Array("\u{1}\u{2}LOCDBXX\u{1}".utf8), "binary data"),
        ] as [([UInt8], String)])
    func binary(bytes: [UInt8], found: String) throws {
        let error = try error(bytes)
        #expect(error.code == .binary)
        #expect(error.found == found)
    }

    @Test(
        "text without a single entry is no list, and its beginning is told",
        arguments: [
            "Not Found", "404: Not Found\n", "Too many requests, try again later\n",
            "error, please log in\nand, come back", "x\ny\nz\n",
            "{\"message\":\"rate limited\"}", "[]", "{}", "{\"prefixes\":[]}", "null", "ip,port\nx,y\n",
        ])
    func noEntries(text: String) throws {
        let error = try error(Array(text.utf8))
        #expect(error.code == .noEntries)
        #expect(error.found.contains("begins “\(text.prefix { $0 != "\n" })”"))
    }

    @Test(
        "JSON that breaks off is refused whole",
        arguments: [
            "[\"192.0.2.1\", \"192.0.2.2\"", "[\"192.0.2.1\", \"192.0", "[\"192.0.2.1\",", "[\"192.0.2.1\",]",
            "[\"192.0.2.1\"] x", "[\"192.0.2.1\" \"192.0.2.2\"]",
            "{\"a\":\"192.0.2.1\"", "{\"a\"}", "{a:1}", "[\"192.0.2.1\",\"a\nb\"]", "[tru]", "[nul", "[\"192.0.2.1\\",
            "{\"ip\":\"192.0.2.1\",}",
            "[\"192.0.2.1\", +]",
        ])
    func brokenJSON(text: String) throws { #expect(try error(Array(text.utf8)).code == .malformed) }

    @Test("a file of more than 512 MB is refused before it is looked at")
    func tooLarge() throws {
        let bytes: [UInt8] = [0x31]
        let error = try bytes.withUnsafeBytes { bytes in
            // Only the size is true of it; nothing behind the first byte may be read.
            let huge = UnsafeRawBufferPointer(start: bytes.baseAddress, count: (512 << 20) + 1)
            return try #require(throws: ListError.self) { try AddressListReader().read(huge) }
        }
        #expect(error.code == .tooLarge)
    }

    @Test("JSON that is nested too deep is refused, however deep")
    func deepJSON() throws {
        #expect(
            try error(Array(String(repeating: "[", count: 17).utf8)).description.contains("a nesting of more than 16"))
        #expect(try error([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)).code == .malformed)
        let text = String(repeating: "{\"a\":", count: 1_000_000)
        #expect(try error(Array(text.utf8)).code == .malformed)
        let sixteen = String(repeating: "[", count: 16) + "\"192.0.2.1\"" + String(repeating: "]", count: 16)
        #expect(try AddressListReader().read(Array(sixteen.utf8)).ranges.count == 1)
    }
}
