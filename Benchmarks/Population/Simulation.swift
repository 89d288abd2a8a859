import Sessions
import VisitorIdentity

/// One decision beside what was true.
struct Outcome {
    var isHandheld: Bool
    /// Whether the browser was here before.
    var isReturning: Bool
    /// Whether no other known visitor has the same machine and settings.
    var isIdentifiable: Bool
    /// Whether the likeliest visitor is this browser; nil where there was no candidate.
    var isRight: Bool?
    /// Whether the link was made.
    var isLinked: Bool
    var confidence: Int
    var isEvolved: Bool
    /// Days since the browser was here.
    var days: Double
    /// Of a wrong link: whether the two browsers show the same, whole.
    var isTwin: Bool
    /// Of a wrong link: whether the visitor was never taken for this browser before. Once it was, it goes on to be found by it.
    var isFirst = false
}

/// A population that visits a site for a while, no visit with a token.
struct Simulation {
    let size: Int
    let days = 60.0
    let model: LinkingModel

    private struct Visit {
        var browser: Int
        var day: Double
    }

    /// A visitor that a browser was wrongly taken for.
    private struct Join: Hashable {
        var visitor: VisitorID
        var browser: Int
    }

    func run(seed: UInt64) -> [Outcome] {
        var dice = Dice(seed: seed)
        // How sure the best candidate is, whether it is taken or not.
        var certain = model
        certain.threshold = 0
        var browsers = drawn(&dice)
        var known = KnownVisitors()
        var lastDay = [Double?](repeating: nil, count: browsers.count)
        var outcomes: [Outcome] = []
        var joined: Set<Join> = []
        for visit in visits(&dice) {
            let before = lastDay[visit.browser]
            if let before { browsers[visit.browser].age(visit.day - before, &dice) }
            let browser = browsers[visit.browser]
            let isTravelling = dice.happens(0.015)
            let print = browser.fingerprint(
                on: visit.day, isTravelling: isTravelling, isDocked: browser.dock != nil && dice.happens(0.4))
            let now = Timestamp(milliseconds: 1_770_000_000_000 + Int64(visit.day * 86_400_000))
            // Phones and travellers come by other addresses.
            let home =
                isTravelling || dice.happens(browser.isHandheld ? 0.5 : 0.15)
                ? 1_000_000 + dice.below(50_000) : browser.home
            let (candidates, isCut) = known.candidates(for: print, home: home)
            let decision = Linking.decide(
                print, candidates: candidates, isCut: isCut, counts: known.counts(for: print), at: now, model: certain)
            let isLinked = decision.visitor != nil && Double(decision.confidence) >= model.threshold * 100
            var outcome = Outcome(
                isHandheld: browser.isHandheld, isReturning: before != nil,
                isIdentifiable: known.twins(of: print) <= 1,
                isRight: decision.visitor.map { known.owner(of: $0) == visit.browser }, isLinked: isLinked,
                confidence: decision.confidence, isEvolved: decision.source == .fingerprintEvolution,
                days: before.map { visit.day - $0 } ?? 0,
                isTwin: decision.visitor.map { known.shown(by: $0) == print } ?? false)
            if isLinked, outcome.isRight == false, let visitor = decision.visitor {
                outcome.isFirst = joined.insert(Join(visitor: visitor, browser: visit.browser)).inserted
            }
            outcomes.append(outcome)
            if isLinked, let visitor = decision.visitor {
                known.see(visitor, print, at: now, home: home)
            } else {
                known.add(print, owner: visit.browser, at: now, home: home)
            }
            lastDay[visit.browser] = visit.day
        }
        return outcomes
    }

    /// Households of one to four browsers, and fleets: desktops that a company buys and sets up alike, and of which some stay alike.
    private func drawn(_ dice: inout Dice) -> [Browser] {
        var browsers: [Browser] = []
        var number = 0
        while browsers.count < size {
            number += 1
            let place = Marginals.places.draw(&dice)
            var household = Household(
                number: number, place: place, language: place.languages.draw(&dice), zone: place.zones.draw(&dice))
            if dice.happens(0.0015) {
                var model = Browser.computer(&dice)
                model.home = number
                model.zone = household.zone
                model.setLanguage(household.language, &dice)
                for _ in 0..<min(3 + Int(dice.waiting(20)), size - browsers.count) {
                    browsers.append(model.handedOut(&dice))
                }
                continue
            }
            for _ in 0..<min(1 + dice.below(4), size - browsers.count) {
                browsers.append(.drawn(in: &household, &dice))
            }
        }
        return browsers
    }

    /// Each browser's visits, in the order of time: one to eight, two and a half on average.
    private func visits(_ dice: inout Dice) -> [Visit] {
        var visits: [Visit] = []
        for browser in 0..<size {
            var day = Double.random(in: 0..<days, using: &dice)
            visits.append(Visit(browser: browser, day: day))
            for _ in 0..<7 where dice.happens(0.6) {
                day += dice.happens(0.3) ? dice.waiting(0.1) : dice.waiting(12)
                if day < days { visits.append(Visit(browser: browser, day: day)) }
            }
        }
        return visits.sorted { ($0.day, $0.browser) < ($1.day, $1.browser) }
    }
}
