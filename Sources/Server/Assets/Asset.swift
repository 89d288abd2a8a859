import CAssets
import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import VisitorIdentity

/// A file that stands in the binary, ready to be answered.
struct Asset: Sendable {
    /// Its bytes.
    let body: ByteBuffer
    /// The same compressed by gzip, where that is worth it.
    let gzip: ByteBuffer?
    /// Names exactly these bytes (RFC 9110, section 8.8.3).
    let etag: String
    /// What kind of file it is.
    let contentType: String

    /// The file of that name.
    init(_ name: String) {
        let bytes = Self.bytes(name)
        body = bytes
        gzip = Self.all[name + ".gz"]
        etag = Self.etag(of: bytes)
        contentType =
            switch name.split(separator: ".").last {
            case "js": "text/javascript; charset=utf-8"
            case "css": "text/css; charset=utf-8"
            case "html": "text/html; charset=utf-8"
            case "svg": "image/svg+xml"
            case "json": "application/json"
            default: "application/octet-stream"
            }
    }

    /// Answers a request for the file: whole, compressed, or 304 when the client has these bytes already.
    /// - Parameter caching: `Cache-Control`.
    func response(to request: Request, caching: String = "public, max-age=300") -> Response {
        let offered = request.headers[.acceptEncoding]?.lowercased() ?? ""
        let compressed = offered.contains("gzip") ? gzip : nil
        // The compressed bytes are other bytes, and so need another name.
        let etag = compressed == nil ? "\"\(etag)\"" : "\"\(etag)-gzip\""
        var headers: HTTPFields = [.eTag: etag, .cacheControl: caching]
        if gzip != nil { headers[.vary] = "Accept-Encoding" }
        if let known = request.headers[.ifNoneMatch], Self.matches(known, etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = contentType
        headers[.xContentTypeOptions] = "nosniff"
        if compressed != nil { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: compressed ?? body))
    }

    /// The bytes of a file.
    static func bytes(_ name: String) -> ByteBuffer {
        guard let bytes = all[name] else { preconditionFailure("there is no file \(name) in the binary") }
        return bytes
    }

    private static func etag(of bytes: ByteBuffer) -> String {
        Base64URL.encode(SHA256.hash(data: bytes.readableBytesView).prefix(12))
    }

    /// `If-None-Match` compares weakly (RFC 9110, section 13.1.2).
    private static func matches(_ header: String, _ etag: String) -> Bool {
        header.split(separator: ",").contains { entry in
            let entry = entry.trimmingPrefix { $0 == " " }
            return entry == "*" || entry == etag || entry == "W/" + etag
        }
    }

    private static let all: [String: ByteBuffer] = {
        var files: [String: ByteBuffer] = [:]
        var next = tripline_assets()
        while let asset = next?.pointee, let name = asset.name {
            files[String(cString: name)] = ByteBuffer(
                bytes: UnsafeBufferPointer(start: asset.bytes, count: asset.length))
            next = next?.successor()
        }
        return files
    }()
}
