import OrderedJSON
import Testing

/// What makes a signal fire, and what is nearly the same and does not. Both begin with ``Draft/atRest()``.
struct SignalCase: Sendable, CustomTestStringConvertible {
    typealias Edit = @Sendable (inout Draft) -> Void

    let slug: String
    let fires: Edit
    let quiet: Edit

    init(_ slug: String, fires: @escaping Edit, quiet: @escaping Edit) {
        self.slug = slug
        self.fires = fires
        self.quiet = quiet
    }

    /// A signal that one observation decides.
    init(_ slug: String, _ path: String, fires: JSONValue?, quiet: JSONValue?) {
        self.init(slug, fires: { $0[path] = fires }, quiet: { $0[path] = quiet })
    }

    /// A signal that one header decides.
    init(_ slug: String, header: String, fires: String?, quiet: String?) {
        self.init(slug, fires: { $0[header: header] = fires }, quiet: { $0[header: header] = quiet })
    }

    var testDescription: String { slug }

    static let all =
        environment + fingerprint + engineTruth + disguises + eventTrust + mouse + wheel + keyboard + timing + touch
        + antiTamper
        + connection + requestAlone + signedAgents + network + visitors + drivers + agents + policy + conclusions
}
