import Testing

@testable import Behavior

@Suite("Typing that is played back")
struct KeyReplayTests {
    @Test("is seen within a session, to three milliseconds")
    func repeats() {
        var random = SplitMix(seed: 1)
        let hand = Hand(keys: 20, &random)
        #expect(typed([hand, hand]).features.keyboard.repeatedRuns == 2)
        #expect(typed([hand, hand.jittered(by: 1.2, &random)]).features.keyboard.repeatedRuns >= 1)
        #expect(typed([hand, hand.jittered(by: 9, &random)]).features.keyboard.repeatedRuns == 0)
        #expect(typed([hand, Hand(keys: 20, &random)]).features.keyboard.repeatedRuns == 0)
    }

    @Test("is not seen in a machine's beat, in keys that all are held as long, or through a coarse clock")
    func exempt() {
        var random = SplitMix(seed: 2)
        let beat = Hand(intervals: Array(repeating: 30, count: 20), dwells: (0..<20).map { 60 + Double($0) })
        #expect(typed([beat, beat]).features.keyboard.repeatedRuns == 0)
        let hand = Hand(keys: 20, &random)
        let far = Hand(intervals: hand.intervals, dwells: Array(repeating: 0.1, count: 20))
        #expect(typed([far, far]).features.keyboard.repeatedRuns == 0)
        #expect(KeyTimingDigest.digests(of: typed([far]).trace) == [])
        let coarse = hand.rounded(to: 100)
        #expect(typed([coarse, coarse]).features.keyboard.repeatedRuns == 0)
        #expect(KeyTimingDigest.digests(of: typed([coarse]).trace) == [])
    }

    @Test("is found again in another session with two milliseconds of jitter")
    func digests() {
        var random = SplitMix(seed: 3)
        var found = 0
        for _ in 0..<40 {
            let hand = Hand(keys: 60, &random)
            let digests = KeyTimingDigest.digests(of: typed([hand]).trace)
            #expect(digests.count == KeyTimingDigest.most && digests == digests.sorted())
            let again = KeyTimingDigest.digests(of: typed([hand.jittered(by: 2, &random)]).trace)
            if Set(digests).intersection(again).count >= KeyTimingDigest.leastShared { found += 1 }
        }
        print("typing played back with 2 ms of jitter, found again: \(found) of 40")
        #expect(found >= 20)
    }

    @Test("is never found between two hands, even as fast and as even as each other")
    func others() {
        var random = SplitMix(seed: 4)
        var seen: [UInt64: Int] = [:]
        for hand in 0..<600 {
            for digest in KeyTimingDigest.digests(of: typed([Hand(keys: 60, &random)]).trace) {
                #expect(seen.updateValue(hand, forKey: digest) == nil)
            }
        }
        #expect(seen.count == 600 * KeyTimingDigest.most)
    }

    @Test("is of presses alone: which keys they were is not in it")
    func classes() {
        var random = SplitMix(seed: 5)
        let hand = Hand(keys: 30, &random)
        #expect(
            KeyTimingDigest.digests(of: typed([hand]).trace)
                == KeyTimingDigest.digests(of: typed([hand], class: .digit).trace))
    }

    /// The times of some keys, ms.
    private struct Hand {
        var intervals: [Double]
        var dwells: [Double]

        init(intervals: [Double], dwells: [Double]) {
            self.intervals = intervals
            self.dwells = dwells
        }

        /// A fast and even typist: 80 to 330 ms between presses, 50 to 130 ms held.
        init(keys: Int, _ random: inout SplitMix) {
            intervals = (0..<keys).map { _ in Double.random(in: 80...330, using: &random) }
            dwells = (0..<keys).map { _ in Double.random(in: 50...130, using: &random) }
        }

        func jittered(by most: Double, _ random: inout SplitMix) -> Hand {
            Hand(
                intervals: intervals.map { $0 + Double.random(in: -most...most, using: &random) },
                dwells: dwells.map { $0 + Double.random(in: -most...most, using: &random) })
        }

        func rounded(to step: Double) -> Hand {
            Hand(
                intervals: intervals.map { max(($0 / step).rounded(), 1) * step },
                dwells: dwells.map { max(($0 / step).rounded(), 1) * step })
        }
    }

    private func typed(_ hands: [Hand], class keyClass: KeyEvent.Class = .letter) -> EventStreams {
        var events: [(time: Double, kind: KeyEvent.Kind, press: Int)] = []
        var press = 0
        var time = 1000.0
        for hand in hands {
            for (interval, dwell) in zip(hand.intervals, hand.dwells) {
                time += interval
                events.append((time, .down, press))
                events.append((time + dwell, .up, press))
                press += 1
            }
            time += 6000
        }
        var streams = EventStreams()
        for event in events.sorted(by: { $0.time < $1.time }) {
            streams.key(event.kind, at: event.time, class: keyClass, press: event.press)
        }
        return streams
    }
}
