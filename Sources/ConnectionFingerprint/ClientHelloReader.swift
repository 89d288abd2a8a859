/// Finds the ClientHello at the start of a TCP connection, however it is cut into reads and TLS records.
///
/// It only looks: whoever feeds it passes the same bytes on. It works through each byte once, so bytes that come one by
/// one cost no more than a block of them.
///
/// ```swift
/// var reader = ClientHelloReader()
/// switch reader.read(buffer.readableBytesView) {
/// case .needsMore: break
/// case .complete(let hello): use(JA4(hello))
/// case .notTLS, .givenUp: stopLooking()
/// }
/// ```
public struct ClientHelloReader: Sendable {
    /// How far it is.
    public enum State: Sendable, Equatable {
        /// The ClientHello is not whole yet.
        case needsMore
        /// The ClientHello is read; nothing after it is looked at.
        case complete(ClientHello)
        /// The connection does not begin with a TLS handshake.
        case notTLS
        /// It begins like TLS, but won't be looked at further.
        case givenUp(Refusal)
    }

    /// Why it gave up.
    public enum Refusal: Sendable, Equatable {
        /// The message is longer than ``ClientHelloReader/messageLimit``.
        case messageTooLong
        /// A record is longer than ``ClientHelloReader/recordLimit``.
        case recordTooLong
        /// A record carries nothing, which TLS forbids for handshake messages (RFC 8446, section 5.1).
        case emptyRecord
        /// More than ``ClientHelloReader/recordCountLimit`` records.
        case tooManyRecords
        /// A record of another type comes before the message ends.
        case otherRecord
        /// The message is no ClientHello.
        case malformed(ClientHello.Malformed)
    }

    /// The most bytes of a ClientHello, its four bytes of header with them: 64 KiB.
    public static let messageLimit = 1 << 16
    /// The most bytes that a record carries: 16 KiB (RFC 8446, section 5.1).
    public static let recordLimit = 1 << 14
    /// The most records that are looked at: enough for a ClientHello of today in records of one byte each.
    public static let recordCountLimit = 4096

    /// How far it is.
    public private(set) var state: State = .needsMore
    private var header: [UInt8] = []
    private var recordRemaining = 0
    private var records = 0
    private var message: [UInt8] = []

    /// A reader that has seen nothing.
    public init() {}

    /// Looks at the next bytes of the connection; once it is done, at none.
    /// - Parameter bytes: what was read from the connection, such as the `readableBytesView` of a `ByteBuffer`.
    /// - Returns: how far it is now.
    @discardableResult @inlinable
    public mutating func read(_ bytes: some Collection<UInt8>) -> State {
        bytes.withContiguousBytes { read(contiguous: $0) }
    }

    @usableFromInline
    mutating func read(contiguous bytes: UnsafeRawBufferPointer) -> State {
        guard case .needsMore = state else { return state }
        state = look(at: bytes)
        if case .needsMore = state { return state }
        message = []
        header = []
        return state
    }

    private mutating func look(at bytes: UnsafeRawBufferPointer) -> State {
        var rest = bytes[...]
        while !rest.isEmpty {
            if recordRemaining == 0 {
                if let refusal = readHeader(&rest) { return refusal }
            } else {
                let part = rest.prefix(min(recordRemaining, Self.messageLimit - message.count))
                message.append(contentsOf: UnsafeRawBufferPointer(rebasing: part))
                rest = rest.dropFirst(part.count)
                recordRemaining -= part.count
                if let result = messageSoFar() { return result }
            }
        }
        return .needsMore
    }

    /// Takes bytes of a record's header: type, version, length (RFC 8446, section 5.1).
    private mutating func readHeader(_ rest: inout Slice<UnsafeRawBufferPointer>) -> State? {
        while header.count < 5, let byte = rest.popFirst() {
            header.append(byte)
            if let refusal = objection(toHeaderByte: byte, at: header.count - 1) { return refusal }
        }
        guard header.count == 5 else { return nil }
        recordRemaining = Int(header[3]) << 8 | Int(header[4])
        header.removeAll(keepingCapacity: true)
        records += 1
        if recordRemaining == 0 { return .givenUp(.emptyRecord) }
        if recordRemaining > Self.recordLimit { return .givenUp(.recordTooLong) }
        if records > Self.recordCountLimit { return .givenUp(.tooManyRecords) }
        return nil
    }

    private func objection(toHeaderByte byte: UInt8, at index: Int) -> State? {
        let expected: UInt8
        switch index {
        case 0: expected = 22  // handshake
        case 1: expected = 3  // the major version of every TLS
        default: return nil
        }
        if byte == expected { return nil }
        return records == 0 ? .notTLS : .givenUp(.otherRecord)
    }

    /// What the message is, once it is whole or can't become a ClientHello.
    private func messageSoFar() -> State? {
        guard message[0] == HandshakeType.clientHello else { return .givenUp(.malformed(.notClientHello)) }
        guard message.count >= 4 else { return nil }
        let length = 4 + (Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3]))
        guard length <= Self.messageLimit else { return .givenUp(.messageTooLong) }
        guard message.count >= length else { return nil }
        do throws(ClientHello.Malformed) {
            return .complete(try ClientHello(handshake: message[..<length]))
        } catch {
            return .givenUp(.malformed(error))
        }
    }
}
