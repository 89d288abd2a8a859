import Foundation
import VisitorIdentity

/// `tripline-population [size…]`: how right links are. `fit size`: what other constants would do.
@main
struct Main {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let sizes = arguments.compactMap { Int($0) }
        if arguments.first == "fit" { return Fit(size: sizes.first ?? 3000).run(Array(arguments)) }
        for size in sizes.isEmpty ? [1000, 10_000] : sizes {
            let start = ContinuousClock.now
            let outcomes = Simulation(size: size, model: .fitted).run(seed: 2)
            print(size, ContinuousClock.now - start)
            for (name, some) in [
                ("all", outcomes), ("desktop", outcomes.filter { !$0.isHandheld }),
                ("phone", outcomes.filter(\.isHandheld)),
            ] {
                print(name, Figures(some))
            }
            let wrong = outcomes.filter { $0.isLinked && $0.isRight == false }
            print(
                "wrong", wrong.count, "twins", wrong.count(where: \.isTwin), "evolved", wrong.count(where: \.isEvolved),
                "new browsers", wrong.count { !$0.isReturning })
            for low in [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 94, 96, 98, 99, 100] {
                let links = outcomes.filter {
                    $0.isRight != nil && $0.confidence >= low
                        && $0.confidence < (low >= 98 ? low + 1 : low < 90 ? low + 10 : low == 90 ? 94 : low + 2)
                }
                if links.isEmpty { continue }
                let right = links.count { $0.isRight == true }
                print(
                    "  said", low, "links", links.count, "right", Double(right) / Double(links.count), "phones",
                    links.count(where: \.isHandheld))
            }
        }
    }
}

struct Fit {
    let size: Int

    func run(_ arguments: [String]) {
        var models: [(String, LinkingModel)] = [("base", .fitted)]
        func vary(_ name: String, _ path: WritableKeyPath<LinkingModel, Double>, _ values: [Double]) {
            for value in values {
                var model = LinkingModel.fitted
                model[keyPath: path] = value
                models.append(("\(name) \(value)", model))
            }
        }
        vary("surplus", \.surplus, [6, 10])
        vary("dependence", \.dependence, [0.4])
        for (name, model) in models {
            let outcomes = Simulation(size: size, model: model).run(seed: 1)
            for (kind, some) in [
                ("desktop", outcomes.filter { !$0.isHandheld }), ("phone", outcomes.filter(\.isHandheld)),
            ] {
                let judged = some.filter { $0.isRight != nil }
                let table = [0, 20, 40, 60, 80, 90, 95, 98, 99, 100].map { low in
                    let high = [0: 20, 20: 40, 40: 60, 60: 80, 80: 90, 90: 95, 95: 98, 98: 99, 99: 100, 100: 101][low]!
                    let said = judged.filter { $0.confidence >= low && $0.confidence < high }
                    return said.isEmpty
                        ? "-"
                        : String(
                            format: "%d:%.3f/%d", low, Double(said.count { $0.isRight! }) / Double(said.count),
                            said.count)
                }
                print(name, kind, Figures(some), "loss", loss(some), table.joined(separator: " "))
            }
            fflush(nil)
        }
    }

    /// Bits a decision that what is said of the likeliest visitor falls short of the truth.
    private func loss(_ outcomes: [Outcome]) -> Double {
        let judged = outcomes.filter { $0.isRight != nil }
        return judged.reduce(0) { sum, outcome in
            let said = min(max(Double(outcome.confidence) / 100, 0.002), 0.998)
            return sum - log2(outcome.isRight == true ? said : 1 - said)
        } / Double(judged.count)
    }
}

struct Figures: CustomStringConvertible {
    let visits: Int, links: Int, right: Int, returning: Int, found: Int, identifiable: Int, foundIdentifiable: Int

    init(_ outcomes: some Collection<Outcome>) {
        let linked = outcomes.filter(\.isLinked)
        visits = outcomes.count
        links = linked.count
        right = linked.count { $0.isRight == true }
        returning = outcomes.count(where: \.isReturning)
        found = linked.count { $0.isReturning && $0.isRight == true }
        identifiable = outcomes.count { $0.isReturning && $0.isIdentifiable }
        foundIdentifiable = linked.count { $0.isReturning && $0.isIdentifiable && $0.isRight == true }
    }

    var description: String {
        func share(_ a: Int, _ b: Int) -> String { b == 0 ? "-" : String(format: "%.4f", Double(a) / Double(b)) }
        return
            "visits \(visits) links \(links) precision \(share(right, links)) recall \(share(found, returning)) of identifiable \(share(foundIdentifiable, identifiable)) (\(identifiable)/\(returning))"
    }
}
