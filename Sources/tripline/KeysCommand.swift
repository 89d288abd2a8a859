import ArgumentParser
import OrderedJSON
import Server
import Sessions
import Storage

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make, list and revoke API keys.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key and show it once.")

        @OptionGroup var options: StoreOptions

        @Option(help: "Whether the key goes into pages or stays on a server: publishable or secret.")
        var type: KeyType = .secret

        @Option(help: "Whether the key is for live or for test data.")
        var environment: KeyEnvironment = .live

        @Option(help: "A name to tell the key by.")
        var name = "API key"

        @Option(help: "The organization's id (org_…). (default: the only one there is)")
        var organization: String?

        @Option(
            name: .customLong("scope"), parsing: .singleValue,
            help: "What a secret key may do, such as sessions:read; may be repeated. (default: everything)")
        var scopes: [String] = []

        @Option(
            name: .customLong("allowed-origin"), parsing: .singleValue,
            help:
                "An origin whose pages may use a publishable key, such as https://shop.example; may be repeated. (default: any)"
        )
        var allowedOrigins: [String] = []

        @Option(
            name: .customLong("rate-limit"),
            help: "Requests a minute. (default: 600 for a secret key, 120 for each client of a publishable one)")
        var rateLimit: Int?

        @Flag(help: "Write JSON: key_id, key.")
        var json = false

        func run() async throws {
            let settings = try await Settings(flags: options.flags, file: options.config)
            let store = try settings.openStore(.command)
            if let rateLimit, rateLimit < 1 { throw Complaint("--rate-limit must be at least 1, not \(rateLimit).") }
            if type == .secret, !allowedOrigins.isEmpty { throw Complaint("--allowed-origin is for publishable keys.") }
            if type == .publishable, !scopes.isEmpty { throw Complaint("--scope is for secret keys.") }
            let secret = APIKeySecret.random(type, environment)
            let record = secret.record(
                name: name, organization: try await store.organization(named: organization),
                scopes: scopes.isEmpty ? nil : try scopes.map(Self.scope),
                allowedOrigins: allowedOrigins.isEmpty ? nil : try allowedOrigins.map(Self.origin),
                rateLimit: rateLimit, at: SystemWallClock().now)
            try await store.keys.add(record)
            if json {
                Output.json {
                    $0.field("key_id", record.id.text)
                    $0.field("key", secret.text)
                }
            } else {
                Output.line("\(record.id)\n\(secret.text)\n\nThe key is shown this once: only its hash is kept.")
            }
        }

        private static func scope(_ text: String) throws -> Scope {
            guard let scope = Scope(rawValue: text) else {
                throw Complaint(
                    "--scope must be one of \(Scope.allCases.map(\.rawValue).joined(separator: ", ")), not \(text).")
            }
            return scope
        }

        private static func origin(_ text: String) throws -> String {
            guard let origin = WebOrigin.read(text) else {
                throw Complaint(
                    "--allowed-origin must be a scheme and a host, such as https://shop.example, not \(text).")
            }
            return origin
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys; the keys themselves are not kept.")

        @OptionGroup var options: StoreOptions

        @Flag(help: "Write JSON.")
        var json = false

        func run() async throws {
            let settings = try await Settings(flags: options.flags, file: options.config)
            let keys = try await settings.openStore(.command).keys.keys()
            if json {
                Output.json {
                    $0.key("keys")
                    $0.array { list in
                        for key in keys { Self.write(key, to: &list) }
                    }
                }
            } else {
                for key in keys {
                    Output.line(
                        "\(key.id)  \(key.preview)  \(key.status.rawValue)  last used \(key.lastUsedAt?.description ?? "never")  \(key.name)"
                    )
                }
            }
        }

        private static func write(_ key: KeyRecord, to writer: inout JSONWriter) {
            writer.object {
                $0.field("key_id", key.id.text)
                $0.field("organization_id", key.organization.text)
                $0.field("type", key.type.rawValue)
                $0.field("environment", key.environment.rawValue)
                $0.field("name", key.name)
                $0.field("preview", key.preview)
                $0.field("status", key.status.rawValue)
                $0.field("scopes", key.scopes?.map(\.rawValue))
                $0.field("allowed_origins", key.allowedOrigins)
                $0.field("rate_limit", key.rateLimit)
                $0.field("created_at", key.createdAt)
                $0.field("last_used_at", key.lastUsedAt)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a key. A running server stops taking it within two seconds.")

        @OptionGroup var options: StoreOptions

        @Argument(help: "The key's id (key_…), as tripline keys list shows it.")
        var id: String

        func run() async throws {
            guard let key = KeyID(id) else {
                throw Complaint(
                    "\(id) is no key id: expected key_ and 26 characters, as tripline keys list shows them.")
            }
            let settings = try await Settings(flags: options.flags, file: options.config)
            guard try await settings.openStore(.command).keys.revoke(key, at: SystemWallClock().now) else {
                throw Complaint("There is no working key \(id).")
            }
            Output.line("Revoked \(id).")
        }
    }
}
