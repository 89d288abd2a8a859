import Logging
import NIOCertificateReloading
import NIOSSL
import ServiceLifecycle
import Synchronization

/// The server's certificate and its key, read again when the files change. Connections that are open keep the one they began with.
public struct ServerCertificate: Sendable {
    /// Why files are no certificate and key: ends a sentence for the person who named them.
    public struct Unusable: Error, CustomStringConvertible {
        /// The end of the sentence.
        public let description: String
    }

    /// How often the files are looked at.
    static let interval: Duration = .seconds(3)

    private let reloader: TimedCertificateReloader
    private let report: FailureReport

    /// Reads a certificate and its key.
    /// - Parameters:
    ///   - certificate: a file with the chain in PEM, the server's own certificate first.
    ///   - key: a file with its private key in PEM.
    /// - Throws: ``Unusable``, when there is none in them or they don't belong together.
    public init(certificate: String, key: String) throws {
        let report = FailureReport()
        var configuration = TimedCertificateReloader.Configuration(
            refreshInterval: Self.interval,
            certificateSource: .init(location: .file(path: certificate), format: .pem),
            privateKeySource: .init(location: .file(path: key), format: .pem))
        configuration.onCertificateLoaded = { _ in report.noteSuccess() }
        configuration.onCertificateLoadFailed = { report.note($0.error) }
        do {
            reloader = try TimedCertificateReloader.makeReloaderValidatingSources(configuration: configuration)
        } catch let error as TimedCertificateReloader.Error where error == .publicKeyMismatch {
            throw Unusable(description: "the key does not belong to the certificate")
        } catch {
            throw Unusable(description: "one of them can't be read")
        }
        self.report = report
    }

    /// Looks at the files now. When they are no good, the certificate that was in use stays.
    func reload() { try? reloader.reload() }

    /// TLS 1.2 and 1.3 with the certificate of the moment.
    func configuration() throws -> TLSConfiguration {
        var configuration = try TLSConfiguration.makeServerConfiguration(certificateReloader: reloader)
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }

    /// Looks at the files again and again.
    func watch(logger: Logger) -> some Service {
        report.use(logger)
        return CertificateWatch(reloader: reloader)
    }
}

private struct CertificateWatch: Service {
    let reloader: TimedCertificateReloader

    func run() async throws { try await reloader.run() }
}

/// Says once that new files are no good, and not every time that they are looked at.
private final class FailureReport: Sendable {
    private struct State {
        var logger: Logger?
        var last: String?
    }

    private let state = Mutex(State())

    func use(_ logger: Logger) { state.withLock { $0.logger = logger } }

    func note(_ error: any Error) {
        let text = "\(error)"
        state.withLock { state in
            guard state.last != text else { return }
            state.last = text
            state.logger?.error(
                "the new certificate can't be used; the one before it stays in use", metadata: ["error": "\(text)"])
        }
    }

    func noteSuccess() { state.withLock { $0.last = nil } }
}
