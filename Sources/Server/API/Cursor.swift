import Crypto
import Foundation
import Storage
import VisitorIdentity

/// Names a list: the path's own name, the tenant, and every filter. A cursor continues the list it came from and no other.
struct ListName: Sendable {
    fileprivate let bytes: Data

    init(_ name: String, _ tenant: Tenant, _ filters: String?...) {
        // A filter that is not set is told from one that is empty, and none can reach into the next.
        let parts = [name, tenant.scope] + filters.map { $0.map { "=" + $0 } ?? "" }
        bytes = Data(parts.joined(separator: "\0").utf8)
    }
}

/// Where a page of a list ended, as an opaque text that only this server can make.
///
/// `horizon(8) ‖ value(8) ‖ serial(8) ‖ id ‖ tag(16)` in base64url; the tag is an HMAC-SHA256 over all that stands before it and the
/// list's name.
struct Cursor: Sendable, Equatable {
    /// The newest row there was when the first page was read, where later ones must not disturb the pages after it.
    var horizon: Int64 = 0
    /// What the list is sorted by, in the last row of the page.
    var value: Int64 = 0
    /// The serial number of the last row.
    var serial: Int64 = 0
    /// The identifier of the last row, where rows have no serial number.
    var id = ""

    private static let tagLength = 16
    private static let numbersLength = 24

    /// Writes the cursor.
    func text(list: ListName, key: SymmetricKey) -> String {
        let content = content
        return Base64URL.encode(content + Self.tag(content, list, key))
    }

    /// Reads a cursor; nil unless it was made here for that list.
    init?(_ text: String, list: ListName, key: SymmetricKey) {
        guard text.utf8.count <= 128, let bytes = Base64URL.decode(text),
            bytes.count >= Self.numbersLength + Self.tagLength
        else { return nil }
        let content = Data(bytes.dropLast(Self.tagLength))
        // The comparison takes the same time wherever the first difference is.
        let difference = zip(Self.tag(content, list, key), bytes.suffix(Self.tagLength)).reduce(UInt8(0)) {
            $0 | ($1.0 ^ $1.1)
        }
        guard difference == 0, let id = String(validating: content.dropFirst(Self.numbersLength), as: UTF8.self)
        else { return nil }
        func number(_ index: Int) -> Int64 {
            content[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | Int64($1) }
        }
        self.init(horizon: number(0), value: number(1), serial: number(2), id: id)
    }

    init(horizon: Int64 = 0, value: Int64 = 0, serial: Int64 = 0, id: String = "") {
        self.horizon = horizon
        self.value = value
        self.serial = serial
        self.id = id
    }

    private var content: Data {
        var content = Data()
        for number in [horizon, value, serial] {
            withUnsafeBytes(of: number.bigEndian) { content.append(contentsOf: $0) }
        }
        content.append(contentsOf: id.utf8)
        return content
    }

    private static func tag(_ content: Data, _ list: ListName, _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: content + list.bytes, using: key).prefix(tagLength))
    }
}
