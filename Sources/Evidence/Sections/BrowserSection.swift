import OrderedJSON

/// `browser` of the session document (`SessionBrowser` in the schema).
public struct BrowserSection: Sendable, Equatable, JSONWritable {
    /// What the browser is.
    public var profile: ClientProfile

    /// The section for a client.
    public init(_ profile: ClientProfile) { self.profile = profile }

    /// The section for a session.
    public init(_ evidence: Evidence) { self.init(ClientProfile(evidence)) }

    /// Writes the section.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("name", profile.browser.name)
            $0.field("version", profile.browser.version)
            $0.field("major_version", profile.majorVersion.map(String.init))
            $0.field("engine", profile.engine.rawValue)
        }
    }
}
