import ConnectionFingerprint
import Evidence
import NetworkIntelligence
import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What one connection has shown of its client so far. Its taps write it before the first request is served, and requests read it.
final class ClientConnection: Sendable {
    /// The connection that the request at hand came by; nil outside of requests.
    @TaskLocal static var current: ClientConnection?

    private struct Seen {
        var hello: ClientHello?
        var preface: HTTP2Preface?
        var proxied: IPAddress?
        /// Made when it is first asked for, and not again until more is seen.
        var evidence: ConnectionEvidence??
    }

    /// Whether TLS ends here.
    let isEncrypted: Bool
    private let seen = Mutex(Seen())
    private let channel: (any Channel)?

    /// - Parameter channel: the TCP connection itself.
    init(isEncrypted: Bool, channel: (any Channel)? = nil) {
        self.isEncrypted = isEncrypted
        self.channel = channel
    }

    /// The round trip to the peer as the system measures it, in microseconds; nil where it does not tell.
    func roundTrip() async -> Int? {
        #if os(Linux)
            guard let options = channel as? any SocketOptionProvider,
                let information = try? await options.getTCPInfo().get()
            else { return nil }
            return information.tcpi_rtt > 0 ? Int(information.tcpi_rtt) : nil
        #else
            return nil
        #endif
    }

    /// The address that a PROXY header of a trusted proxy named; nil when there was none.
    var proxiedAddress: IPAddress? { seen.withLock { $0.proxied } }

    /// What the connection shows of its client; nil when it is not encrypted, and so shows nothing.
    var evidence: ConnectionEvidence? {
        seen.withLock { seen in
            if let known = seen.evidence { return known }
            let made =
                seen.hello == nil && seen.preface == nil
                ? nil : ConnectionEvidence(observer: .server, hello: seen.hello, preface: seen.preface)
            seen.evidence = .some(made)
            return made
        }
    }

    func note(hello: ClientHello) {
        seen.withLock {
            $0.hello = hello
            $0.evidence = nil
        }
    }

    func note(preface: HTTP2Preface) {
        seen.withLock {
            $0.preface = preface
            $0.evidence = nil
        }
    }

    func note(proxied: IPAddress?) { seen.withLock { $0.proxied = proxied } }
}
