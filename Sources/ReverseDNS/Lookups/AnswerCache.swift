/// What was answered lately, within a bound of count and each for its time. When the younger half is full it becomes the older one, and
/// what was in that and was not asked for since is gone.
struct AnswerCache {
    private struct Entry {
        var answer: ReverseDNSAnswer
        var end: ContinuousClock.Instant
    }

    private var younger: [Question: Entry] = [:]
    private var older: [Question: Entry] = [:]
    private let capacity: Int

    /// An empty cache.
    /// - Parameter capacity: how many answers it may hold; none where it is zero.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many answers are held, those among them whose time is over.
    var count: Int { younger.count + older.count }

    /// The answer, if it is here and its time is not over.
    mutating func answer(to question: Question, at now: ContinuousClock.Instant) -> ReverseDNSAnswer? {
        guard let entry = younger[question] ?? older[question] else { return nil }
        guard now < entry.end else {
            remove(question)
            return nil
        }
        if older[question] != nil { insert(entry, question) }
        return entry.answer
    }

    /// Keeps an answer.
    mutating func insert(
        _ answer: ReverseDNSAnswer, to question: Question, for time: Duration, at now: ContinuousClock.Instant
    ) {
        guard capacity > 0 else { return }
        insert(Entry(answer: answer, end: now + time), question)
    }

    private mutating func insert(_ entry: Entry, _ question: Question) {
        remove(question)
        if younger.count >= (capacity + 1) / 2 {
            older = younger
            younger = [:]
        }
        // The two halves of an odd bound, and a bound of one.
        if count >= capacity { older = [:] }
        younger[question] = entry
    }

    private mutating func remove(_ question: Question) {
        younger[question] = nil
        older[question] = nil
    }
}
