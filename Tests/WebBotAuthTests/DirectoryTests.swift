import Crypto
import Foundation
import OrderedJSON
import Sessions
import Testing

@testable import WebBotAuth

@Suite("What directories answer")
struct DirectoryTests {
    private let type = MessageField("Content-Type", "application/http-message-signatures-directory+json; charset=utf-8")
    private let directory: DirectoryLocation
    private let card: DirectoryLocation

    init() throws {
        let address = try #require(WebAddress("https://agent.example/bot"))
        directory = DirectoryLocation(origin: address)
        card = DirectoryLocation(kind: .card, address: address)
    }

    private func answer(
        _ body: [UInt8], _ headers: [MessageField]? = nil, status: Int = 200, at location: DirectoryLocation? = nil
    ) -> Result<DirectoryAnswer, DirectoryError> {
        let response = DirectoryResponse(status: status, headers: headers ?? [type], body: body)
        do {
            return .success(try DirectoryAnswer(response, to: location ?? directory, at: Draft.now))
        } catch {
            return .failure(error)
        }
    }

    private func keys(_ result: Result<DirectoryAnswer, DirectoryError>) throws -> JSONWebKeySet {
        guard case .keys(let directory) = try result.get() else { throw DirectoryError.malformed }
        return directory.keys
    }

    @Test("Keys are read, and may be used for an hour where nothing else is said")
    func plain() throws {
        let signer = try TestSigner(.ed25519)
        let expected = KeyDirectory(keys: signer.keys, expiresAt: Draft.now + .seconds(3600))
        #expect(answer(signer.keys.jsonBytes()) == .success(.keys(expected)))
    }

    @Test("Any status but 200 is a failure", arguments: [0, 201, 204, 206, 301, 302, 304, 307, 404, 500])
    func status(status: Int) throws {
        #expect(answer(Array(#"{"keys":[]}"#.utf8), status: status) == .failure(.status))
    }

    @Test("Content is taken by its media type, which depends on what was asked for")
    func mediaTypes() throws {
        let body = Array(#"{"keys":[]}"#.utf8)
        for (type, fits) in [
            ("application/http-message-signatures-directory+json", true), ("application/json", true),
            ("Application/JWK-Set+JSON ;x=y", true), ("application/http-message-signatures-directory", true),
            ("text/html", false), ("text/plain", false), ("", false), ("application/octet-stream", false),
        ] {
            let result = answer(body, [.init("content-type", type)])
            #expect((result == .failure(.mediaType)) != fits, "\(type)")
        }
        #expect(answer(body, []) == .failure(.mediaType))
        #expect(answer(body, at: card) == .failure(.mediaType))
        #expect(answer(body, [.init("content-type", "application/json")], at: card) == .failure(.card))
    }

    @Test("HTML, too much and nonsense are failures")
    func bad() throws {
        #expect(answer(Array("<!doctype html>".utf8)) == .failure(.malformed))
        #expect(answer(Array("{}".utf8)) == .failure(.malformed))
        #expect(answer([UInt8](repeating: 0x20, count: 65_537)) == .failure(.tooLarge))
        let many = #"{"keys":[\#(Array(repeating: "1", count: 65).joined(separator: ","))]}"#
        #expect(answer(Array(many.utf8)) == .failure(.tooLarge))
        #expect(answer([UInt8](repeating: UInt8(ascii: "["), count: 60_000)) == .failure(.malformed))
    }

    @Test("A card gives its keys, or the one place where they are")
    func cards() throws {
        let signer = try TestSigner(.ed25519)
        let json = MessageField("content-type", "application/json")
        let keys = String(decoding: signer.keys.jsonBytes(), as: UTF8.self)
        let own = Array(#"{"client_id":"https://agent.example/bot","jwks":\#(keys)}"#.utf8)
        #expect(try self.keys(answer(own, [json], at: card)) == signer.keys)
        let other = Array(#"{"client_id":"https://agent.example/bot","jwks_uri":"https://keys.example/k"}"#.utf8)
        let place = DirectoryLocation(kind: .keySet, address: try #require(WebAddress("https://keys.example/k")))
        #expect(answer(other, [json], at: card) == .success(.elsewhere(place, until: Draft.now + .seconds(3600))))
        // Where a key set is asked for, a card is none: there is no way on.
        #expect(answer(other, [json], at: place) == .failure(.malformed))
    }

    @Test("A directory that is signed gives the keys whose own signature holds, and no others")
    func signed() throws {
        let signers = [try TestSigner(.ed25519), try TestSigner(.ecdsaP256SHA256), TestSigner.rsa]
        let body = JSONWebKeySet(keys: signers.map(\.jwk)).jsonBytes()
        let digest = MessageField("Content-Digest", "sha-256=:\(Base64.encode(Array(SHA256.hash(data: Data(body))))):")
        func fields(_ signer: TestSigner, _ label: String, _ input: String, authority: String = "agent.example") throws
            -> [MessageField]
        {
            let request = SignedRequest(method: "GET", scheme: "https", authority: authority, path: "/")
            return try signer.fields(
                label: label,
                input: "\(input);keyid=\"\(signer.keyID)\";tag=\"http-message-signatures-directory\"",
                over: .response(SignedResponse(status: 200, headers: [type, digest], request: request)))
        }
        let covered = #"("@authority";req "content-digest");created=1799999999;expires=1800000060"#
        let all = try signers.enumerated().flatMap { try fields($1, "binding\($0)", covered) }
        #expect(try keys(answer(body, [type, digest] + all)).keys.count == 3)
        let two = try fields(signers[0], "a", covered) + fields(signers[1], "b", covered)
        #expect(try keys(answer(body, [type, digest] + two)).keys.map(\.thumbprint) == signers.prefix(2).map(\.keyID))
        for (input, authority) in [
            (covered, "other.example"), (#"("content-digest");created=1799999999"#, "agent.example"),
            (#"("@authority";req);created=1800000061"#, "agent.example"),
            (#"("@authority";req);created=1799999999;expires=1800000000"#, "agent.example"),
            (#"("@authority";req);alg="rsa-pss-sha512""#, "agent.example"),
        ] {
            let wrong = try fields(signers[0], "a", input, authority: authority)
            #expect(try keys(answer(body, [type, digest] + wrong)).keys.isEmpty, "\(input)")
        }
        // One key's signature under the name of another.
        let forged = all.map { MessageField($0.name, $0.value.replacing(signers[0].keyID, with: signers[2].keyID)) }
        #expect(
            try keys(answer(body, [type, digest] + forged)).keys.map(\.thumbprint).sorted()
                == signers.dropFirst().map(\.keyID).sorted())
        #expect(answer(body + [0x20], [type, digest] + all) == .failure(.digest))
        #expect(answer(body, [type, digest] + all + all) == .failure(.signatures))
    }

    @Test("Content-Digest is held against the body wherever it stands")
    func digest() throws {
        let body = Array(#"{"keys":[]}"#.utf8)
        let long = Base64.encode(Array(SHA512.hash(data: Data(body))))
        for (value, holds) in [
            ("sha-512=:\(long):", true), ("sha-512=:\(long):, sha-256=:AAAA:", false), ("sha-256=\"x\"", false),
            ("md5=:AAAA:", true), ("nonsense=", false), ("sha-512=:\(long.dropLast(4)):", false),
        ] {
            let result = answer(body, [type, .init("content-digest", value)])
            #expect((result == .failure(.digest)) != holds, "\(value)")
        }
    }

    @Test(
        "How long keys may be used is between a minute and a day, as the response says",
        arguments: [
            ("cache-control: max-age=600", 600), ("cache-control: public, Max-Age=\"600\"", 600),
            ("cache-control: max-age=0", 60), ("cache-control: max-age=999999", 86_400),
            ("cache-control: no-store", 60),
            ("cache-control: max-age=600, no-cache", 60), ("cache-control: max-age=600, s-maxage=900", 900),
            ("cache-control: max-age=99999999999999999999", 86_400), ("cache-control: max-age=-1", 60),
            ("cache-control: max-age=x", 60), ("cache-control: max-age", 60), ("cache-control: public", 3600),
            ("cache-control: max-age=600|age: 100", 500), ("cache-control: max-age=600|age: 9999999999", 60),
            ("cache-control: max-age=600|age: -5", 600), ("expires: Fri, 15 Jan 2027 09:00:00 GMT", 3600),
            ("expires: Fri, 15 Jan 2027 09:00:00 GMT|date: Fri, 15 Jan 2027 08:50:00 GMT", 600),
            ("expires: Fri, 15 Jan 2027 09:00:00 GMT|cache-control: max-age=120", 120), ("expires: 0", 60),
            ("expires: Fri, 15 Jan 2027 09:00:00", 60), ("expires: Fri, 99 Jan 2027 09:00:00 GMT", 60),
            ("expires: Fri, 31 Dec 9999 23:59:59 GMT", 86_400), ("x: y", 3600),
        ])
    func lifetime(headers: String, seconds: Int) {
        let fields = headers.split(separator: "|").map { line in
            let parts = line.split(separator: ": ", maxSplits: 1)
            return MessageField(String(parts[0]), String(parts[1]))
        }
        #expect(CacheLifetime.of(fields, at: Draft.now) == .seconds(seconds))
    }
}
