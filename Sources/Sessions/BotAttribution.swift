import OrderedJSON

/// What kind of bot a session is, by facets, as the sealed token says it (`attribution.bot`).
public struct BotAttribution: Sendable, Equatable, JSONWritable {
    /// One facet: a value, how sure it is, and whether the bot is that or is like it.
    public struct Facet: Sendable, Equatable, JSONWritable {
        /// How a session relates to the value.
        public enum Relation: String, Sendable, JSONWritable {
            /// Something that only this leaves behind was seen.
            case `is`
            /// What was seen is typical of it.
            case resembles
        }

        /// Slug, such as `selenium`.
        public var value: String
        /// 0–1.
        public var confidence: Double
        /// How the session relates to the value.
        public var relation: Relation

        /// A facet.
        public init(value: String, confidence: Double, relation: Relation) {
            self.value = value
            self.confidence = confidence
            self.relation = relation
        }

        /// Writes `{value, confidence, relation}`.
        public func write(to writer: inout JSONWriter) {
            writer.object {
                $0.field("value", value)
                $0.field("confidence", confidence)
                $0.field("relation", relation)
            }
        }
    }

    /// `automation`, `ai-agent`, `crawler`, `verified-bot` or `fabricated`.
    public var category: Facet
    /// The family of who provides it.
    public var providerFamily: Facet?
    /// The product.
    public var productIdentity: Facet?
    /// What drives the browser, such as `selenium`.
    public var executionFramework: Facet?
    /// How it hides, such as `stealth`.
    public var concealmentStyle: Facet?
    /// Who operates it.
    public var organization: Facet?

    /// A bot of a category.
    public init(
        category: Facet, providerFamily: Facet? = nil, productIdentity: Facet? = nil, executionFramework: Facet? = nil,
        concealmentStyle: Facet? = nil, organization: Facet? = nil
    ) {
        self.category = category
        self.providerFamily = providerFamily
        self.productIdentity = productIdentity
        self.executionFramework = executionFramework
        self.concealmentStyle = concealmentStyle
        self.organization = organization
    }

    /// Writes `{facets}`; a facet that is not known is null.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.key("facets")
            $0.object {
                $0.field("category", category)
                $0.field("provider_family", providerFamily)
                $0.field("product_identity", productIdentity)
                $0.field("execution_framework", executionFramework)
                $0.field("concealment_style", concealmentStyle)
                $0.field("organization", organization)
            }
        }
    }
}
