import ArgumentParser
import Foundation
import SealedToken

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Look into sealed tokens.", subcommands: [Open.self])

    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a sealed token and write its JSON.",
            discussion: "The secret key is read from TRIPLINE_SECRET_KEY, so that it stands in no list of processes.")

        @Argument(help: "The token; - reads it from standard input.")
        var token: String

        func run() throws {
            guard let secret = ProcessInfo.processInfo.environment["TRIPLINE_SECRET_KEY"], !secret.isEmpty else {
                throw Complaint(
                    "Set TRIPLINE_SECRET_KEY to the secret key, or to its SHA-256 in 64 hexadecimal digits.")
            }
            let text = token == "-" ? readLine() ?? "" : token
            guard let payload = try? SealedToken.open(text, with: SecretKeyHash(secret)) else {
                throw Complaint("The token can't be opened: it was changed, or is not for this secret key.")
            }
            FileHandle.standardOutput.write(Data(payload + [UInt8(ascii: "\n")]))
        }
    }
}
