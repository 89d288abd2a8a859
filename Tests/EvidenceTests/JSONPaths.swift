import OrderedJSON

extension JSONValue {
    /// The value at a path of names with dots between them.
    func at(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self) { value, name in value?[String(name)] }
    }

    /// The paths of all values that are no objects with members, in their order.
    var leafPaths: [String] {
        (object ?? []).flatMap { member -> [String] in
            let below = member.value.leafPaths
            return below.isEmpty ? [member.key] : below.map { "\(member.key).\($0)" }
        }
    }
}
