import ArgumentParser
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
    @Option(help: "A source's name: what it alone says, as it says it. (default: what all of them come to)")
    var source: String?

    func run() async throws {
        let show = try await answerer()
        var hasFailed = false
        try eachAddress { text in
            guard let address = IPAddress(text) else {
                hasFailed = true
                FileHandle.standardError.write(Data("\(text.shown) is no address.\n".utf8))
                return
            }
            show(address)
        }
        if hasFailed { throw ExitCode.failure }
    }

    /// What answers for an address.
    private func answerer() async throws -> (IPAddress) -> Void {
        let settings = try await options.settings()
        let isJSON = json
        guard let source else {
            guard let tables = settings.readLibrary().tables else { return { _ in } }
            return { address in
                let evidence = tables.evidence(of: address, at: SystemWallClock().now)
                Self.show(address, evidence.answer, isJSON)
            }
        }
        guard let found = settings.sources.first(where: { $0.name == source }) else {
            throw Complaint("There is no source \(source).")
        }
        do {
            let lookup = try SourceLookup(found, library: settings.folder)
            return { Self.show($0, lookup.word(on: $0).answer, isJSON) }
        } catch let failure as SourceFailure {
            throw Complaint("The source \(source) can't be asked: \(failure).")
        }
    }

    private static func show(_ address: IPAddress, _ answer: AddressAnswer, _ isJSON: Bool) {
        if isJSON {
            Output.json { writer in
                writer.field("address", address.description)
                for (name, value) in answer.members { writer.field(name, value) }
            }
        } else {
            Output.line(address.description)
            for (name, value) in answer.members where !value.words.isEmpty {
                Output.line("  \(name.padding(toLength: 18, withPad: " ", startingAt: 0))  \(value.words)")
            }
        }
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

extension String {
    /// The text, cut to what fits on a line, without what a terminal would obey.
    fileprivate var shown: String {
        let text = prefix(60).map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f } ? $0 : "?" }
        return String(text) + (count > 60 ? "…" : "")
    }
}
