import Foundation
import VisitorIdentity

/// Tries other constants on one population.
struct Fit {
    let size: Int

    func run() {
        report("fitted", .fitted)
        vary("surplus", \.surplus, [6, 10])
        vary("dependence", \.dependence, [0.4, 0.6])
        vary("returning", \.returning, [0.9, 0.99])
        vary("unseen twins", \.unseenTwins, [0.1, 0.8])
    }

    private func vary(_ name: String, _ constant: WritableKeyPath<LinkingModel, Double>, _ values: [Double]) {
        for value in values {
            var model = LinkingModel.fitted
            model[keyPath: constant] = value
            report("\(name) \(value)", model)
        }
    }

    private func report(_ name: String, _ model: LinkingModel) {
        let outcomes = Simulation(size: size, model: model).run(seed: 1)
        for (kind, some) in [
            ("desktops", outcomes.filter { !$0.isHandheld }), ("phones", outcomes.filter(\.isHandheld)),
        ] {
            let figures = Figures(some)
            print(
                name, kind, "right", figures.precision ?? 1, "found", figures.recall ?? 0,
                figures.identifiableRecall ?? 0, "loss",
                loss(some))
            for line in Calibration.table(some) { print(" ", line.range, line.count, line.right) }
        }
        fflush(nil)
    }

    /// Bits a decision by which what is said of the likeliest visitor falls short of the truth.
    private func loss(_ outcomes: [Outcome]) -> Double {
        let judged = outcomes.filter { $0.isRight != nil }
        return judged.reduce(0) { sum, outcome in
            let said = min(max(Double(outcome.confidence) / 100, 0.002), 0.998)
            return sum - log2(outcome.isRight == true ? said : 1 - said)
        } / Double(max(judged.count, 1))
    }
}
