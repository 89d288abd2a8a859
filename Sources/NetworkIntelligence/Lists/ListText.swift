/// The door through which the bytes of a list come in: what is no text of a bearable size is refused here, with what it is.
enum ListText {
    /// The largest list, in bytes.
    static let sizeLimit = 512 << 20
    /// How much of the beginning is looked at to tell text from other things.
    private static let probe = 4_096

    /// The text, without a byte order mark.
    static func opened(_ bytes: UnsafeRawBufferPointer, expecting expected: String) throws(ListError) -> TextBytes {
        guard bytes.count <= sizeLimit else {
            throw ListError(code: .tooLarge, found: "\(bytes.count) bytes", expected: "at most \(sizeLimit)")
        }
        var text = TextBytes(bytes.assumingMemoryBound(to: UInt8.self))
        if text.begins(with: "\u{feff}") { text = text.from(3) }
        if let kind = binaryKind(text) { throw ListError(code: .binary, found: kind, expected: expected) }
        guard let first = text.firstIndex(where: { !$0.isBlank && $0 != 0x0a }) else {
            throw ListError(code: .empty, found: "an empty file", expected: expected)
        }
        guard text[first] != UInt8(ascii: "<") else {
            let beginning = text.part(first, first + 1_024).printable(1_024).lowercased()
            let kind = beginning.contains("<html") || beginning.contains("<!doctype html") ? "an HTML page" : "markup"
            throw ListError(code: .markup, found: kind, expected: expected)
        }
        return text
    }

    /// What the bytes are, if they are no text.
    private static func binaryKind(_ text: TextBytes) -> String? {
        let known: [(magic: [UInt8], kind: String)] = [
            ([0x1f, 0x8b], "gzip data"), ([0x50, 0x4b, 0x03, 0x04], "a zip archive"),
            ([0xfd, 0x37, 0x7a, 0x58, 0x5a], "xz data"), ([0x28, 0xb5, 0x2f, 0xfd], "zstd data"),
            ([0x42, 0x5a, 0x68], "bzip2 data"), ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
            ([0xff, 0xfe], "UTF-16 text"), ([0xfe, 0xff], "UTF-16 text"),
        ]
        if let match = known.first(where: { text.starts(with: $0.magic) }) { return match.kind }
        let beginning = text.part(0, probe)
        let controls = beginning.count { $0 < 0x20 && !$0.isBlank && $0 != 0x0a && $0 != 0x0c }
        return beginning.contains(0) || controls * 16 > beginning.count ? "binary data" : nil
    }
}

extension [UInt8] {
    /// The bytes where they lie; `withUnsafeBytes` does not tell of which type the error is.
    func withRawBytes<Read>(
        _ read: (UnsafeRawBufferPointer) throws(ListError) -> Read
    ) throws(ListError) -> Read {
        try withUnsafeBufferPointer { (bytes) throws(ListError) in try read(UnsafeRawBufferPointer(bytes)) }
    }
}
