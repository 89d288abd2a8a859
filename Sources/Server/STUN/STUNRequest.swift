import NetworkIntelligence

/// A question of a STUN client: a Binding request, which asks under which address it is seen (RFC 8489).
struct STUNRequest: Equatable {
    /// Names the question in its answer: 12 bytes.
    var transaction: [UInt8]
    /// Whether it ends with a FINGERPRINT, as its answer then does.
    var hasFingerprint = false
    /// Attributes that it must not be answered without, and that nobody here understands, in their order, each once.
    var unknownAttributes: [UInt16] = []

    /// The most bytes of a request that is read.
    static let maximumLength = 548
    /// The most unknown attributes that are told of.
    static let maximumUnknown = 16

    /// Reads a datagram; nil when it is no Binding request, or not whole: such are never answered.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= STUN.headerLength, bytes.count <= Self.maximumLength, bytes.count % 4 == 0,
            STUN.integer(bytes, at: 0) == STUN.bindingRequest,
            Int(STUN.integer(bytes, at: 2)) == bytes.count - STUN.headerLength,
            bytes[4..<8].elementsEqual(STUN.cookie)
        else { return nil }
        transaction = Array(bytes[8..<20])
        guard readAttributes(of: bytes) else { return nil }
    }

    private mutating func readAttributes(of bytes: [UInt8]) -> Bool {
        var offset = STUN.headerLength
        while offset < bytes.count {
            guard offset + 4 <= bytes.count else { return false }
            let (kind, length) = (STUN.integer(bytes, at: offset), Int(STUN.integer(bytes, at: offset + 2)))
            let next = offset + 4 + (length + 3) / 4 * 4
            guard next <= bytes.count else { return false }
            if kind == STUN.Attribute.fingerprint {
                // It is the last, and vouches for all before it.
                guard length == 4, next == bytes.count,
                    bytes[(offset + 4)..<next].elementsEqual(STUN.fingerprint(of: bytes[..<offset]))
                else { return false }
                hasFingerprint = true
            } else if kind < 0x8000, !STUN.Attribute.understood.contains(kind), !unknownAttributes.contains(kind),
                unknownAttributes.count < Self.maximumUnknown
            {
                unknownAttributes.append(kind)
            }
            offset = next
        }
        return true
    }

    /// The answer to it.
    /// - Parameters:
    ///   - address: under which it came.
    ///   - port: likewise.
    func answer(to address: IPAddress, port: UInt16) -> [UInt8] {
        unknownAttributes.isEmpty
            ? message(STUN.bindingSuccess, [(STUN.Attribute.xorMappedAddress, mapped(address, port))])
            : message(
                STUN.bindingError,
                [
                    // 420, Unknown Attribute. It has no phrase: an answer is little longer than its question.
                    (STUN.Attribute.errorCode, [0, 0, 4, 20]),
                    (STUN.Attribute.unknownAttributes, unknownAttributes.flatMap(STUN.bytes)),
                ])
    }

    /// An address as XOR-MAPPED-ADDRESS has it (section 14.2): so changed that no box on the way takes it for an address and mends it.
    private func mapped(_ address: IPAddress, _ port: UInt16) -> [UInt8] {
        let mask = STUN.cookie + transaction
        return [0, address.isIPv4 ? 1 : 2] + zip(STUN.bytes(port), mask).map { $0 ^ $1 }
            + zip(address.bytes, mask).map { $0 ^ $1 }
    }

    private func message(_ kind: UInt16, _ attributes: [(kind: UInt16, value: [UInt8])]) -> [UInt8] {
        var body: [UInt8] = []
        for (kind, value) in attributes {
            body += STUN.bytes(kind) + STUN.bytes(UInt16(value.count)) + value
            body += [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
        }
        let length = body.count + (hasFingerprint ? 8 : 0)
        var message = STUN.bytes(kind) + STUN.bytes(UInt16(length)) + STUN.cookie + transaction + body
        if hasFingerprint {
            message += STUN.bytes(STUN.Attribute.fingerprint) + [0, 4] + STUN.fingerprint(of: message[...])
        }
        return message
    }
}
