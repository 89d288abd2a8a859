import CLibFuzzer
import Foundation

/// Feeds one room of the server with made-up input until its time is over or a property does not hold.
///
///     tripline-fuzz client-hello [options of libFuzzer] [folders of inputs]
@main
struct Fuzz {
    /// What this process feeds. The fuzzer's callback is a C function and can carry nothing along.
    private static let target = CommandLine.arguments.dropFirst().first.flatMap(FuzzTarget.init(rawValue:))

    static func main() {
        guard target != nil else { refuse() }
        // libFuzzer sees its own options only: the program's name takes the place of the target's.
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        CommandLine.unsafeArgv[1] = CommandLine.unsafeArgv[0]
        var count = CommandLine.argc - 1
        let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
            Fuzz.target?.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
            return 0
        }
        exit(status)
    }

    private static func refuse() -> Never {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
        let usage = "usage: tripline-fuzz TARGET [options of libFuzzer]\ntargets: \(names)\n"
        FileHandle.standardError.write(Data(usage.utf8))
        exit(64)
    }
}
