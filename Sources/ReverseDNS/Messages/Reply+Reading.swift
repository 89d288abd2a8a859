import NetworkIntelligence

extension Reply {
    /// Reads a message (RFC 1035, section 4); nil when it is no reply or breaks off. Whether it answers the query was looked at before.
    init?(message: [UInt8]) {
        var reader = MessageReader(message)
        guard reader.uint16() != nil, let flags = reader.uint16(), flags & 0x8000 != 0,
            let questions = reader.uint16(), let answers = reader.uint16(), let authorities = reader.uint16(),
            reader.uint16() != nil
        else { return nil }
        for _ in 0..<questions {
            guard reader.name() != nil, reader.skip(4) else { return nil }
        }
        for _ in 0..<answers {
            guard let record = reader.record() else { return nil }
            if case .content(let content) = record.data {
                records.append(Record(owner: record.owner, timeToLive: record.timeToLive, content: content))
            }
        }
        for _ in 0..<authorities {
            guard let record = reader.record() else { return nil }
            guard case .authority(let minimum) = record.data else { continue }
            negativeTimeToLive = min(record.timeToLive, minimum)
        }
    }
}

extension MessageReader {
    fileprivate enum RecordData {
        case content(Reply.Content)
        /// An SOA, and the last of its numbers.
        case authority(minimum: UInt32)
        case other
    }

    fileprivate mutating func record() -> (owner: DomainName, timeToLive: UInt32, data: RecordData)? {
        guard let owner = name(), let type = uint16(), let recordClass = uint16(), let timeToLive = uint32(),
            let length = uint16(), let end = end(after: Int(length))
        else { return nil }
        // Class 1 is the Internet. A time whose first bit is set is none (RFC 2181, section 8).
        let data = recordClass == 1 ? data(type, until: end) : .other
        guard let data, seek(end) else { return nil }
        return (owner, timeToLive >> 31 == 0 ? timeToLive : 0, data)
    }

    private mutating func data(_ type: UInt16, until end: Int) -> RecordData? {
        switch RecordType(rawValue: type) {
        case .address: bytes(until: end, count: 4).flatMap(IPAddress.init(networkBytes:)).map { .content(.address($0)) }
        case .address6:
            bytes(until: end, count: 16).flatMap(IPAddress.init(networkBytes:)).map { .content(.address($0)) }
        case .pointer: name(until: end).map { .content(.pointer($0)) }
        case .alias: name(until: end).map { .content(.alias($0)) }
        case .authority: authority(until: end).map { .authority(minimum: $0) }
        case nil: .other
        }
    }

    /// An SOA (RFC 1035, section 3.3.13): two names and five numbers.
    private mutating func authority(until end: Int) -> UInt32? {
        guard name() != nil, name() != nil, skip(16), let minimum = uint32(), position == end else { return nil }
        return minimum
    }

    private mutating func name(until end: Int) -> DomainName? {
        guard let name = name(), position == end else { return nil }
        return name
    }

    private mutating func bytes(until end: Int, count: Int) -> [UInt8]? {
        guard end - position == count else { return nil }
        return bytes(count)
    }
}
