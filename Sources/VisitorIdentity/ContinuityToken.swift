import Crypto
import Foundation
import Sessions

/// What a browser keeps so that it is known again: whose visitor it is, sealed so that it can neither be read nor made.
public struct ContinuityToken: Sendable, Equatable {
    /// The visitor.
    public var visitor: VisitorID
    /// The session that was given the token, by which a token follows sessions that are split off by hand; nil where the token names none.
    public var session: SessionID?
    /// When the token was issued; each visit gets a new one.
    public var issuedAt: Timestamp

    /// A token for a visitor.
    public init(visitor: VisitorID, session: SessionID?, issuedAt: Timestamp) {
        self.visitor = visitor
        self.session = session
        self.issuedAt = issuedAt
    }
}

/// Seals continuity tokens and opens them again.
///
/// `0x01 ‖ nonce(12) ‖ ciphertext ‖ tag(16)` in unpadded base64url, AES-256-GCM. The additional authenticated data name
/// organization and environment: a token means nothing to another organization. What is sealed is the visitor (30 bytes), the moment (8, milliseconds,
/// big-endian), and the session (30) or nothing.
public struct ContinuitySealer: Sendable {
    private static let version: UInt8 = 1

    /// The most characters that are looked at.
    private static let maximumLength = 256

    private let key: SymmetricKey

    /// Seals under a key derived from the installation's master key.
    public init(key: SymmetricKey) {
        self.key = key
    }

    /// Seals a token for one organization and environment.
    /// - Parameter scope: names both.
    public func seal(_ token: ContinuityToken, scope: String) -> String {
        var plaintext = Data(token.visitor.text.utf8)
        withUnsafeBytes(of: token.issuedAt.milliseconds.bigEndian) { plaintext.append(contentsOf: $0) }
        if let session = token.session { plaintext.append(contentsOf: session.text.utf8) }
        let box = try! AES.GCM.seal(plaintext, using: key, authenticating: context(scope))
        return Base64URL.encode([Self.version] + box.combined!)
    }

    /// Opens a token; nil unless it was sealed here for this scope.
    public func open(_ text: String, scope: String) -> ContinuityToken? {
        guard text.utf8.count <= Self.maximumLength, let bytes = Base64URL.decode(text), bytes.first == Self.version,
            let box = try? AES.GCM.SealedBox(combined: Data(bytes.dropFirst())),
            let plaintext = try? AES.GCM.open(box, using: key, authenticating: context(scope)),
            plaintext.count == 38 || plaintext.count == 68,
            let visitor = VisitorID(String(decoding: plaintext.prefix(30), as: UTF8.self))
        else { return nil }
        let issued = plaintext.dropFirst(30).prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return ContinuityToken(
            visitor: visitor, session: SessionID(String(decoding: plaintext.dropFirst(38), as: UTF8.self)),
            issuedAt: Timestamp(milliseconds: issued))
    }

    private func context(_ scope: String) -> Data { Data("continuity v1\0\(scope)".utf8) }
}

/// What a browser's five storages say about who it is.
public struct ContinuityReading: Sendable, Equatable {
    /// The visitors that storages name, the one that most of them name first, of equals the one with the newest token.
    public var visitors: [VisitorID]
    /// Of each, the session that was given its newest token, where the token says so.
    public var sessions: [VisitorID: SessionID]
    /// How many storages name the first.
    public var agreeing: Int
    /// How many storages hold anything.
    public var found: Int
    /// How many storages hold something that is no token of ours.
    public var foreign: Int
    /// How many storages hold a token that is too old, which names nobody any more.
    public var expired: Int

    /// Weighs the tokens that were found.
    /// - Parameters:
    ///   - tokens: what each storage held; nil where it held nothing.
    ///   - oldest: tokens that were issued at this moment or before don't count.
    public init(tokens: [String?], scope: String, sealer: ContinuitySealer, oldest: Timestamp? = nil) {
        let found = tokens.compactMap(\.self)
        let opened = found.compactMap { sealer.open($0, scope: scope) }
        let valid = opened.filter { token in oldest.map { token.issuedAt > $0 } ?? true }
        let votes = Dictionary(grouping: valid, by: \.visitor).values.sorted { left, right in
            // The id breaks ties, so that the same storages always name the same visitor.
            (left.count, left.map(\.issuedAt).max()!, left[0].visitor.text)
                > (right.count, right.map(\.issuedAt).max()!, right[0].visitor.text)
        }
        visitors = votes.map { $0[0].visitor }
        sessions = votes.reduce(into: [:]) { sessions, tokens in
            sessions[tokens[0].visitor] = tokens.max { $0.issuedAt < $1.issuedAt }?.session
        }
        agreeing = votes.first?.count ?? 0
        self.found = found.count
        foreign = found.count - opened.count
        expired = opened.count - valid.count
    }

    /// The visitor that counts; nil when none is named.
    public var visitor: VisitorID? { visitors.first }

    /// Whether storages name different visitors.
    public var isConflicting: Bool { visitors.count > 1 }

    /// How sure the tie is, 0–100. A sealed token is near proof; storages that disagree take from it.
    public var confidence: Int { isConflicting ? 80 : 99 }
}

/// Base64url without padding (RFC 4648, section 5).
public enum Base64URL {
    /// Encodes bytes.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        String(
            decoding: Data(bytes).base64EncodedData().lazy.filter { $0 != UInt8(ascii: "=") }.map { digit in
                switch digit {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: digit
                }
            }, as: UTF8.self)
    }

    /// Decodes text; nil when it is not base64url. Padding is taken, if it is there and whole.
    public static func decode(_ text: String) -> [UInt8]? {
        var digits = Array(text.utf8)
        var padding = 0
        while digits.last == UInt8(ascii: "=") {
            digits.removeLast()
            padding += 1
        }
        let missing = (4 - digits.count % 4) % 4
        guard padding == 0 || padding == missing else { return nil }
        for index in digits.indices {
            switch digits[index] {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: continue
            case UInt8(ascii: "-"): digits[index] = UInt8(ascii: "+")
            case UInt8(ascii: "_"): digits[index] = UInt8(ascii: "/")
            default: return nil
            }
        }
        digits.append(contentsOf: repeatElement(UInt8(ascii: "="), count: missing))
        return Data(base64Encoded: Data(digits)).map(Array.init)
    }
}
