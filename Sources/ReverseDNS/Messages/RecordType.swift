/// The types of records that are asked for or read (RFC 1035, section 3.2.2, and RFC 3596).
enum RecordType: UInt16, Sendable {
    case address = 1
    case alias = 5
    case authority = 6
    case pointer = 12
    case address6 = 28
}
