import Foundation
import OrderedJSON

@testable import WebBotAuth

/// Test vectors that nobody on this project made; they lie beside the repository and are no part of it.
enum Vectors {
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../../shared/vectors").standardizedFileURL

    static let areThere = FileManager.default.fileExists(atPath: folder.appending(path: "web-bot-auth").path)

    static func json(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: "\(path).json"))))
    }

    static func cases(_ path: String) throws -> [JSONValue] { try json(path).array ?? [] }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    static func files(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// A message as RFC 9421 prints it.
    static func message(_ name: String) throws -> SignedMessage {
        let lines = try text("http-message-signatures/\(name)").split(
            separator: "\n", omittingEmptySubsequences: false)
        let head = lines[0].split(separator: " ")
        let headers = lines.dropFirst().prefix { !$0.isEmpty }.map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return MessageField(String(line[..<colon]), String(line[colon...].dropFirst()))
        }
        if head[0].hasPrefix("HTTP/") { return .response(SignedResponse(status: Int(head[1]) ?? 0, headers: headers)) }
        let host = headers.first { $0.name == "host" }?.value ?? ""
        return .request(
            SignedRequest(
                method: String(head[0]), scheme: "https", authority: ASCII.trimmed(host), target: String(head[1]),
                headers: headers))
    }
}
