import OrderedJSON
import Sessions

/// What is wrong with a line of labels, in words.
public struct LabelFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// What was wrong and what was expected.
    public var reason: String

    /// `line 3: …`
    public var description: String { "line \(line): \(reason)" }
}

/// Labels as they are kept: JSON lines, each
/// `{"session_id", "kind": "tool" | "person", "name", "mode"?, "expected_tool"?: [slug, …], "note"?}`.
public struct LabelReader: Sendable {
    /// The most bytes of a line.
    static let longestLine = 16_384
    /// The most labels.
    static let most = 100_000
    /// The most faults that are told.
    static let mostFaults = 20

    /// The labels, in their order.
    public private(set) var labels: [SessionLabel] = []
    /// What was wrong, in the order of the lines; at most twenty.
    public private(set) var faults: [LabelFault] = []
    private var lines: [SessionID: Int] = [:]

    /// Reads lines. Empty ones are passed over.
    public init(_ bytes: some Collection<UInt8>) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
            if faults.count == Self.mostFaults { return }
            do {
                try take(line, number: index + 1)
            } catch {
                faults.append(LabelFault(line: index + 1, reason: error.reason))
            }
        }
    }

    private mutating func take(_ line: some Collection<UInt8>, number: Int) throws(Fault) {
        guard labels.count < Self.most else { throw Fault("there are more than \(Self.most) labels") }
        guard line.count <= Self.longestLine else { throw Fault("it has more than \(Self.longestLine) bytes") }
        let label = try SessionLabel(LabelFields(line))
        if let earlier = lines.updateValue(number, forKey: label.session) {
            throw Fault("\(label.session.text) was labelled on line \(earlier) already")
        }
        labels.append(label)
    }
}

/// What is wrong with one line.
private struct Fault: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// The members of a label's object.
private struct LabelFields {
    private static let known = ["session_id", "kind", "name", "mode", "expected_tool", "note"]
    private var members: [String: JSONValue] = [:]

    init(_ line: some Collection<UInt8>) throws(Fault) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: Array(line), maximumDepth: 4)
        } catch {
            throw Fault("it is not JSON: \(error.description)")
        }
        guard let object = value.object else { throw Fault("it must be a JSON object") }
        for member in object {
            guard Self.known.contains(member.key) else {
                throw Fault("\(member.key.prefix(40)) is unknown; a label has \(Self.known.joined(separator: ", "))")
            }
            guard members.updateValue(member.value, forKey: member.key) == nil else {
                throw Fault("\(member.key) must be there once")
            }
        }
    }

    func text(_ name: String, most: Int) throws(Fault) -> String? {
        guard let value = members[name], !value.isNull else { return nil }
        guard let text = value.string, text.unicodeScalars.count <= most,
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { throw Fault("\(name) must be a text of at most \(most) characters on one line") }
        return text
    }

    func texts(_ name: String) throws(Fault) -> [String] {
        guard let value = members[name], !value.isNull else { return [] }
        let texts = value.array?.map(\.string)
        guard let texts, texts.count <= 16, texts.allSatisfy({ $0.map { (1...64).contains($0.utf8.count) } ?? false })
        else { throw Fault("\(name) must be a list of at most 16 names of tools") }
        return texts.compactMap { $0 }
    }
}

extension SessionLabel {
    fileprivate init(_ fields: LabelFields) throws(Fault) {
        guard let session = try fields.text("session_id", most: 64).flatMap({ SessionID($0) }) else {
            throw Fault("session_id must be the id of a session, such as sid_ and 26 characters")
        }
        guard let kind = try fields.text("kind", most: 64).flatMap(Kind.init) else {
            throw Fault("kind must be tool or person")
        }
        guard let name = try fields.text("name", most: 100), !name.isEmpty else {
            throw Fault("name must be a text of 1 to 100 characters")
        }
        self.init(
            session: session, kind: kind, name: name, mode: try fields.text("mode", most: 40) ?? "",
            expectedTools: try fields.texts("expected_tool"), note: try fields.text("note", most: 1000))
    }
}
