import ArgumentParser
import Detection
import Foundation
import Sessions

struct Signals: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the catalogue of signals.")

    @Flag(help: "Write JSON.")
    var json = false

    @Flag(help: "Write Markdown, as in docs/signals.md.")
    var markdown = false

    func run() {
        if json {
            FileHandle.standardOutput.write(Data(SignalCatalogue.json + [UInt8(ascii: "\n")]))
        } else if markdown {
            FileHandle.standardOutput.write(Data(SignalCatalogue.markdown.utf8))
        } else {
            for signal in SignalCatalogue.all {
                Output.line("\(signal.slug)  \(signal.category.rawValue)  \(signal.strength.rawValue)  \(signal.name)")
            }
        }
    }
}
