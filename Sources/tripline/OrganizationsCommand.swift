import ArgumentParser
import OrderedJSON
import Server
import Sessions
import Storage

struct OrganizationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organizations", abstract: "List organizations, suspend one, or set it active again.",
        subcommands: [List.self, Suspend.self, Activate.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the organizations.")

        @OptionGroup var options: StoreOptions

        @Flag(help: "Write JSON.")
        var json = false

        func run() async throws {
            let settings = try await Settings(flags: options.flags, file: options.config)
            let organizations = try await settings.openStore(.command).organizations.all()
            if json {
                Output.json { $0.field("organizations", organizations) }
            } else {
                for organization in organizations {
                    Output.line(
                        "\(organization.id)  \(organization.slug)  \(organization.status.rawValue)  \(organization.name)"
                    )
                }
            }
        }
    }

    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Suspend an organization: its keys stop working within two seconds, its data stays.")

        @OptionGroup var options: StoreOptions

        @Argument(help: "The organization's id (org_…).")
        var id: String

        func run() async throws { try await OrganizationsCommand.set(.suspended, id, options) }
    }

    struct Activate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a suspended organization's keys work again.")

        @OptionGroup var options: StoreOptions

        @Argument(help: "The organization's id (org_…).")
        var id: String

        func run() async throws { try await OrganizationsCommand.set(.active, id, options) }
    }

    private static func set(_ status: OrganizationStatus, _ id: String, _ options: StoreOptions) async throws {
        let settings = try await Settings(flags: options.flags, file: options.config)
        let store = try settings.openStore(.command)
        let organization = try await store.organization(named: id)
        do {
            _ = try await store.organizations.update(organization, name: nil, status: status, at: SystemWallClock().now)
        } catch StoreConflict.organizationDeleted {
            throw Complaint("The organization \(id) was deleted, which can't be undone.")
        }
        Output.line("\(id) is \(status.rawValue).")
    }
}
