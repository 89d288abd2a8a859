/// Reads the parts of a DNS message one after the other; every reading ends within the message or gives nil.
struct MessageReader {
    /// How often a name may go on elsewhere: no more often than it can have labels.
    private static let mostJumps = 127

    private let message: [UInt8]
    /// Where the next part begins.
    private(set) var position = 0

    /// A reader at the beginning of a message.
    init(_ message: [UInt8]) {
        self.message = message
    }

    /// The next two bytes as a number.
    mutating func uint16() -> UInt16? {
        number(ofBytes: 2).map(UInt16.init(truncatingIfNeeded:))
    }

    /// The next four bytes as a number.
    mutating func uint32() -> UInt32? {
        number(ofBytes: 4)
    }

    private mutating func number(ofBytes count: Int) -> UInt32? {
        guard let end = end(after: count) else { return nil }
        defer { position = end }
        return message[position..<end].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// As many of the next bytes.
    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard let end = end(after: count) else { return nil }
        defer { position = end }
        return Array(message[position..<end])
    }

    /// Goes on behind as many bytes; false where there are fewer.
    mutating func skip(_ count: Int) -> Bool {
        guard let end = end(after: count) else { return false }
        position = end
        return true
    }

    /// Goes on at a place that is still ahead; false where it is not.
    mutating func seek(_ place: Int) -> Bool {
        guard place >= position, place <= message.count else { return false }
        position = place
        return true
    }

    /// Where as many of the next bytes end; nil where there are fewer.
    func end(after count: Int) -> Int? {
        count >= 0 && count <= message.count - position ? position + count : nil
    }

    /// The next name, which may end in that of another place (RFC 1035, section 4.1.4).
    mutating func name() -> DomainName? {
        var labels: [UInt8] = []
        var place = position
        var jumps = 0
        // A name goes on only before where it was so far, so that it ends.
        var limit = position
        var end: Int?
        while place < message.count {
            let length = Int(message[place])
            switch length >> 6 {
            case 0 where length == 0:
                position = end ?? place + 1
                return DomainName(labels: labels)
            case 0:
                guard length < message.count - place, labels.count + length < DomainName.maximumLength else {
                    return nil
                }
                labels.append(contentsOf: message[place...place + length])
                place += 1 + length
            case 3:
                guard place + 1 < message.count else { return nil }
                let target = (length & 0x3f) << 8 | Int(message[place + 1])
                jumps += 1
                guard target < limit, jumps <= Self.mostJumps else { return nil }
                end = end ?? place + 2
                limit = target
                place = target
            default: return nil
            }
        }
        return nil
    }
}
