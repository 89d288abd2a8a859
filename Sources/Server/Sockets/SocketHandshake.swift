import Crypto
import Foundation
import HTTPTypes

/// A request that asks for a WebSocket, as a server must read it (RFC 6455, section 4.2.1).
struct SocketHandshake: Equatable {
    /// Why a request is no such handshake.
    enum Flaw: Error, Equatable, CaseIterable {
        /// It is another method than GET, or does not ask for the protocol `websocket`.
        case noUpgrade
        /// `Sec-WebSocket-Version` is not 13.
        case version
        /// `Sec-WebSocket-Key` is not 16 bytes in base64.
        case key
        /// It has a body.
        case body
    }

    /// The only version there is.
    static let version = "13"

    /// What `Sec-WebSocket-Accept` has to say.
    let accept: String

    /// Reads a request.
    init(_ request: HTTPRequest) throws(Flaw) {
        let headers = request.headerFields
        guard request.method == .get, Self.asksToUpgrade(headers), headers.lists("websocket", in: .upgrade) else {
            throw .noUpgrade
        }
        guard headers[.secWebSocketVersion] == Self.version else { throw .version }
        guard let key = headers[.secWebSocketKey], key.utf8.count == 24, Data(base64Encoded: key)?.count == 16 else {
            throw .key
        }
        guard headers[.transferEncoding] == nil, headers[.contentLength] ?? "0" == "0" else { throw .body }
        let digest = Insecure.SHA1.hash(data: Data((key + Self.suffix).utf8))
        accept = Data(digest).base64EncodedString()
    }

    /// Whether a request asks for another protocol, whichever. No other request can follow it on its connection: a server that reads
    /// HTTP/1.1 stops there.
    static func endsHTTP(_ request: HTTPRequest) -> Bool {
        request.method == .connect || asksToUpgrade(request.headerFields)
    }

    private static func asksToUpgrade(_ headers: HTTPFields) -> Bool {
        headers[.upgrade] != nil && headers.lists("upgrade", in: .connection)
    }

    /// The same for everybody (section 1.3).
    private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
}

extension HTTPFields {
    /// Whether a header that is a list has this word in it, in whatever case.
    fileprivate func lists(_ word: String, in name: HTTPField.Name) -> Bool {
        self[values: name].contains { value in
            value.split(separator: ",").contains { $0.trimmed.lowercased() == word }
        }
    }
}
