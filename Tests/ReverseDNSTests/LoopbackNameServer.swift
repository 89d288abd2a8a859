import NetworkIntelligence
import Synchronization

@testable import ReverseDNS

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A name server of the tests' own on a loopback port, over UDP and TCP. It says to each query what the test has it say, when the test has it.
final class LoopbackNameServer: Sendable {
    /// What is sent for a query, and how long after it.
    struct Response: Sendable {
        var message: [UInt8]
        var delay: Duration = .zero
    }

    private struct State {
        var queries: [ReceivedQuery] = []
        var isHeld = false
        var isOver = false
    }

    /// The port, of 127.0.0.1.
    let port: UInt16
    private let udp: Int32
    private let tcp: Int32
    private let state = Mutex(State())
    private let respond: @Sendable (ReceivedQuery) -> [Response]

    /// A server that answers as the closure says; what comes late holds up no other answer.
    init(_ respond: @escaping @Sendable (ReceivedQuery) -> [Response]) throws {
        self.respond = respond
        (udp, tcp, port) = try Self.sockets()
        guard DetachedThread.start({ self.serve() }) else { throw NoSocket() }
    }

    /// A server that knows these records.
    convenience init(_ records: [ZoneRecord], delay: Duration = .zero) throws {
        try self.init { [Response(message: records.reply(to: $0), delay: delay)] }
    }

    /// What was asked so far.
    var queries: [ReceivedQuery] { state.withLock { $0.queries } }

    /// It as a resolver is told of it.
    var asServer: NameServer { NameServer("127.0.0.1:\(port)")! }

    /// Keeps back what it has to say.
    func hold() { state.withLock { $0.isHeld = true } }

    /// Says what it kept back.
    func release() { state.withLock { $0.isHeld = false } }

    /// Ends the server; it answers nothing more.
    func close() { state.withLock { $0.isOver = true } }

    private struct NoSocket: Error {}

    /// A UDP socket and a listening TCP socket on the same port.
    private static func sockets() throws -> (Int32, Int32, UInt16) {
        for _ in 0..<20 {
            let udp = socket(AF_INET, datagram, 0)
            let tcp = socket(AF_INET, stream, 0)
            if let port = bound(udp, port: 0), bound(tcp, port: port) != nil, listen(tcp, 16) == 0 {
                return (udp, tcp, port)
            }
            for socket in [udp, tcp] where socket >= 0 { shut(socket) }
        }
        throw NoSocket()
    }

    /// The port that a socket is bound to; nil when it can't be had.
    private static func bound(_ socket: Int32, port: UInt16) -> UInt16? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
            } ? UInt16(bigEndian: $0.pointee.sin_port) : nil
        }
    }

    // MARK: On the server's thread

    private typealias Due = (time: ContinuousClock.Instant, send: () -> Void)

    private func serve() {
        var due: [Due] = []
        while !state.withLock({ $0.isOver }) {
            var descriptors = [udp, tcp].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            _ = poll(&descriptors, 2, due.isEmpty ? 50 : 2)
            if descriptors[0].revents != 0 { due += receiveDatagram() }
            if descriptors[1].revents != 0 { due += acceptConnection() }
            guard !state.withLock({ $0.isHeld }) else { continue }
            let now = ContinuousClock.now
            for response in due where response.time <= now { response.send() }
            due.removeAll { $0.time <= now }
        }
        Self.shut(udp)
        Self.shut(tcp)
    }

    private func receiveDatagram() -> [Due] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var peer = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let count = withUnsafeMutablePointer(to: &peer) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                recvfrom(udp, &buffer, buffer.count, 0, $0, &length)
            }
        }
        guard count > 0 else { return [] }
        return responses(to: Array(buffer[..<count]), isTCP: false) { [udp, peer, length] message in
            withUnsafePointer(to: peer) {
                _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(udp, message, message.count, 0, $0, length)
                }
            }
        }
    }

    /// Takes a connection, one query on it, and closes it behind the answer.
    private func acceptConnection() -> [Due] {
        let connection = accept(tcp, nil, nil)
        guard connection >= 0 else { return [] }
        guard let length = Self.read(2, from: connection),
            let message = Self.read(Int(length[0]) << 8 | Int(length[1]), from: connection)
        else {
            Self.shut(connection)
            return []
        }
        let due = responses(to: message, isTCP: true) { message in
            let framed = ZoneRecord.bytes(UInt16(message.count)) + message
            var sent = 0
            while sent < framed.count {
                let count = framed[sent...].withUnsafeBytes {
                    send(connection, $0.baseAddress, $0.count, Self.noSignal)
                }
                guard count > 0 else { break }
                sent += count
            }
            Self.shut(connection)
        }
        if due.isEmpty { Self.shut(connection) }
        return due
    }

    private func responses(to message: [UInt8], isTCP: Bool, send: @escaping ([UInt8]) -> Void) -> [Due] {
        guard let query = ReceivedQuery(message, isTCP: isTCP) else { return [] }
        state.withLock { $0.queries.append(query) }
        let now = ContinuousClock.now
        return respond(query).map { response in (now + response.delay, { send(response.message) }) }
    }

    private static func read(_ count: Int, from socket: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var buffer = [UInt8](repeating: 0, count: count - bytes.count)
            let read = recv(socket, &buffer, buffer.count, 0)
            guard read > 0 else { return nil }
            bytes += buffer[..<read]
        }
        return bytes
    }

    #if canImport(Glibc)
        private static let datagram = Int32(SOCK_DGRAM.rawValue)
        private static let stream = Int32(SOCK_STREAM.rawValue)
        private static let noSignal = Int32(MSG_NOSIGNAL)
        private static func shut(_ socket: Int32) { _ = Glibc.close(socket) }
    #elseif canImport(Musl)
        private static let datagram = SOCK_DGRAM
        private static let stream = SOCK_STREAM
        private static let noSignal = Int32(MSG_NOSIGNAL)
        private static func shut(_ socket: Int32) { _ = Musl.close(socket) }
    #else
        private static let datagram = SOCK_DGRAM
        private static let stream = SOCK_STREAM
        private static let noSignal: Int32 = 0
        private static func shut(_ socket: Int32) { _ = Darwin.close(socket) }
    #endif
}
