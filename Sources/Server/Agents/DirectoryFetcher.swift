import AsyncHTTPClient
import Foundation
import NetworkIntelligence
import NIOCore
import NIOHTTP1
import NIOPosix
import WebBotAuth

/// Fetches directories of agents' keys, within limits of time and size, following no redirect, and never from a private address.
struct DirectoryFetcher: Sendable {
    /// The most bytes of a directory.
    static let maximumBytes = 65_536
    /// How long one may take.
    static let timeout: Duration = .seconds(5)

    /// Loops of their own: a directory that floods its connection must not keep the API waiting.
    private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    let destinations: OutboundDestinations
    let trust: OutboundTrust
    let clock: any WallClock

    /// The keys in a directory.
    func directory(at location: DirectoryLocation) async -> Result<WebBotAuth.KeyDirectory, DirectoryFailure> {
        do {
            switch try await answer(from: location) {
            case .keys(let directory): return .success(directory)
            case .elsewhere(let next, let until):
                guard case .keys(var directory) = try await answer(from: next) else {
                    return .failure(DirectoryFailure(reason: "the agent's card leads to another card"))
                }
                directory.expiresAt = min(directory.expiresAt, until)
                return .success(directory)
            }
        } catch let failure as DirectoryFailure {
            return .failure(failure)
        } catch let error as DirectoryError {
            return .failure(DirectoryFailure(reason: error.reason))
        } catch let refusal as OutboundRefusal {
            return .failure(DirectoryFailure(reason: "its address must be \(refusal.expected)"))
        } catch is UnknownHost {
            return .failure(DirectoryFailure(reason: "its host has no address"))
        } catch {
            return .failure(DirectoryFailure(reason: "it could not be reached"))
        }
    }

    private func answer(from location: DirectoryLocation) async throws -> DirectoryAnswer {
        let url = try OutboundURL(location.address.description, allowsPlainHTTP: destinations.allowsPrivate)
        let deadline = ContinuousClock.now + Self.timeout
        let response = try await within(deadline) {
            let address = try await destinations.address(for: url)
            return try await fetch(url, at: address, accepts: location.accepts)
        }
        guard let response else {
            throw DirectoryFailure(reason: "there was no whole answer within \(Self.timeout.components.seconds) s")
        }
        return try DirectoryAnswer(response, to: location, at: clock.now, limit: Self.maximumBytes)
    }

    private func fetch(_ url: OutboundURL, at address: IPAddress, accepts: String) async throws -> DirectoryResponse {
        var configuration = OutboundClient.configuration(host: url.host, at: address, trust: trust)
        configuration.timeout.connect = .seconds(3)
        let client = HTTPClient(eventLoopGroupProvider: .shared(Self.eventLoops), configuration: configuration)
        do {
            let response = try await Self.read(url, accepts: accepts, with: client)
            try await client.shutdown()
            return response
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private static func read(
        _ url: OutboundURL, accepts: String, with client: HTTPClient
    ) async throws -> DirectoryResponse {
        var request = HTTPClientRequest(url: url.text)
        request.headers = ["accept": accepts, "user-agent": "Tripline", "accept-encoding": "identity"]
        let response = try await client.execute(request, timeout: .seconds(timeout.components.seconds))
        var body: [UInt8] = []
        for try await part in response.body {
            body += part.readableBytesView.prefix(maximumBytes + 1 - body.count)
            if body.count > maximumBytes { break }
        }
        return DirectoryResponse(
            status: Int(response.status.code), headers: response.headers.map { MessageField($0.name, $0.value) },
            body: body)
    }
}
