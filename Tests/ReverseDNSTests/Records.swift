import NetworkIntelligence

/// A record as the tests' name server sends it.
struct ZoneRecord: Sendable {
    static let a: UInt16 = 1
    static let cname: UInt16 = 5
    static let soa: UInt16 = 6
    static let ptr: UInt16 = 12
    static let aaaa: UInt16 = 28

    var owner: String
    var type: UInt16
    var timeToLive: UInt32 = 3600
    var data: [UInt8]

    /// The record of an address.
    static func address(_ owner: String, _ address: String, timeToLive: UInt32 = 3600) -> ZoneRecord {
        let address = IPAddress(address)!
        return ZoneRecord(
            owner: owner, type: address.isIPv4 ? a : aaaa, timeToLive: timeToLive, data: address.bytes)
    }

    /// The record of a name, under the reverse name of an address.
    static func pointer(_ owner: String, _ name: String, timeToLive: UInt32 = 3600) -> ZoneRecord {
        ZoneRecord(owner: owner, type: ptr, timeToLive: timeToLive, data: wire(name))
    }

    static func alias(_ owner: String, _ name: String, timeToLive: UInt32 = 3600) -> ZoneRecord {
        ZoneRecord(owner: owner, type: cname, timeToLive: timeToLive, data: wire(name))
    }

    static func authority(_ owner: String, minimum: UInt32, timeToLive: UInt32 = 86_400) -> ZoneRecord {
        let numbers: [UInt32] = [1, 7200, 900, 1_209_600, minimum]
        return ZoneRecord(
            owner: owner, type: soa, timeToLive: timeToLive,
            data: wire("ns.\(owner)") + wire("hostmaster.\(owner)") + numbers.flatMap(bytes))
    }

    /// A name in messages; any bytes go, but a label ends at a dot.
    static func wire(_ name: String) -> [UInt8] {
        name.utf8.split(separator: UInt8(ascii: ".")).flatMap { [UInt8($0.count)] + $0 } + [0]
    }

    static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}

/// A query as the tests' name server got it.
struct ReceivedQuery: Sendable {
    var id: UInt16
    /// Without a final dot.
    var name: String
    var type: UInt16
    var isTCP: Bool
    /// The question section.
    var question: [UInt8]

    /// Nil when the message is none that c-ares sends.
    init?(_ message: [UInt8], isTCP: Bool) {
        guard message.count > 16 else { return nil }
        var labels: [String] = []
        var place = 12
        while place < message.count, message[place] != 0 {
            let end = place + 1 + Int(message[place])
            guard end < message.count else { return nil }
            labels.append(String(decoding: message[place + 1..<end], as: UTF8.self))
            place = end
        }
        guard place + 5 <= message.count else { return nil }
        id = UInt16(message[0]) << 8 | UInt16(message[1])
        name = labels.joined(separator: ".")
        type = UInt16(message[place + 1]) << 8 | UInt16(message[place + 2])
        question = Array(message[12..<place + 5])
        self.isTCP = isTCP
    }

    /// A reply to it.
    func reply(
        _ answers: [ZoneRecord] = [], authorities: [ZoneRecord] = [], code: UInt16 = 0, isTruncated: Bool = false,
        id: UInt16? = nil
    ) -> [UInt8] {
        let flags = 0x8180 | code | (isTruncated ? 0x200 : 0)
        let header = [id ?? self.id, flags, 1, UInt16(answers.count), UInt16(authorities.count), 0]
        return header.flatMap(ZoneRecord.bytes) + question + (answers + authorities).flatMap(written)
    }

    private func written(_ record: ZoneRecord) -> [UInt8] {
        // The name that was asked for is where the question begins.
        let owner = record.owner == name ? [0xc0, 12] : ZoneRecord.wire(record.owner)
        return owner + ZoneRecord.bytes(record.type) + [0, 1] + ZoneRecord.bytes(record.timeToLive)
            + ZoneRecord.bytes(UInt16(record.data.count)) + record.data
    }
}

extension [ZoneRecord] {
    /// The reply of a recursive name server that knows these records.
    func reply(to query: ReceivedQuery) -> [UInt8] {
        var answers: [ZoneRecord] = []
        var name = query.name.lowercased()
        for _ in 0..<10 {
            let own = filter { $0.owner.lowercased() == name }
            answers += own.filter { $0.type == query.type }
            guard let alias = own.first(where: { $0.type == ZoneRecord.cname }),
                answers.isEmpty || answers.last!.type == 5
            else { break }
            answers.append(alias)
            guard let target = first(where: { ZoneRecord.wire($0.owner) == alias.data })?.owner else { break }
            name = target.lowercased()
        }
        let isKnown = contains { $0.owner.lowercased() == query.name.lowercased() }
        let authorities = answers.isEmpty ? filter { $0.type == ZoneRecord.soa } : []
        return query.reply(answers, authorities: authorities, code: isKnown ? 0 : 3)
    }
}
