import Evidence

extension SignalCase {
    /// What an operator's lists say.
    static let policy: [SignalCase] = [
        .init("denied_by_policy", fires: listed(.denied), quiet: listed(.allowed)),
        .init("denied_by_policy", fires: listed(.denied, .agent), quiet: { _ in }),
        .init("allowed_by_policy", fires: listed(.allowed), quiet: listed(.denied)),
        .init("allowed_by_policy", fires: listed(.allowed, .visitor), quiet: { _ in }),
    ]

    private static func listed(
        _ disposition: PolicyListing.Disposition, _ kind: PolicyListing.Kind = .address
    ) -> Edit {
        {
            $0.listing = PolicyListing(
                disposition: disposition, kind: kind, entry: "198.51.100.0/24", line: 7, note: "office")
        }
    }
}
