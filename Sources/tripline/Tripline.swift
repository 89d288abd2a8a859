import ArgumentParser

@main
struct Tripline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tripline",
        abstract: "Tells people from bots on your pages, on your own machine.",
        discussion: """
            Every option can also be set by a variable (TRIPLINE_ and the option's name, as in TRIPLINE_PUBLIC_URL) or in a YAML \
            file named by --config. A flag comes before a variable, and a variable before the file.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, Init.self, KeysCommand.self, OrganizationsCommand.self, ExportCommand.self, ReplayCommand.self,
            EvaluateCommand.self, Signals.self,
            TokenCommand.self, CertificateCommand.self, FingerprintsCommand.self, NetworkCommand.self,
        ])
}
