import ArgumentParser
import OrderedJSON
import Server
import Sessions
import Storage

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an organization with a publishable and a secret key, and show them once.")

    @OptionGroup var options: StoreOptions

    @Option(help: "The organization's name.")
    var name = "My organization"

    @Option(help: "The organization's short name: small letters, digits and hyphens. (default: made from the name)")
    var slug: String?

    @Option(help: "Whether the keys are for live or for test data.")
    var environment: KeyEnvironment = .live

    @Flag(help: "Write JSON: organization_id, publishable_key, secret_key.")
    var json = false

    func run() async throws {
        let settings = try await Settings(flags: options.flags, file: options.config)
        let store = try settings.openStore(.command)
        _ = try MasterKeyFile.load(settings.masterKeyPath)
        let slug = slug ?? Self.slug(of: name)
        guard OrganizationRecord.isSlug(slug) else {
            throw Complaint("--slug must be small letters and digits, with single hyphens between them, not \(slug).")
        }
        let first: FirstKeys
        do {
            first = try await FirstKeys.make(
                name: name, slug: slug, environment: environment, in: store, at: SystemWallClock().now)
        } catch StoreConflict.slugTaken {
            throw Complaint("There is an organization \(slug) already: choose another name with --name or --slug.")
        }
        if json {
            Output.json {
                $0.field("organization_id", first.organization.id.text)
                $0.field("publishable_key", first.publishable.text)
                $0.field("secret_key", first.secret.text)
            }
        } else {
            Output.line(
                """
                Organization     \(first.organization.id)
                Publishable key  \(first.publishable.text)
                Secret key       \(first.secret.text)

                The keys are shown this once: only their hashes are kept.
                """)
        }
    }

    /// A short name made from a name: what is no letter or digit of ASCII becomes a hyphen.
    private static func slug(of name: String) -> String {
        let letters = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let slug = String(letters).split(separator: "-").joined(separator: "-")
        return slug.isEmpty ? "organization" : slug
    }
}

extension KeyEnvironment: ExpressibleByArgument {}
extension KeyType: ExpressibleByArgument {}
