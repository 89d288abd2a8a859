/// How a WebSocket is closed: a code (RFC 6455, section 7.4.1) and a reason.
struct SocketClosure: Equatable, Error {
    /// The code.
    var code: UInt16
    /// The reason, at most 123 bytes.
    var reason = ""

    /// All that was to be done is done.
    static let done = SocketClosure(code: 1000)
    /// The other side does not follow the protocol.
    static let protocolError = SocketClosure(code: 1002)
    /// It sends what is not taken here.
    static let unacceptable = SocketClosure(code: 1003)
    /// It sends more than is taken here.
    static let tooLarge = SocketClosure(code: 1009)

    /// It does what it may not, by the code of an error.
    static func refused(_ reason: String) -> SocketClosure { SocketClosure(code: 1008, reason: reason) }

    /// What stands in the frame.
    var bytes: [UInt8] { [UInt8(code >> 8), UInt8(code & 0xff)] + reason.utf8.prefix(123) }
}
