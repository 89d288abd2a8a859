import Crypto
import Foundation
import VisitorIdentity

/// Where a page of a list ended, as an opaque text that only this server can make.
///
/// `horizon(8) ‖ serial(8) ‖ tag(16)` in base64url; the tag is an HMAC-SHA256 over both numbers, the tenant and the filters, so
/// that a cursor continues the list it came from and no other.
struct Cursor: Sendable, Equatable {
    /// The newest decision there was when the first page was read.
    var horizon: Int64
    /// The last row of the page.
    var serial: Int64

    /// Writes the cursor.
    /// - Parameter list: names the list: tenant and filters.
    func text(list: String, key: SymmetricKey) -> String {
        Base64URL.encode(numbers + tag(list, key))
    }

    /// Reads a cursor; nil unless it was made here for that list.
    init?(_ text: String, list: String, key: SymmetricKey) {
        guard text.utf8.count <= 64, let bytes = Base64URL.decode(text), bytes.count == 32 else { return nil }
        func number(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 << 8 | Int64($1) } }
        self.init(horizon: number(0..<8), serial: number(8..<16))
        // The comparison takes the same time wherever the first difference is.
        let difference = zip(tag(list, key), bytes[16...]).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0 else { return nil }
    }

    init(horizon: Int64, serial: Int64) {
        self.horizon = horizon
        self.serial = serial
    }

    private var numbers: [UInt8] {
        [horizon, serial].flatMap { number in withUnsafeBytes(of: number.bigEndian, Array.init) }
    }

    private func tag(_ list: String, _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(numbers) + Data(list.utf8), using: key).prefix(16))
    }
}
