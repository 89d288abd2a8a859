import ArgumentParser
import Evidence
import Foundation
import NetworkIntelligence
import OrderedJSON
import Server
import Sessions

struct NetworkLookupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup", abstract: "Show what the sources say of addresses.")

    @OptionGroup var options: NetworkCommandOptions
    @Argument(help: "The addresses; - reads them from standard input, one a line.")
    var addresses: [String]
    @Flag(help: "Write a line of JSON for each.")
    var json = false

    func run() async throws {
        let library = try await options.settings().readLibrary()
        var hasFailed = false
        try eachAddress { text in
            guard let address = IPAddress(text) else {
                hasFailed = true
                FileHandle.standardError.write(Data("\(text) is no address.\n".utf8))
                return
            }
            guard let evidence = library.tables?.evidence(of: address, at: SystemWallClock().now) else { return }
            if json { Output.json { evidence.writeMembers(of: address, to: &$0) } } else { evidence.show(of: address) }
        }
        if hasFailed { throw ExitCode.failure }
    }

    private func eachAddress(_ body: (String) throws -> Void) throws {
        for address in addresses where address != "-" { try body(address) }
        guard addresses.contains("-") else { return }
        while let line = readLine() {
            let text = line.trimmingCharacters(in: .whitespaces)
            if !text.isEmpty { try body(text) }
        }
    }
}

extension NetworkEvidence {
    /// Writes the members of an object.
    fileprivate func writeMembers(of address: IPAddress, to writer: inout JSONWriter) {
        writer.field("address", address.description)
        writer.field("standing", standing.rawValue)
        writer.field("special_purpose", specialPurpose)
        writer.field("country", location?.country)
        writer.field("country_code", location?.countryCode)
        writer.field("region", location?.region)
        writer.field("city", location?.city)
        writer.field("postal_code", location?.postalCode)
        writer.field("latitude", location?.latitude)
        writer.field("longitude", location?.longitude)
        writer.field("accuracy_radius_km", location?.accuracyRadius)
        writer.field("time_zone", location?.timeZone)
        writer.field("asn", asn.map { Int($0) })
        writer.field("organization", organization)
        writer.field("claims", claims.map { ClaimLine(claim: $0) })
        writer.field("categories", categories)
        writer.field("client_types", clientTypes.map(\.rawValue))
    }

    /// Writes it for people.
    fileprivate func show(of address: IPAddress) {
        Output.line(address.description)
        let place = [location?.city, location?.region, location?.country ?? location?.countryCode].compactMap { $0 }
        let system = [asn.map { "AS\($0)" }, organization].compactMap { $0 }
        let claims = claims.map { claim in
            "\(claim.trait.rawValue)\(claim.provider.map { " (\($0))" } ?? ""), says \(claim.source)"
        }
        let rows = [
            ("standing", standing == .evaluated ? "" : standing.rawValue), ("purpose", specialPurpose ?? ""),
            ("where", place.joined(separator: ", ")), ("time zone", location?.timeZone ?? ""),
            ("whose", system.joined(separator: " ")), ("used as", claims.joined(separator: "; ")),
            ("listed for", categories.joined(separator: ", ")),
            ("serves", clientTypes.map(\.rawValue).joined(separator: ", ")),
        ]
        for (name, value) in rows where !value.isEmpty {
            Output.line("  \(name.padding(toLength: 10, withPad: " ", startingAt: 0))  \(value)")
        }
    }
}

/// A source's word as JSON.
private struct ClaimLine: JSONWritable {
    let claim: NetworkEvidence.Claim

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("trait", claim.trait.rawValue)
            $0.field("provider", claim.provider)
            $0.field("source", claim.source)
        }
    }
}
