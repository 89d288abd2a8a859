/// Builds messages byte by byte, so that tests can break them anywhere.
enum Bytes {
    static func uint16(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xff), UInt8(value & 0xff)] }
    static func uint24(_ value: Int) -> [UInt8] { [UInt8(value >> 16 & 0xff)] + uint16(value) }
    static func uint32(_ value: UInt32) -> [UInt8] { uint16(Int(value >> 16)) + uint16(Int(value & 0xffff)) }
    static func list(_ values: [Int]) -> [UInt8] { values.flatMap(uint16) }
    static func block8(_ content: [UInt8]) -> [UInt8] { [UInt8(content.count)] + content }
    static func block16(_ content: [UInt8]) -> [UInt8] { uint16(content.count) + content }

    /// An extension of a ClientHello.
    static func tlsExtension(_ type: Int, _ content: [UInt8] = []) -> [UInt8] { uint16(type) + block16(content) }

    /// The ALPN extension with names given as bytes.
    static func alpn(_ names: [[UInt8]]) -> [UInt8] { tlsExtension(0x10, block16(names.flatMap(block8))) }

    /// A ClientHello as a handshake message; no extension block at all for nil.
    static func hello(
        version: Int = 0x0303, ciphers: [Int] = [0x1301], extensions: [UInt8]? = [], cookie: [UInt8]? = nil
    ) -> [UInt8] {
        var body = uint16(version) + [UInt8](repeating: 7, count: 32) + block8([])
        if let cookie { body += block8(cookie) }
        body += block16(list(ciphers)) + block8([0])
        if let extensions { body += block16(extensions) }
        return [1] + uint24(body.count) + body
    }

    /// A message in TLS records of at most so many bytes each.
    static func records(_ message: [UInt8], each size: Int = 1 << 14) -> [UInt8] {
        stride(from: 0, to: message.count, by: size).flatMap { start in
            [22, 3, 1] + block16(Array(message[start..<min(start + size, message.count)]))
        }
    }

    static let magic = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    /// An HTTP/2 frame.
    static func frame(_ kind: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        uint24(payload.count) + [kind, flags] + uint32(stream) + payload
    }

    static func settings(_ values: [(Int, UInt32)] = []) -> [UInt8] {
        frame(4, values.flatMap { uint16($0.0) + uint32($0.1) })
    }

    /// `:method GET`, `:scheme https`, `:path /` out of the static table.
    static let request: [UInt8] = [0x82, 0x87, 0x84]
}
