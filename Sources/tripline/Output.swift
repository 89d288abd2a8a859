import Foundation
import OrderedJSON

/// What commands write.
enum Output {
    /// Writes a line to standard output, at once even when that is a pipe.
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Writes text or JSON to standard output as it is.
    static func raw(_ bytes: some Sequence<UInt8>) {
        FileHandle.standardOutput.write(Data(bytes))
    }

    /// Writes a JSON object to standard output.
    static func json(_ fields: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(fields)
        FileHandle.standardOutput.write(Data(writer.bytes + [UInt8(ascii: "\n")]))
    }
}
