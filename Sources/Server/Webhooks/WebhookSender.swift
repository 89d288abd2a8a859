import AsyncHTTPClient
import NetworkIntelligence
import NIOCore
import NIOHTTP1
import NIOPosix
import Sessions
import Storage

/// What a receiver made of a delivery.
enum WebhookOutcome: Sendable, Equatable {
    /// It answered.
    /// - Parameters:
    ///   - body: how the answer began.
    ///   - retryAfter: how long it asks to be left alone.
    case answered(status: Int, body: String, retryAfter: Duration?)
    /// It could not be asked: a sentence that says why.
    case unreachable(String)
}

/// Sends deliveries to one endpoint, over connections that go to an address that was looked at.
actor WebhookSender {
    /// The most of an answer that is read.
    static let answerBytes = 4096

    /// Loops of their own: a receiver that floods its connection must not keep the API waiting.
    private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private let destinations: OutboundDestinations
    private let timeout: Duration
    private let allowsPlainHTTP: Bool
    private let trust: OutboundTrust
    /// The client for the address that the endpoint has now: connections stay open between deliveries.
    private var client: (host: String, address: IPAddress, client: HTTPClient)?

    init(destinations: OutboundDestinations, trust: OutboundTrust, timeout: Duration) {
        self.destinations = destinations
        self.trust = trust
        self.timeout = timeout
        allowsPlainHTTP = destinations.allowsPrivate
    }

    /// Makes one try. It takes no longer than the time limit, whatever the receiver does.
    func send(_ request: WebhookRequest, to address: String) async -> WebhookOutcome {
        let url: OutboundURL
        do {
            url = try OutboundURL(address, allowsPlainHTTP: allowsPlainHTTP)
        } catch {
            return .unreachable("The address is not delivered to: it must be \(error.expected).")
        }
        let deadline = ContinuousClock.now + timeout
        let client: HTTPClient
        do {
            guard let found = try await within(deadline, { try await self.destinations.address(for: url) }) else {
                return .unreachable("The name \(url.host) was not resolved within \(timeout.components.seconds) s.")
            }
            client = await pinned(url.host, to: found)
        } catch let refusal as OutboundRefusal {
            return .unreachable("The address is not delivered to: it must be \(refusal.expected).")
        } catch {
            return .unreachable("There is no address for the name \(url.host).")
        }
        var message = HTTPClientRequest(url: url.text)
        message.method = .POST
        message.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
        message.body = .bytes(request.body)
        let outgoing = message
        do {
            let outcome = try await Self.exchange(outgoing, client, deadline)
            return outcome ?? .unreachable("There was no answer within \(timeout.components.seconds) s.")
        } catch {
            return .unreachable("The receiver could not be reached: \(OutboundClient.words(for: error)).")
        }
    }

    /// Gives up the connections.
    func close() async {
        try? await client?.client.shutdown()
        client = nil
    }

    /// A client whose connections to that host go to that address.
    private func pinned(_ host: String, to address: IPAddress) async -> HTTPClient {
        if let client, client.host == host, client.address == address { return client.client }
        await close()
        var configuration = OutboundClient.configuration(host: host, at: address, trust: trust)
        configuration.connectionPool.idleTimeout = .seconds(30)
        let made = HTTPClient(eventLoopGroupProvider: .shared(Self.eventLoops), configuration: configuration)
        client = (host, address, made)
        return made
    }

    /// Sends a request and reads the beginning of the answer. What the status says holds, even when the rest never comes.
    private static func exchange(
        _ request: HTTPClientRequest, _ client: HTTPClient, _ deadline: ContinuousClock.Instant
    ) async throws -> WebhookOutcome? {
        let left = deadline - ContinuousClock.now
        let response: HTTPClientResponse
        do {
            response = try await client.execute(
                request, timeout: .nanoseconds(max(left.wholeMilliseconds, 1) * 1_000_000))
        } catch let error as HTTPClientError where error == .deadlineExceeded {
            return nil
        }
        let start = try? await within(deadline) {
            var start: [UInt8] = []
            for try await part in response.body {
                start += part.readableBytesView.prefix(answerBytes - start.count)
                if start.count == answerBytes { break }
            }
            return start
        }
        // A NUL can't be kept in a text, and half a character at the end is no text.
        let body = String(decoding: start ?? [], as: UTF8.self).replacing("\0", with: "\u{fffd}")
        return .answered(
            status: Int(response.status.code), body: body,
            retryAfter: response.headers.first(name: "retry-after").flatMap(RetryAfter.duration))
    }
}

/// How long an answer asks to be left alone (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// Reads seconds or a date; nil when the text is neither.
    static func duration(_ text: String) -> Duration? { duration(text, now: SystemWallClock().now) }

    static func duration(_ text: String, now: Timestamp) -> Duration? {
        let digits = text.filter { $0 != " " }
        if let seconds = Int(digits), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(min(seconds, 1 << 31))
        }
        return HTTPDate.timestamp(text).map { max($0 - now, .zero) }
    }
}
