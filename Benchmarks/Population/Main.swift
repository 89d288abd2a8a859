import Foundation
import VisitorIdentity

/// `tripline-population [--markdown FOLDER] [size…]`: how right links are.
/// `tripline-population fit [size]`: what other constants would do, of those that were.
@main
struct Main {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var folder: String?
        if let place = arguments.firstIndex(of: "--markdown"), place + 1 < arguments.count {
            folder = arguments[place + 1]
            arguments.removeSubrange(place...place + 1)
        }
        let sizes = arguments.compactMap { Int($0) }.filter { $0 > 0 }
        if arguments.first == "fit" { return Fit(size: sizes.first ?? 3000).run() }
        var report = Report()
        for size in sizes.isEmpty ? [1000, 10_000, 100_000] : sizes {
            report.add(Simulation(size: size, model: .fitted).run(seed: 3), size: size)
            print(report.markdown)
            fflush(nil)
            if let folder { try report.write(to: folder) }
        }
    }
}
