/// What came of a crawler's name in the user agent: whose it is, and whether the client's address is that operator's.
///
/// Anybody can write a crawler's name. Operators publish the blocks of addresses that theirs come from, or the domain of those
/// addresses' names, so that a site can tell.
public struct CrawlerEvidence: Sendable, Equatable {
    /// What a crawler reads pages for.
    public enum Category: String, Sendable, CaseIterable {
        /// To answer searches.
        case search
        /// To train models.
        case aiTraining = "ai_training"
        /// To answer questions that a model is asked.
        case aiSearch = "ai_search"
        /// Because a person asked for that page, by way of an assistant or an application.
        case userFetch = "user_fetch"
        /// To show a link with a picture and a title where people talk.
        case preview
        /// To measure how sites do in searches.
        case seo
        /// To place or check advertisements.
        case advertising
        /// To keep copies, for everybody or for research.
        case archive
        /// To gather data for sale.
        case dataset
        /// To follow feeds.
        case feed
        /// To see whether a site is up and fast.
        case monitoring
        /// Anything else that a program does.
        case tool
    }

    /// What an address was known by as the operator's.
    public enum Proof: Sendable, Equatable {
        /// It lies in a block that the operator publishes for this crawler.
        case ranges
        /// It has this name under a domain of the operator, and the name leads back to it.
        case reverseDNS(host: String)
        /// It is announced by an autonomous system of the operator's own.
        case autonomousSystem(UInt32)
    }

    /// What came of looking.
    public enum Standing: Sendable, Equatable {
        /// It is the operator's.
        case proven(by: Proof)
        /// It is not the operator's; why, in words for a person.
        case unproven(reason: String)
        /// The answer waits for names or lists that are not here yet.
        case pending
        /// The operator publishes nothing to tell it by.
        case unverifiable
    }

    /// The crawler's slug in the table of crawlers, such as `googlebot`.
    public var slug: String
    /// The name for display, such as `Googlebot`.
    public var name: String
    /// Who runs the crawler that the user agent names, such as `Google`.
    public var operatorName: String
    /// What it reads pages for.
    public var category: Category
    /// What came of looking.
    public var standing: Standing

    /// What came of a crawler's name.
    public init(slug: String, name: String, operatorName: String, category: Category, standing: Standing) {
        self.slug = slug
        self.name = name
        self.operatorName = operatorName
        self.category = category
        self.standing = standing
    }
}
