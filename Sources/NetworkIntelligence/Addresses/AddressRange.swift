/// Addresses from one to another, both within. Some lists hold ranges that are no blocks.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// The lowest address.
    public let first: IPAddress
    /// The highest address, of the same version and not below ``first``.
    public let last: IPAddress

    /// From one address to another; nil when they are of different versions, or the second lies below the first.
    public init?(_ first: IPAddress, _ last: IPAddress) {
        guard first.isIPv4 == last.isIPv4, first.value <= last.value else { return nil }
        self.first = first
        self.last = last
    }

    /// The addresses of a block.
    public init(_ block: AddressBlock) {
        first = block.first
        last = block.last
    }

    /// A single address.
    public init(_ address: IPAddress) {
        first = address
        last = address
    }

    /// Whether the address lies in the range.
    public func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == first.isIPv4 && first.value <= address.value && address.value <= last.value
    }

    /// Both ends with a hyphen between them.
    public var description: String { "\(first)-\(last)" }
}
