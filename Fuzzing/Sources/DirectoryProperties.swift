import OrderedJSON
import Sessions
import WebBotAuth

/// What must be so of everything that a directory's answer is read from.
enum DirectoryProperties {
    private static let now = SignatureProperties.now

    static func check(_ bytes: [UInt8]) {
        let text = MessageText(bytes)
        let response = DirectoryResponse(status: 200, headers: text.headers, body: text.body)
        for location in locations(text) {
            guard let answer = try? DirectoryAnswer(response, to: location, at: now) else { continue }
            check(answer)
        }
        if let registry = AgentRegistry(String(decoding: text.body, as: UTF8.self)) {
            for card in registry.cards { AddressProperties.check(card.address) }
        }
    }

    /// The kinds that the first line names, at the address that it names after them.
    private static func locations(_ text: MessageText) -> [DirectoryLocation] {
        guard text.words.count > 1, let address = WebAddress(text.words[1]) else { return [] }
        AddressProperties.check(address)
        return DirectoryLocation.Kind.allCases.filter { $0.rawValue == text.words[0] }
            .map {
                $0 == .directory ? DirectoryLocation(origin: address) : DirectoryLocation(kind: $0, address: address)
            }
    }

    private static func check(_ answer: DirectoryAnswer) {
        switch answer {
        case .keys(let directory):
            checkTime(directory.expiresAt)
            check(directory.keys)
        case .elsewhere(let location, let until):
            checkTime(until)
            mustHold(location.kind == .keySet && location.address.isSecure, "a card leads to a key set and no further")
            AddressProperties.check(location.address)
        }
    }

    private static func checkTime(_ moment: Timestamp) {
        let lifetime = moment - now
        mustHold(lifetime >= .seconds(60) && lifetime <= .days(1), "a minute to a day", "\(lifetime)")
    }

    private static func check(_ keys: JSONWebKeySet) {
        mustHold(keys.keys.count <= JSONWebKeySet.maximumKeys, "keys are bounded")
        for key in keys.keys {
            mustHold(JSONWebKey.isThumbprint(key.thumbprint), "a key has a thumbprint", key.thumbprint)
            mustHold(keys[key.thumbprint] == key, "no thumbprint is there twice", key.thumbprint)
        }
        let kept = keys.jsonBytes()
        mustHold(
            (try? JSONWebKeySet(parsing: kept)) == keys, "keys that were kept are the same",
            String(decoding: kept, as: UTF8.self))
    }
}
