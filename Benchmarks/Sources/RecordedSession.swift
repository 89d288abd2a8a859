import ArgumentParser
import Deflate
import Evidence
import Foundation
import OrderedJSON

/// A session that a real browser once made, cut into batches by `recordings.py`.
struct RecordedSession: Sendable {
    /// The name of the recording.
    var name: String
    /// The headers that the browser sent.
    var headers: [(name: String, value: String)]
    /// The payloads, inflated and compressed.
    var payloads: [(text: [UInt8], compressed: [UInt8])]

    /// The request as the server would have seen it.
    var request: RequestEvidence { RequestEvidence(clientAddress: "127.0.0.1", headers: headers) }

    /// Reads what `recordings.py` wrote: a JSON array of `{name, headers, payloads}`.
    static func read(_ path: String) throws -> [RecordedSession] {
        let json = try JSONValue(parsing: Array(Data(contentsOf: URL(filePath: path))))
        let sessions = (json.array ?? []).map { session in
            RecordedSession(
                name: session["name"]?.string ?? "",
                headers: (session["headers"]?.array ?? []).compactMap { pair in
                    guard let name = pair.array?.first?.string, let value = pair.array?.last?.string else { return nil }
                    return (name, value)
                },
                payloads: (session["payloads"]?.array ?? []).map { payload in
                    let text = Array((payload.string ?? "").utf8)
                    return (text, Zlib.deflate(text))
                })
        }
        guard !sessions.isEmpty, sessions.allSatisfy({ !$0.payloads.isEmpty }) else {
            throw ValidationError("\(path) holds no recorded sessions.")
        }
        return sessions
    }
}
