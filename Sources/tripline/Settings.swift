import ArgumentParser
import Configuration
import Logging
import Server
import Sessions
import SystemPackage

/// What every command that opens the database takes.
struct StoreOptions: ParsableArguments {
    @Option(help: "The SQLite file. It is made when it is not there. (default: ./data/tripline.sqlite)")
    var database: String?

    @Option(
        name: .customLong("master-key-file"),
        help:
            "The file with the server's master key. It is made when it is not there. (default: master.key beside the database)"
    )
    var masterKeyFile: String?

    @Option(help: "A YAML file with options, named as the flags are. (default: none)")
    var config: String?

    var flags: [AbsoluteConfigKey: ConfigValue] {
        Settings.values(["database": database, "master-key-file": masterKeyFile])
    }
}

/// Options from flags, `TRIPLINE_*` variables and a file, in that order.
struct Settings {
    private let reader: ConfigReader

    /// Reads the options.
    /// - Parameters:
    ///   - flags: what was said on the command line.
    ///   - file: the file that `--config` names; `TRIPLINE_CONFIG` when it is nil.
    init(flags: [AbsoluteConfigKey: ConfigValue], file: String?) async throws {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "tripline")
        var providers: [any ConfigProvider] = [InMemoryProvider(name: "flags", values: flags), environment]
        if let file = file ?? ConfigReader(provider: environment).string(forKey: "config") {
            do {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
            } catch {
                throw Complaint("The configuration file \(file) can't be read: it must be there, and be YAML.")
            }
        }
        reader = ConfigReader(providers: providers)
    }

    static func values(_ flags: [String: String?]) -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for case (let name, let value?) in flags {
            values[AbsoluteConfigKey([name])] = ConfigValue(.string(value), isSecret: false)
        }
        return values
    }

    /// An option; nil when nobody set it.
    func text(_ name: String) -> String? { reader.string(forKey: ConfigKey([name])) }

    /// An option that is a number.
    func number(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Complaint(
                "--\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(text).")
        }
        return number
    }

    /// An option that is a length of time.
    func duration(_ name: String) throws -> Duration? { try text(name).map { try Self.duration($0, of: name) } }

    /// An option that is a list of lengths of time.
    func durations(_ name: String) throws -> [Duration]? {
        text(name) == nil ? nil : try list(name).map { try Self.duration($0, of: name) }
    }

    private static func duration(_ text: String, of name: String) throws -> Duration {
        guard let duration = Duration(words: text) else {
            throw Complaint("--\(name) must be a length of time such as 30d, 12h, 90m or 45s, not \(text).")
        }
        return duration
    }

    /// An option that is a list with commas.
    func list(_ name: String) -> [String] {
        text(name)?.split(separator: ",").map { String($0.filter { $0 != " " }) } ?? []
    }

    /// An option that is one of a few words.
    func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Value.Type
    ) throws -> Value? where Value.RawValue == String {
        guard let text = text(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Complaint("--\(name) must be one of \(words), not \(text).")
        }
        return value
    }

    /// An option that is yes or no.
    func flag(_ name: String) throws -> Bool {
        switch text(name)?.lowercased() {
        case nil, "false", "no", "0": false
        case "true", "yes", "1": true
        case .some(let other): throw Complaint("--\(name) must be true or false, not \(other).")
        }
    }

    /// An option that names a file with authorities to trust beside the system's.
    func trust(_ name: String) throws -> OutboundTrust {
        guard let path = text(name) else { return .system }
        do {
            return try OutboundTrust(authoritiesIn: path)
        } catch {
            throw Complaint("--\(name) must name a file with certificates in PEM; \(path) has none to read.")
        }
    }

    /// The SQLite file.
    var databasePath: String { text("database") ?? "./data/tripline.sqlite" }

    /// The file with the master key.
    var masterKeyPath: String {
        if let path = text("master-key-file") { return path }
        return FilePath(databasePath).removingLastComponent().appending("master.key").string
    }
}

/// Words for an option that is on unless somebody says otherwise.
enum Switch: String, CaseIterable {
    case on, off
}

/// Something that keeps a command from being done, as one sentence for the person who gave it.
struct Complaint: Error, CustomStringConvertible {
    /// The sentence.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
