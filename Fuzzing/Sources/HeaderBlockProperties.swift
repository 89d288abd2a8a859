import ConnectionFingerprint
import NIOCore
import NIOHPACK

/// What must be so of everything that a connection's first header block is read from: what the connection's own decoder accepts is
/// read here as it reads it.
enum HeaderBlockProperties {
    static func check(_ block: [UInt8]) {
        let state = HTTP2PrefaceReader.checked(PrefaceProperties.magic + settings + frames(of: [block[...]]))
        let place = block.count / 3
        let inPieces = frames(of: [block[..<place], block[place..<place], block[place...]])
        var reader = HTTP2PrefaceReader()
        mustHold(
            reader.read(PrefaceProperties.magic + settings + inPieces) == state,
            "CONTINUATION goes on where it stopped",
            "\(state)")
        guard let names = namesByDecoder(of: block), names.allSatisfy(isComparable) else { return }
        guard case .complete(let preface) = state else {
            return mustHold(false, "a valid block is read", "\(names) \(state)")
        }
        mustHold(
            preface.headerNames == names.filter { !$0.hasPrefix(":") }.prefix(100).map { $0.lowercased() },
            "names are those of the decoder", "\(names) \(preface.headerNames)")
        mustHold(
            preface.pseudoHeaders == String(names.compactMap { letters[$0.lowercased()] }.prefix(8)),
            "pseudo-headers are those of the decoder", "\(names) \(preface.pseudoHeaders)")
    }

    private static let letters: [String: Character] = [":method": "m", ":authority": "a", ":scheme": "s", ":path": "p"]

    /// Names that are cut, or hold what is no text, are kept in another form.
    private static func isComparable(_ name: String) -> Bool {
        name.utf8.count <= 64 && name.utf8.allSatisfy { $0 < 0x80 }
    }

    private static func namesByDecoder(of block: [UInt8]) -> [String]? {
        var decoder = HPACKDecoder(
            allocator: ByteBufferAllocator(), maxDynamicTableSize: HPACKDecoder.maxDynamicTableSize,
            maxHeaderListSize: 1 << 20)
        var buffer = ByteBuffer(bytes: block)
        return try? decoder.decodeHeaders(from: &buffer).map(\.name)
    }

    /// An empty SETTINGS frame.
    private static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]

    /// A HEADERS frame of stream 1 and CONTINUATION frames after it.
    private static func frames(of pieces: [ArraySlice<UInt8>]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            bytes += [0, UInt8(piece.count >> 8), UInt8(piece.count & 0xff), index == 0 ? 1 : 9]
            bytes += [index == pieces.count - 1 ? 4 : 0, 0, 0, 0, 1] + piece
        }
        return bytes
    }
}
