import NetworkIntelligence
import NIOCore

/// The line or block that a proxy puts before a connection's own bytes to say whose connection it is (the PROXY protocol, versions 1
/// and 2, as HAProxy's `proxy-protocol.txt` has it).
struct ProxyHeader: Equatable, Sendable {
    /// Whose connection it is; nil where the proxy speaks for itself (`LOCAL`, `UNKNOWN`) or for what has no IP address.
    var source: IPAddress?
    /// How many bytes it takes.
    var length: Int

    /// Why bytes are no such header.
    enum Malformed: Error, Equatable {
        /// They begin like neither version.
        case notAHeader
        /// The line of version 1 is not as it must be.
        case badLine
        /// Version, command or family of version 2 are none that there are, or the block is too short for its addresses.
        case badBlock
        /// The block of version 2 is longer than ``ProxyHeader/maximumBlock``.
        case tooLong
    }

    /// The longest line of version 1, its end included.
    static let maximumLine = 107
    /// The longest block of version 2 after its first 16 bytes; addresses take at most 216 of them, the rest is for extensions.
    static let maximumBlock = 4096

    private static let signature: [UInt8] = [
        0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
    ]

    /// Reads the header that a connection begins with.
    /// - Returns: nil when more bytes are needed to tell.
    static func read(_ bytes: ByteBufferView) throws(Malformed) -> ProxyHeader? {
        let common = zip(bytes, signature).prefix { $0 == $1 }.count
        if common == signature.count { return try readBlock(bytes) }
        if common == bytes.count { return nil }
        return try readLine(bytes)
    }

    private static func readLine(_ bytes: ByteBufferView) throws(Malformed) -> ProxyHeader? {
        guard zip(bytes, "PROXY ".utf8).allSatisfy(==) else { throw .notAHeader }
        let line = bytes.prefix(maximumLine)
        guard let end = line.firstIndex(of: UInt8(ascii: "\n")) else {
            if bytes.count >= maximumLine { throw .badLine }
            return nil
        }
        guard end > line.startIndex, line[end - 1] == UInt8(ascii: "\r") else { throw .badLine }
        let length = end + 1 - line.startIndex
        let words = String(decoding: line[..<(end - 1)], as: UTF8.self)
            .split(separator: " ", omittingEmptySubsequences: false)
        if words.count >= 2, words[1] == "UNKNOWN" { return ProxyHeader(source: nil, length: length) }
        guard words.count == 6, words[1] == "TCP4" || words[1] == "TCP6",
            let source = IPAddress(String(words[2])), IPAddress(String(words[3])) != nil,
            words[2].contains(":") == (words[1] == "TCP6"), words[3].contains(":") == (words[1] == "TCP6"),
            isPort(words[4]), isPort(words[5])
        else { throw .badLine }
        return ProxyHeader(source: source, length: length)
    }

    private static func isPort(_ word: Substring) -> Bool {
        UInt16(word) != nil && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func readBlock(_ bytes: ByteBufferView) throws(Malformed) -> ProxyHeader? {
        guard bytes.count >= 16 else { return nil }
        let start = bytes.startIndex
        let (version, command) = (bytes[start + 12] >> 4, bytes[start + 12] & 0x0f)
        let (family, transport) = (bytes[start + 13] >> 4, bytes[start + 13] & 0x0f)
        let length = Int(bytes[start + 14]) << 8 | Int(bytes[start + 15])
        guard version == 2, command <= 1, family <= 3, transport <= 2 else { throw .badBlock }
        guard length <= maximumBlock else { throw .tooLong }
        // Both addresses and, but for Unix sockets, both ports.
        let needed = command == 0 ? 0 : [0, 12, 36, 216][Int(family)]
        guard length >= needed else { throw .badBlock }
        guard bytes.count >= 16 + length else { return nil }
        let width = command == 1 && transport == 1 ? [0, 4, 16, 0][Int(family)] : 0
        let source = width == 0 ? nil : IPAddress(networkBytes: Array(bytes[(start + 16)..<(start + 16 + width)]))
        return ProxyHeader(source: source, length: 16 + length)
    }
}

/// Takes the PROXY header off connections of trusted proxies, which must begin with one, and lets the rest through.
///
/// Connections of others are left alone: what they send is theirs, and a header of theirs is no HTTP.
final class ProxyHeaderHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ClientConnection
    private let deadline: TimeAmount
    private var held = ByteBuffer()
    private var timer: Scheduled<Void>?
    private var isDone = false

    /// - Parameter deadline: how long the header may take.
    init(_ connection: ClientConnection, deadline: TimeAmount) {
        self.connection = connection
        self.deadline = deadline
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.scheduleClose(in: deadline)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        held.writeBuffer(&bytes)
        do {
            guard let header = try ProxyHeader.read(held.readableBytesView) else { return }
            isDone = true
            connection.note(proxied: header.source)
            held.moveReaderIndex(forwardBy: header.length)
            let rest = held
            held = ByteBuffer()
            if rest.readableBytes > 0 {
                context.fireChannelRead(wrapInboundOut(rest))
                context.fireChannelReadComplete()
            }
            context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        } catch {
            isDone = true
            context.close(promise: nil)
        }
    }
}
