import CollectProtocol
import Crypto
import NetworkIntelligence
import Storage

/// What is kept of visitors' addresses, everywhere.
public enum AddressStorage: String, Sendable, CaseIterable {
    /// The address as it is.
    case full
    /// The network it is in: /24 of IPv4, /48 of IPv6.
    case truncated
    /// A digest that only this server can make, and that tells addresses apart.
    case hashed
}

/// Makes of a client's address what is kept of it. The address itself is looked up before, and forgotten with its request.
struct AddressKeeper: Sendable {
    private let storage: AddressStorage
    private let addressKey: SymmetricKey
    private let networkKey: SymmetricKey

    init(_ storage: AddressStorage, masterKey: MasterKey) {
        self.storage = storage
        addressKey = masterKey.derivedKey(for: "addresses of clients")
        networkKey = masterKey.derivedKey(for: "networks of learned connections")
    }

    /// What stands for the address in documents, lists and events.
    func kept(_ address: IPAddress) -> String {
        switch storage {
        case .full: address.description
        case .truncated: address.network.description
        case .hashed: "hashed:" + Self.hexadecimal(digest(address.bytes, addressKey).prefix(16))
        }
    }

    /// What tells the address and its network apart from others.
    func digests(_ address: IPAddress) -> AddressDigests {
        AddressDigests(
            address: Array(digest(address.bytes, addressKey).prefix(16)),
            network: digest(address.bytes.prefix(address.isIPv4 ? 3 : 6), networkKey))
    }

    private func digest(_ bytes: some Collection<UInt8>, _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(bytes), using: key))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension IPAddress {
    /// The network that the address is in, as far as one is kept: /24 of IPv4, /48 of IPv6.
    var network: AddressBlock { AddressBlock(self, prefixLength: isIPv4 ? 24 : 48)! }
}
