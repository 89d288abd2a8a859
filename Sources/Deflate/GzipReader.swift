import CZlib

/// Inflates the gzip format (RFC 1952) as it comes, piece by piece, bounded: for files that memory should not hold whole.
///
/// Several members one after the other are one file, as section 2.2 has it.
public final class GzipReader {
    /// Why bytes did not inflate.
    public enum Failure: Error, Equatable, Sendable {
        /// The bytes are not in the gzip format.
        case malformed
        /// They end in the middle.
        case cut
        /// There is more in them than the caller allows.
        case tooLarge
    }

    /// How many times its own size, beside a first allowance, a file may hold.
    ///
    /// Lists and databases come to about a tenth of their size. What comes to less than a fiftieth was made to fill a disk.
    public static let mostGrowth = 50
    /// How much may come of any file, whatever its size, in bytes.
    public static let allowance = 16 << 20

    private static let pieceSize = 65_536

    /// On the heap, at an address that stays: zlib looks whether its stream was moved.
    private let stream: UnsafeMutablePointer<z_stream>
    private let limit: Int
    private var taken = 0
    private var given = 0
    private var isAtEnd = true
    private var piece = [UInt8](repeating: 0, count: pieceSize)

    /// A reader at the beginning of a file.
    /// - Parameter limit: the most bytes to give back.
    public init(limit: Int) {
        self.limit = limit
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        precondition(tripline_gunzip_init(stream) == Z_OK, "there is no memory")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Whether bytes begin as files in this format do.
    public static func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1f, 0x8b, 8]) }

    /// Takes the next bytes of the file.
    /// - Parameter give: is called with what came of them, a piece at a time.
    /// - Throws: ``Failure``, or what `give` throws.
    public func take(_ bytes: UnsafeRawBufferPointer, _ give: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
        taken += bytes.count
        // zlib reads through a pointer that C does not call const.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: base)
        stream.pointee.avail_in = UInt32(bytes.count)
        var isFull = true
        while stream.pointee.avail_in > 0 || isFull && !isAtEnd {
            if isAtEnd {
                guard inflateReset(stream) == Z_OK else { throw Failure.malformed }
                isAtEnd = false
            }
            isFull = try step(give)
        }
    }

    /// Says that the file is at its end.
    /// - Throws: ``Failure/cut`` when what was taken is not.
    public func finish() throws(Failure) {
        if !isAtEnd || taken == 0 { throw .cut }
    }

    /// Fills one piece.
    /// - Returns: whether there may be more without taking more.
    private func step(_ give: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        let status = piece.withUnsafeMutableBufferPointer { buffer in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(buffer.count)
            return CZlib.inflate(stream, Z_NO_FLUSH)
        }
        let count = Self.pieceSize - Int(stream.pointee.avail_out)
        switch status {
        case Z_OK: break
        case Z_STREAM_END: isAtEnd = true
        // There is nothing to read and nothing to write: more bytes are needed.
        case Z_BUF_ERROR where count == 0 && stream.pointee.avail_in == 0: return false
        default: throw Failure.malformed
        }
        given += count
        if given > min(limit, Self.allowance + taken * Self.mostGrowth) { throw Failure.tooLarge }
        if count > 0 { try piece.withUnsafeBytes { try give(UnsafeRawBufferPointer(rebasing: $0[..<count])) } }
        return count == Self.pieceSize
    }
}
