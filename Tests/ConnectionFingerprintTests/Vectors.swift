import Foundation

/// Connections of real clients, which lie beside the project and not in it.
enum Vectors {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/vectors/ja4").standardizedFileURL

    static var areThere: Bool {
        ["client-hello.json", "browsers.json", "live-clients.json"].allSatisfy {
            FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
        }
    }

    /// A ClientHello out of a published capture.
    struct Hello: Decodable {
        var pcap: String
        var frame: Int
        var client_hello_handshake_hex: String
        var ja4: String
        var ja4_r: String
    }

    /// A browser as it was captured by others: hashes and lists, not the bytes.
    struct Browser: Decodable {
        var browser: String
        var version: String
        var os: String
        var ja4: String
        var ja4_r: String
        var akamai_http2: String?
        var user_agent: String?
        var header_order: [String]?
    }

    /// A client that was captured byte by byte.
    struct LiveClient: Decodable {
        var client: String
        var client_hello_records_hex: String
        var ja4: String
        var ja4_r: String
        var http2_client_bytes_hex: String?
        var akamai: String?
        var header_order: String?
        var user_agent: String?

        var records: [UInt8] { bytes(hex: client_hello_records_hex) }
        var http2: [UInt8]? { http2_client_bytes_hex.map { bytes(hex: $0) }.flatMap { $0.isEmpty ? nil : $0 } }
        /// The handshake message: all of these came in one record.
        var handshake: [UInt8] { Array(records.dropFirst(5)) }
    }

    static func hellos() throws -> [Hello] {
        struct File: Decodable { var vectors: [Hello] }
        return try read("client-hello.json", as: File.self).vectors
    }

    static func browsers() throws -> [Browser] {
        struct File: Decodable { var browsers: [Browser] }
        return try read("browsers.json", as: File.self).browsers
    }

    static func liveClients() throws -> [LiveClient] {
        struct File: Decodable { var clients: [LiveClient] }
        return try read("live-clients.json", as: File.self).clients
    }

    private static func read<File: Decodable>(_ name: String, as type: File.Type) throws -> File {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
    }
}

/// Bytes of hexadecimal text.
func bytes(hex: String) -> [UInt8] {
    let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// A generator that gives the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
