import OrderedJSON
import Sessions

/// The claim as it is kept with a session until its directory has come. Only one that is ``isKeepable`` is to be kept.
extension WebBotAuthClaim: JSONWritable {
    /// Writes the claim as one object.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("keyid", keyID)
            if let algorithm { $0.field("alg", algorithm.rawValue) }
            $0.field("base", Base64.encode(base))
            $0.field("signature", Base64.encode(signature))
            switch source {
            case .remote(let location):
                $0.field("kind", location.kind.rawValue)
                $0.field("address", location.address.description)
            case .inline(let keys): $0.field("jwks", keys)
            case nil: break
            }
            if let nonce { $0.field("nonce", nonce) }
            for (name, moment) in [("created", created), ("expires", expires), ("received", receivedAt)] {
                $0.field(name, Int(moment.milliseconds))
            }
        }
    }

    /// Reads a claim that was kept; nil where the value is none.
    public init?(_ json: JSONValue) {
        func bytes(_ name: String) -> [UInt8]? {
            json[name]?.string.flatMap { Base64.decode($0.utf8, alphabet: .standard) }
        }
        func moment(_ name: String) -> Timestamp? { json[name]?.int.map { Timestamp(milliseconds: Int64($0)) } }
        guard let keyID = json["keyid"]?.string, let base = bytes("base"), let signature = bytes("signature"),
            let created = moment("created"), let expires = moment("expires"), let received = moment("received"),
            let source = Self.source(of: json)
        else { return nil }
        let algorithm = json["alg"]?.string
        self.init(
            keyID: keyID, algorithm: algorithm.flatMap(SignatureAlgorithm.init(rawValue:)), base: base,
            signature: signature, source: source, nonce: json["nonce"]?.string, created: created,
            expires: expires, receivedAt: received, isKeepable: true)
        guard algorithm == nil || self.algorithm != nil else { return nil }
    }

    /// Nil where what was kept is broken; a nil within where the claim names no place.
    private static func source(of json: JSONValue) -> SignatureAgent.Source?? {
        if let set = json["jwks"] { return (try? JSONWebKeySet(set)).map { .some(.inline($0)) } }
        guard let kind = json["kind"] else { return .some(nil) }
        guard let kind = kind.string.flatMap(DirectoryLocation.Kind.init(rawValue:)),
            let address = json["address"]?.string.flatMap(WebAddress.init)
        else { return nil }
        return .some(.remote(DirectoryLocation(kind: kind, address: address)))
    }
}
