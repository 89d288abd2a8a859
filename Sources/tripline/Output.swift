import ArgumentParser
import Foundation
import OrderedJSON

/// What commands write.
enum Output {
    /// Writes a line to standard output, at once even when that is a pipe.
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Writes text or JSON to standard output as it is.
    /// - Throws: the exit of a command that did its work: who reads has seen enough, and what `head` does is no fault.
    static func raw(_ bytes: some Sequence<UInt8>) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw ExitCode.success
        }
    }

    /// Writes a JSON object to standard output.
    static func json(_ fields: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(fields)
        FileHandle.standardOutput.write(Data(writer.bytes + [UInt8(ascii: "\n")]))
    }
}
