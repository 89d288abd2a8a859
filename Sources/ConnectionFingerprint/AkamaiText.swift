/// An HTTP/2 fingerprint as somebody else wrote it: `SETTINGS|WINDOW_UPDATE|PRIORITY|pseudo-header order`, after Akamai's paper.
public struct AkamaiText: Sendable, Hashable {
    /// The most characters that one has.
    public static let limit = 1024

    /// The text.
    public let text: String

    /// Reads a fingerprint; nil when the text is none: four parts of numbers with `:`, `;` and `,` between them, and letters in the last.
    public init?(parsing text: String) {
        guard text.utf8.count <= Self.limit else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        let isNumeric = { (byte: UInt8) in
            (UInt8(ascii: "0")...UInt8(ascii: ";")).contains(byte) || byte == UInt8(ascii: ",")
        }
        guard parts.count == 4, parts[0...2].allSatisfy({ $0.allSatisfy(isNumeric) }), !parts[1].isEmpty,
            !parts[2].isEmpty, parts[3].allSatisfy("masp,".utf8.contains)
        else { return nil }
        self.text = text
    }
}
