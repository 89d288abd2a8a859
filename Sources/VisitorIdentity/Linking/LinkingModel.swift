/// The constants of linking, in one place, so that they can be fitted: `docs/visitors.md` says to what.
public struct LinkingModel: Sendable {
    /// How much of the next group's bits counts after the strongest of the machine's groups, which depend on one another.
    public var dependence = 0.5
    /// The same on phones and tablets, where the model makes nearly everything.
    public var handheldDependence = 0.5
    /// How much of the bits counts of groups that hardly depend on the machine.
    public var independence = 0.9
    /// Visitors that the starting table is worth.
    public var pseudoVisitors = 12.0
    /// The same for phones and tablets, whose rarity has to be seen before it counts.
    public var handheldPseudoVisitors = 20.0
    /// The fewest visitors that a candidate is one of: a new site's first visitors are drawn from as many people as any.
    public var leastVisitors = 100.0
    /// Twins that a value which nobody else is known to have is expected to have all the same.
    public var unseenTwins = 0.4
    /// How much of the bits of an address shared counts.
    public var addressBits = 3.0
    /// The most bits that agreement is worth beyond those that pick one of all visitors: however much agrees, it is of few causes, and two
    /// settings that hardly ever change must outweigh it.
    public var surplus = 5.5
    /// What it costs that a browser looks as it did before it last changed, instead of as it last did.
    public var relapseBits = 1.0
    /// What the summed bits are worth: what was seen is less independent than the sum takes it for.
    public var shrink = 1.0
    /// How likely somebody else near by has a desktop that nothing tells from this one: of one delivery, set up alike.
    public var twins = 0.002
    /// How likely somebody has the same phone or tablet, set up alike.
    public var handheldTwins = 0.03
    /// The same where both come from one address, as those of a household do, and of iPhones and iPads, which show nothing of their
    /// model but the screen. An assumption; with it the certainty stays under the threshold.
    public var householdTwins = 0.1
    /// The share of sessions without tokens that are of somebody who is known, of those that anybody known comes near to.
    public var returning = 0.97
    /// Links that are less sure than this are not made.
    public var threshold = 0.95

    /// The fitted constants.
    public init() {}
    /// The fitted constants.
    public static let fitted = LinkingModel()
}
