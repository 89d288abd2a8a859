import NIOCore
import NIOWebSocket

/// Makes messages of the frames that a client sends (RFC 6455, section 5), and holds them to the rules.
struct SocketMessages {
    /// What a frame comes to.
    enum Event: Equatable {
        /// Nothing yet: the message goes on.
        case more
        /// A message in binary.
        case message([UInt8])
        /// A question whether somebody is there.
        case ping([UInt8])
        /// The answer to one.
        case pong([UInt8])
        /// The client closes.
        case close
        /// It is against the rules.
        case wrong(SocketClosure)
    }

    /// The most frames that a message may come in.
    static let maximumFragments = 16

    private let maximumLength: Int
    private var held: [UInt8] = []
    /// How many frames of a message there were; 0 between messages.
    private var fragments = 0

    /// - Parameter maximumLength: the most bytes of a message.
    init(maximumLength: Int) {
        self.maximumLength = maximumLength
    }

    /// Reads the next frame.
    mutating func read(_ frame: WebSocketFrame) -> Event {
        // Clients mask, and no extension was agreed on that could use the reserved bits.
        guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return .wrong(.protocolError) }
        let bytes = Array(frame.unmaskedData.readableBytesView)
        switch frame.opcode {
        case .binary: return fragments == 0 ? add(bytes, isLast: frame.fin) : .wrong(.protocolError)
        case .continuation: return fragments > 0 ? add(bytes, isLast: frame.fin) : .wrong(.protocolError)
        case .text: return .wrong(fragments == 0 ? .unacceptable : .protocolError)
        case .ping: return .ping(bytes)
        case .pong: return .pong(bytes)
        case .connectionClose: return .close
        default: return .wrong(.protocolError)
        }
    }

    private mutating func add(_ bytes: [UInt8], isLast: Bool) -> Event {
        fragments += 1
        guard fragments <= Self.maximumFragments, held.count + bytes.count <= maximumLength else {
            return .wrong(.tooLarge)
        }
        held += bytes
        guard isLast else { return .more }
        defer {
            held = []
            fragments = 0
        }
        return .message(held)
    }
}
