import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NetworkIntelligence

/// What is asked of an origin of data.
struct SourceRequest: Sendable {
    /// The address.
    var url: String
    /// The tag of what is there already; nil to have it anew.
    var entityTag: String?
    /// When what is there already was changed, in the origin's own words; nil to have it anew.
    var lastModified: String?
    /// The value of `Authorization`. It goes to no other host than the address's.
    var authorization: String?
    /// The most bytes of the answer.
    var limit: Int
}

/// What an origin of data answered.
enum SourceAnswer: Sendable {
    /// There is nothing newer.
    case unchanged
    /// A file, as it was written.
    case file(FetchedFile)
}

/// A file that was downloaded.
struct FetchedFile: Sendable {
    /// The origin's tag for it.
    var entityTag: String?
    /// The origin's `Last-Modified`.
    var lastModified: String?
    /// The SHA-256 of its bytes, in hexadecimal digits.
    var digest: String
}

/// Downloads data into files: within limits of time and size, following few redirects, and from private addresses only where that is allowed.
struct SourceFetcher: Sendable {
    /// The most redirects that are followed.
    static let mostRedirects = 3
    /// How long an origin may say nothing, in seconds.
    static let silence: Int64 = 30

    /// Loops of their own: a download must not keep the API waiting.
    private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    let destinations: OutboundDestinations
    let trust: OutboundTrust
    /// How long a whole download may take.
    let timeout: Duration

    /// Asks for a file.
    /// - Parameter draft: the file that it is written to.
    /// - Throws: ``SourceFailure``.
    func fetch(_ request: SourceRequest, to draft: String) async throws -> SourceAnswer {
        do {
            let answer = try await within(ContinuousClock.now + timeout) { try await follow(request, to: draft) }
            guard let answer else {
                throw SourceFailure("there was no whole answer within \(timeout.components.seconds) s")
            }
            return answer
        } catch let failure as SourceFailure {
            throw failure
        } catch let refusal as OutboundRefusal {
            throw SourceFailure("the address must be \(refusal.expected)")
        } catch let unknown as UnknownHost {
            throw SourceFailure("the host \(unknown.host) has no address")
        } catch let error as HTTPClientError where error == .readTimeout {
            throw SourceFailure("the origin said nothing for \(Self.silence) s")
        } catch {
            throw SourceFailure("the origin could not be reached: \(OutboundClient.words(for: error))")
        }
    }

    private func follow(_ request: SourceRequest, to draft: String) async throws -> SourceAnswer {
        var url = try OutboundURL(request.url, allowsPlainHTTP: destinations.allowsPrivate)
        let host = url.host
        var request = request
        for _ in 0...Self.mostRedirects {
            if url.host != host { request.authorization = nil }
            switch try await ask(url, request, draft) {
            case .answer(let answer): return answer
            case .elsewhere(let location): url = try next(location, from: url)
            }
        }
        throw SourceFailure("more than \(Self.mostRedirects) redirects came one after the other")
    }

    /// Where a redirect leads. Never from https to http.
    private func next(_ location: String?, from url: OutboundURL) throws -> OutboundURL {
        guard let location, let base = URL(string: url.text),
            let next = URL(string: location, relativeTo: base)?.absoluteString
        else { throw SourceFailure("it answered with a redirect to nowhere") }
        do {
            return try OutboundURL(next, allowsPlainHTTP: destinations.allowsPrivate && !url.isSecure)
        } catch {
            throw SourceFailure("it redirects to where nothing is fetched from: that must be \(error.expected)")
        }
    }

    private enum Step {
        case answer(SourceAnswer)
        case elsewhere(String?)
    }

    private func ask(_ url: OutboundURL, _ request: SourceRequest, _ draft: String) async throws -> Step {
        let address = try await destinations.address(for: url)
        var configuration = OutboundClient.configuration(host: url.host, at: address, trust: trust)
        configuration.timeout.read = .seconds(Self.silence)
        let client = HTTPClient(eventLoopGroupProvider: .shared(Self.eventLoops), configuration: configuration)
        do {
            let step = try await read(url, request, draft, client)
            try await client.shutdown()
            return step
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func read(
        _ url: OutboundURL, _ request: SourceRequest, _ draft: String, _ client: HTTPClient
    ) async throws -> Step {
        var message = HTTPClientRequest(url: url.text)
        message.headers = ["accept": "*/*", "user-agent": "Tripline", "accept-encoding": "identity"]
        for (name, value) in [
            ("if-none-match", request.entityTag), ("if-modified-since", request.lastModified),
            ("authorization", request.authorization),
        ] {
            if let value { message.headers.add(name: name, value: value) }
        }
        let seconds = timeout.components.seconds
        let response = try await client.execute(message, timeout: .seconds(min(seconds + 1, 1 << 30)))
        switch response.status.code {
        case 200:
            let digest = try await write(response, to: draft, limit: request.limit)
            return .answer(
                .file(
                    FetchedFile(
                        entityTag: response.headers.first(name: "etag"),
                        lastModified: response.headers.first(name: "last-modified"), digest: digest)))
        case 304 where request.entityTag != nil || request.lastModified != nil: return .answer(.unchanged)
        case 301, 302, 303, 307, 308: return .elsewhere(response.headers.first(name: "location"))
        case let status: throw SourceFailure("it answered with status \(status)")
        }
    }

    /// Writes the body as it comes.
    /// - Returns: its SHA-256.
    private func write(_ response: HTTPClientResponse, to draft: String, limit: Int) async throws -> String {
        let expected = response.headers.first(name: "content-length").flatMap { Int($0) }
        if let expected, expected > limit { throw SourceFailure("it is larger than \(limit) bytes") }
        guard FileManager.default.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: draft)
        else { throw SourceFailure("\(draft) can't be written") }
        defer { try? file.close() }
        var digest = SHA256()
        var count = 0
        do {
            for try await part in response.body {
                count += part.readableBytes
                if count > limit { throw SourceFailure("it is larger than \(limit) bytes") }
                try part.withUnsafeReadableBytes { bytes in
                    digest.update(bufferPointer: bytes)
                    try file.write(contentsOf: bytes)
                }
            }
        } catch let failure as SourceFailure {
            throw failure
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as CocoaError {
            throw SourceFailure("\(draft) can't be written: \(error.localizedDescription)")
        } catch let error as HTTPClientError where error == .readTimeout {
            throw error
        } catch {
            throw SourceFailure(
                "it was cut short: \(count) of \(expected.map(String.init) ?? "an unknown number of") bytes came")
        }
        if let expected, count != expected {
            throw SourceFailure("it was cut short: \(count) of \(expected) bytes came")
        }
        return digest.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
