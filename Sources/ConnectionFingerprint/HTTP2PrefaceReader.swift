/// Reads the beginning of an HTTP/2 connection, decrypted, up to the end of the first whole header block, however it is
/// cut into reads.
///
/// It only looks: whoever feeds it passes the same bytes on. No decoder is shared with the connection's own: the first block of a
/// connection meets an empty table.
public struct HTTP2PrefaceReader: Sendable {
    /// How far it is.
    public enum State: Sendable, Equatable {
        /// The first header block is not whole yet.
        case needsMore
        /// The first header block is read; nothing after it is looked at.
        case complete(HTTP2Preface)
        /// The connection does not begin with the preface of HTTP/2.
        case notHTTP2
        /// It begins like HTTP/2, but won't be looked at further.
        case givenUp(Refusal)
    }

    /// Why it gave up.
    public enum Refusal: Sendable, Equatable {
        /// A frame is longer than ``HTTP2PrefaceReader/frameLimit``.
        case frameTooLong
        /// More than ``HTTP2PrefaceReader/byteLimit`` bytes before the first request was whole.
        case tooManyBytes
        /// More than ``HTTP2PrefaceReader/frameCountLimit`` frames before the first request was whole.
        case tooManyFrames
        /// A header block in more pieces than ``HTTP2PrefaceReader/continuationLimit``, as in a CONTINUATION flood.
        case tooManyContinuations
        /// The first frame is not SETTINGS (RFC 9113, section 3.4).
        case settingsNotFirst
        /// A frame that can't stand where it does.
        case unexpectedFrame
        /// A frame whose length, stream or padding is against the rules of its type.
        case malformedFrame
        /// The header block is not HPACK.
        case malformedHeaders
    }

    /// The most bytes that a frame carries: 16 KiB, since no other size can have been agreed on yet.
    public static let frameLimit = 1 << 14
    /// The most bytes that are looked at: 64 KiB.
    public static let byteLimit = 1 << 16
    /// The most frames that are looked at.
    public static let frameCountLimit = 200
    /// The most CONTINUATION frames of the header block: an honest client needs none before 16 KiB.
    public static let continuationLimit = 8
    /// The most settings that are kept; the rest of them is not looked at.
    public static let settingLimit = 128
    /// The most PRIORITY frames that are kept.
    public static let priorityLimit = 32

    /// How far it is.
    public private(set) var state: State = .needsMore
    private var bytes: [UInt8] = []
    /// Where the frames that are done with end, in `bytes`.
    private var offset = 0
    private var frames = 0
    private var preface = HTTP2Preface(settingsFrames: 0)
    private var block: HeaderBlockInPieces?

    /// A header block that is coming in.
    private struct HeaderBlockInPieces {
        var stream: UInt32
        var bytes: [UInt8]
        var continuations = 0
    }

    /// A reader that has seen nothing.
    public init() {}

    /// Looks at the next bytes of the connection; once it is done, at none.
    /// - Parameter bytes: what the TLS layer decrypted, such as the `readableBytesView` of a `ByteBuffer`.
    /// - Returns: how far it is now.
    @discardableResult @inlinable
    public mutating func read(_ bytes: some Collection<UInt8>) -> State {
        bytes.withContiguousBytes { read(contiguous: $0) }
    }

    @usableFromInline
    mutating func read(contiguous new: UnsafeRawBufferPointer) -> State {
        guard case .needsMore = state else { return state }
        let room = Self.byteLimit - bytes.count
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: new.prefix(room)))
        state = advance() ?? (new.count >= room ? .givenUp(.tooManyBytes) : .needsMore)
        if case .needsMore = state { return state }
        bytes = []
        block = nil
        preface = HTTP2Preface()
        return state
    }
}

// The frames one after another.
extension HTTP2PrefaceReader {
    /// The 24 bytes with which a client begins (RFC 9113, section 3.4).
    static let magic = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    /// Works through all whole frames. Nil: the next one is not whole yet.
    private mutating func advance() -> State? {
        if offset == 0 {
            guard zip(bytes, Self.magic).allSatisfy(==) else { return .notHTTP2 }
            guard bytes.count >= Self.magic.count else { return nil }
            offset = Self.magic.count
        }
        while bytes.count - offset >= HTTP2FrameHeader.length {
            let header = HTTP2FrameHeader(bytes[offset...])
            guard header.payloadLength <= Self.frameLimit else { return .givenUp(.frameTooLong) }
            let start = offset + HTTP2FrameHeader.length
            guard bytes.count - start >= header.payloadLength else { return nil }
            offset = start + header.payloadLength
            frames += 1
            guard frames <= Self.frameCountLimit else { return .givenUp(.tooManyFrames) }
            if let result = take(header, bytes[start..<offset]) { return result }
        }
        return nil
    }

    private mutating func take(_ header: HTTP2FrameHeader, _ payload: ArraySlice<UInt8>) -> State? {
        typealias Kind = HTTP2FrameHeader.Kind
        if block != nil { return takeContinuation(header, payload) }
        if preface.settingsFrames == 0, header.kind != Kind.settings { return .givenUp(.settingsNotFirst) }
        switch header.kind {
        case Kind.settings: return takeSettings(header, payload)
        case Kind.windowUpdate: return takeWindowUpdate(header, payload)
        case Kind.priority: return takePriority(header, payload)
        case Kind.headers: return takeHeaders(header, payload)
        case Kind.data, Kind.pushPromise, Kind.continuation: return .givenUp(.unexpectedFrame)
        default: return nil
        }
    }

    private mutating func takeSettings(_ header: HTTP2FrameHeader, _ payload: ArraySlice<UInt8>) -> State? {
        guard header.stream == 0, payload.count % 6 == 0 else { return .givenUp(.malformedFrame) }
        if header.has(HTTP2FrameHeader.Flag.acknowledgement) {
            guard payload.isEmpty else { return .givenUp(.malformedFrame) }
            // Ours can't have been acknowledged before the client's own came.
            return preface.settingsFrames == 0 ? .givenUp(.settingsNotFirst) : nil
        }
        preface.settingsFrames += 1
        guard preface.settingsFrames == 1 else { return nil }
        var rest = payload
        while !rest.isEmpty, preface.settings.count < Self.settingLimit {
            let value = rest.dropFirst(2).bigEndian32
            preface.settings.append(.init(identifier: rest.bigEndian16, value: value))
            rest = rest.dropFirst(6)
        }
        return nil
    }

    private mutating func takeWindowUpdate(_ header: HTTP2FrameHeader, _ payload: ArraySlice<UInt8>) -> State? {
        guard payload.count == 4 else { return .givenUp(.malformedFrame) }
        if header.stream == 0, preface.windowUpdate == nil {
            preface.windowUpdate = payload.bigEndian32 & 0x7fff_ffff
        }
        return nil
    }

    private mutating func takePriority(_ header: HTTP2FrameHeader, _ payload: ArraySlice<UInt8>) -> State? {
        guard payload.count == 5, header.stream != 0 else { return .givenUp(.malformedFrame) }
        if preface.priorities.count < Self.priorityLimit {
            preface.priorities.append(.init(payload, stream: header.stream))
        }
        return nil
    }
}

// The header block.
extension HTTP2PrefaceReader {
    private mutating func takeHeaders(_ header: HTTP2FrameHeader, _ payload: ArraySlice<UInt8>) -> State? {
        typealias Flag = HTTP2FrameHeader.Flag
        guard header.stream != 0 else { return .givenUp(.malformedFrame) }
        var rest = payload
        if header.has(Flag.padded) {
            guard let padding = rest.popFirst(), padding <= rest.count else { return .givenUp(.malformedFrame) }
            rest = rest.dropLast(Int(padding))
        }
        if header.has(Flag.priority) {
            guard rest.count >= 5 else { return .givenUp(.malformedFrame) }
            preface.requestPriority = .init(rest, stream: header.stream)
            rest = rest.dropFirst(5)
        }
        preface.requestStream = header.stream
        guard header.has(Flag.endHeaders) else {
            block = HeaderBlockInPieces(stream: header.stream, bytes: Array(rest))
            return nil
        }
        return finish(rest)
    }

    private mutating func takeContinuation(_ header: HTTP2FrameHeader, _ payload: ArraySlice<UInt8>) -> State? {
        guard var pieces = block, header.kind == HTTP2FrameHeader.Kind.continuation, header.stream == pieces.stream
        else { return .givenUp(.unexpectedFrame) }
        block = nil
        pieces.continuations += 1
        guard pieces.continuations <= Self.continuationLimit else { return .givenUp(.tooManyContinuations) }
        pieces.bytes += payload
        if header.has(HTTP2FrameHeader.Flag.endHeaders) { return finish(pieces.bytes[...]) }
        block = pieces
        return nil
    }

    private mutating func finish(_ block: ArraySlice<UInt8>) -> State {
        guard let headers = block.withUnsafeBytes({ HeaderBlock($0) }) else { return .givenUp(.malformedHeaders) }
        preface.pseudoHeaders = headers.pseudoHeaders
        preface.headerNames = headers.names
        preface.headerEncoding = headers.encoding
        return .complete(preface)
    }
}
