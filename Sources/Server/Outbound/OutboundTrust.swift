import NIOSSL

/// Whose word is taken for the names of those that the server sends to: the authorities that the system trusts, and those that the operator adds.
public struct OutboundTrust: Sendable {
    private let added: [NIOSSLCertificate]

    /// The system's authorities alone.
    public static let system = OutboundTrust(added: [])

    private init(added: [NIOSSLCertificate]) {
        self.added = added
    }

    /// The system's authorities and those in a file.
    /// - Parameter path: one or more certificates in PEM.
    /// - Throws: when there is no certificate in it that can be read.
    public init(authoritiesIn path: String) throws {
        let certificates = try NIOSSLCertificate.fromPEMFile(path)
        if certificates.isEmpty { throw NIOSSLError.failedToLoadCertificate }
        added = certificates
    }

    /// How it speaks TLS.
    var configuration: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if !added.isEmpty { configuration.additionalTrustRoots = [.certificates(added)] }
        return configuration
    }
}
