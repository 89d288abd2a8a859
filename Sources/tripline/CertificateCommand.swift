import ArgumentParser
import Crypto
import Foundation
import NetworkIntelligence
import Server
import SwiftASN1
import SystemPackage
import X509

struct CertificateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Make a self-signed certificate, for trying out what needs TLS.")

    @Option(help: "The folder for certificate.pem and key.pem. It is made when it is not there.")
    var directory: String

    @Option(help: "A name or an address that the certificate is for; may be given several times. (default: localhost)")
    var name: [String] = []

    @Option(help: "For how many days it is good.")
    var days = 365

    @Flag(help: "Write over files that are there.")
    var force = false

    func validate() throws {
        guard (1...3650).contains(days) else { throw Complaint("--days must be a number from 1 to 3650, not \(days).") }
    }

    /// Whether it is an address, or a name of DNS, perhaps with a star in the place of its first part.
    private static func isName(_ text: String) -> Bool {
        if IPAddress(text) != nil { return true }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && parts.enumerated().allSatisfy { place, part in
                (1...63).contains(part.utf8.count)
                    && (place == 0 && part == "*" && parts.count > 1
                        || part.utf8.allSatisfy { byte in
                            (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == 0x2d
                                || byte == 0x5f
                        })
            }
    }

    func run() throws {
        if let wrong = name.first(where: { !Self.isName($0) }) {
            throw Complaint("--name must be a name such as shop.example or an address, not \"\(wrong)\".")
        }
        let folder = FilePath(directory)
        let (certificatePath, keyPath) = (
            folder.appending("certificate.pem").string, folder.appending("key.pem").string
        )
        let taken = [certificatePath, keyPath].first { FileManager.default.fileExists(atPath: $0) }
        if let taken, !force { throw Complaint("\(taken) is there already: choose another folder, or add --force.") }
        let (certificate, key) = try Self.make(
            names: name.isEmpty ? ["localhost", "127.0.0.1", "::1"] : name, days: days, from: Date())
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try Self.write(key, to: keyPath, mode: 0o600)
            try Self.write(certificate, to: certificatePath, mode: 0o644)
        } catch {
            throw Complaint("The certificate can't be written to \(directory): \(error.localizedDescription)")
        }
        Output.line(
            """
            A certificate that nobody vouches for, good for \(days) days:
              certificate      \(certificatePath)
              key              \(keyPath)

              tripline serve --tls-port 8443 --tls-certificate \(certificatePath) --tls-key \(keyPath)
            """)
    }

    /// A certificate with its key, both in PEM.
    private static func make(names: [String], days: Int, from now: Date) throws -> (certificate: String, key: String) {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let subject = try DistinguishedName { CommonName(String(names[0].prefix(64))) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey,
            // Clocks differ a little.
            notValidBefore: now - 3600, notValidAfter: now + Double(days) * 86_400, issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                // Whoever trusts it trusts it for these names alone, and not as an authority for others.
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names.map(generalName))
            }, issuerPrivateKey: key)
        return (try certificate.serializeAsPEM().pemString + "\n", try key.serializeAsPEM().pemString + "\n")
    }

    private static func generalName(_ name: String) -> GeneralName {
        if let address = IPAddress(name) { return .ipAddress(ASN1OctetString(contentBytes: address.bytes[...])) }
        return .dnsName(name)
    }

    private static func write(_ text: String, to path: String, mode: Int) throws {
        // Made anew with its rights, so that nobody can read the key in between.
        try? FileManager.default.removeItem(atPath: path)
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        else { throw CocoaError(.fileWriteUnknown) }
    }
}
