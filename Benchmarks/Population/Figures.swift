import Foundation

/// How right the links among some decisions are.
struct Figures {
    let links: Int
    let right: Int
    let returning: Int
    let found: Int
    let identifiable: Int
    let foundIdentifiable: Int
    let twins: Int
    let joins: Int

    init(_ outcomes: some Collection<Outcome>) {
        let linked = outcomes.filter(\.isLinked)
        let rightly = linked.filter { $0.isRight == true }
        links = linked.count
        right = rightly.count
        returning = outcomes.count(where: \.isReturning)
        found = rightly.count(where: \.isReturning)
        identifiable = outcomes.count { $0.isReturning && $0.isIdentifiable }
        foundIdentifiable = rightly.count { $0.isReturning && $0.isIdentifiable }
        twins = linked.count { $0.isRight == false && $0.isTwin }
        joins = linked.count(where: \.isFirst)
    }

    /// Links that are right.
    var precision: Double? { Self.share(right, links) }
    /// Visits of returning browsers that were linked rightly.
    var recall: Double? { Self.share(found, returning) }
    /// The same, of those that nobody else known is like.
    var identifiableRecall: Double? { Self.share(foundIdentifiable, identifiable) }

    private static func share(_ part: Int, _ whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }
}

/// What is said of the likeliest visitor beside how often it is that one.
struct Calibration {
    /// From, and up to but not including, in percent.
    let range: Range<Int>
    let count: Int
    let said: Double
    let right: Double

    static func table(_ outcomes: some Collection<Outcome>) -> [Calibration] {
        let bounds = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 101]
        return zip(bounds, bounds.dropFirst()).compactMap { low, high in
            let some = outcomes.filter { $0.isRight != nil && (low..<high).contains($0.confidence) }
            guard !some.isEmpty else { return nil }
            return Calibration(
                range: low..<high, count: some.count,
                said: Double(some.reduce(0) { $0 + $1.confidence }) / Double(some.count) / 100,
                right: Double(some.count { $0.isRight == true }) / Double(some.count))
        }
    }
}
