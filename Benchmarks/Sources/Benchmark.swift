import ArgumentParser
import Foundation
import OrderedJSON

/// What `Benchmarks/run` measures with. Each command writes one JSON object.
@main
struct Benchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tripline-benchmark",
        abstract: "Drive a Tripline server, and time alone what its work is made of.",
        subcommands: [Load.self, Fill.self, Parts.self, Decisions.self, Connections.self, Network.self, Hello.self])

    /// Writes a JSON object to standard output.
    static func report(_ fields: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(fields)
        FileHandle.standardOutput.write(Data(writer.bytes + [UInt8(ascii: "\n")]))
    }

    /// Seconds of processor time that this process has used.
    static var processorSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

extension Duration {
    /// In seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
