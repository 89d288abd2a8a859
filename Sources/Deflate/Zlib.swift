import CZlib

/// The zlib format (RFC 1950), in memory, bounded.
public enum Zlib {
    /// Why bytes did not inflate.
    public enum Failure: Error, Equatable, Sendable {
        /// The bytes are not a whole zlib stream.
        case malformed
        /// There is more text than the caller allows.
        case tooLarge
    }

    /// Compresses.
    /// - Parameter level: 1 (fast) to 9 (small).
    public static func deflate(_ bytes: some Collection<UInt8>, level: Int32 = 6) -> [UInt8] {
        var stream = z_stream()
        guard tripline_deflate_init(&stream, level) == Z_OK else {
            preconditionFailure("zlib refuses level \(level), or there is no memory")
        }
        defer { deflateEnd(&stream) }
        let input = Array(bytes)
        let bound = Int(deflateBound(&stream, uLong(input.count)))
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            input.withUnsafeBufferPointer { source in
                // zlib reads through a pointer that C does not call const.
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(bound)
                let status = CZlib.deflate(&stream, Z_FINISH)
                precondition(status == Z_STREAM_END, "deflateBound promises enough room")
                count = bound - Int(stream.avail_out)
            }
        }
    }

    /// Inflates one whole stream.
    /// - Parameters:
    ///   - bytes: the stream; nothing may follow it.
    ///   - limit: the most bytes to give back. Memory grows with what is really there, never with what is claimed.
    /// - Throws: ``Failure``.
    public static func inflate(_ bytes: some Collection<UInt8>, limit: Int) throws(Failure) -> [UInt8] {
        let result = bytes.withContiguousStorageIfAvailable { Self.inflate($0, limit) }
        if let result { return try result.get() }
        return try Array(bytes).withUnsafeBufferPointer { Self.inflate($0, limit) }.get()
    }

    private static func inflate(_ source: UnsafeBufferPointer<UInt8>, _ limit: Int) -> Result<[UInt8], Failure> {
        var stream = z_stream()
        guard tripline_inflate_init(&stream) == Z_OK else { return .failure(.malformed) }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.avail_in = UInt32(source.count)

        var output: [UInt8] = []
        // A first guess of four to one, then doubling; one byte over the limit tells "too large" from "just fits".
        var capacity = min(limit + 1, max(1024, source.count * 4))
        while true {
            let start = output.count
            output.append(contentsOf: repeatElement(0, count: capacity - start))
            let status = output.withUnsafeMutableBufferPointer { buffer in
                stream.next_out = buffer.baseAddress! + start
                stream.avail_out = UInt32(capacity - start)
                return CZlib.inflate(&stream, Z_NO_FLUSH)
            }
            output.removeLast(Int(stream.avail_out))
            if output.count > limit { return .failure(.tooLarge) }
            switch status {
            case Z_STREAM_END: return stream.avail_in == 0 ? .success(output) : .failure(.malformed)
            case Z_OK where stream.avail_out == 0: capacity = min(limit + 1, capacity * 2)
            default: return .failure(.malformed)
            }
        }
    }
}
