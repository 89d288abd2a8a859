import NetworkIntelligence
import NIOCore
import NIOPosix

/// Decides where requests of the server may go, such as deliveries and questions for a directory: to strangers on the public Internet, and only where the operator says so to anything nearer.
///
/// A name is resolved once for a request, all of its addresses are looked at, and the connection goes to one that was: a name that
/// answers differently the next time leads nowhere else.
struct OutboundDestinations: Sendable {
    /// Asks for the addresses of a host.
    typealias Resolve = @Sendable (_ host: String) async throws -> [IPAddress]

    /// Whether addresses of private networks and of this machine, and plain HTTP to those, are allowed.
    let allowsPrivate: Bool
    private let resolve: Resolve

    init(allowsPrivate: Bool, resolve: @escaping Resolve = SystemResolver.addresses) {
        self.allowsPrivate = allowsPrivate
        self.resolve = resolve
    }

    /// Refuses an address that is known to lead where nothing may go. A name that nobody knows yet may be known by the time of a delivery.
    /// - Throws: ``OutboundRefusal``.
    func check(_ url: OutboundURL) async throws {
        do {
            _ = try await address(for: url)
        } catch is UnknownHost {}
    }

    /// The address to connect to.
    /// - Throws: ``OutboundRefusal``, ``UnknownHost``.
    func address(for url: OutboundURL) async throws -> IPAddress {
        let addresses = if let literal = IPAddress(url.host) { [literal] } else { try await resolve(url.host) }
        guard let first = addresses.first else { throw UnknownHost(host: url.host) }
        if !allowsPrivate, !addresses.allSatisfy(\.isPublic) {
            throw OutboundRefusal(
                expected:
                    "an address on the public Internet; \(url.host) is, or leads to, one of a private network or of this machine"
            )
        }
        if !url.isSecure, addresses.contains(where: \.isPublic) {
            throw OutboundRefusal(expected: "https: plain http may only go to private networks")
        }
        return first
    }
}

/// A host that has no address.
struct UnknownHost: Error {
    let host: String
}

/// Asks the system for addresses, on threads of its own: it may take its time to answer.
private enum SystemResolver {
    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 16)
        threads.start()
        return threads
    }()

    static func addresses(of host: String) async throws -> [IPAddress] {
        try await threads.runIfActive {
            var hints = addrinfo()
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            var list: UnsafeMutablePointer<addrinfo>?
            guard getaddrinfo(host, nil, &hints, &list) == 0 else { throw UnknownHost(host: host) }
            defer { freeaddrinfo(list) }
            let entries = sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }
            return entries.compactMap { entry in
                guard let entry = entry?.pointee, let address = entry.ai_addr else { return nil }
                return IPAddress(address, length: entry.ai_addrlen)
            }
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

extension IPAddress {
    /// The address in a socket address of the system; nil for other families.
    fileprivate init?(_ address: UnsafeMutablePointer<sockaddr>, length: socklen_t) {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        let bytes = text.prefix { $0 != 0 && $0 != CChar(bitPattern: UInt8(ascii: "%")) }.map(UInt8.init(bitPattern:))
        self.init(String(decoding: bytes, as: UTF8.self))
    }
}
