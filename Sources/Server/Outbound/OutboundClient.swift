import AsyncHTTPClient
import NetworkIntelligence
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// How requests of the server are made: to an address that was looked at, once, following nobody elsewhere.
enum OutboundClient {
    /// How long a connection may take to be made, in seconds.
    static let connectSeconds: Int64 = 10

    /// The configuration of a client whose connections to a host go to that address.
    static func configuration(host: String, at address: IPAddress, trust: OutboundTrust) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: trust.configuration, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(connectSeconds)), decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = [host: address.description]
        // One try is one connection; when to try again is for others to say.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// What went wrong, for whoever named the address: how this server is built is not theirs to know.
    static func words(for error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout:
            "no connection within \(connectSeconds) s"
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            "the connection was closed without an answer"
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words(for: $0.error) } ?? "no connection"
        case let error as IOError:
            String(cString: strerror(error.errnoCode)).lowercased()
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            "the TLS handshake failed; its certificate must be valid for its name, and its TLS 1.2 or later"
        case is HTTPParserError:
            "what it answered is not HTTP"
        default:
            "the connection broke"
        }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
