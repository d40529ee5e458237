import Testing

@testable import Sigma

@Suite("Sums, means, percentiles and shares")
struct MeasureTests {
    private func rules(_ type: String, _ condition: String) -> String {
        """
        title: Sent
        name: sent
        logsource: {category: proxy}
        detection: {selection: {kind: sent}, condition: selection}
        ---
        title: A measure
        id: m
        correlation:
          type: \(type)
          rules: [sent]
          group-by: [user]
          timespan: 10s
          condition: {\(condition)}
        """
    }

    private func event(_ seconds: Double, _ bytes: Value, name: String = "a", user: String = "ada") -> Event {
        Event(
            at: Int64(seconds * 1_000),
            fields: ["kind": "sent", "user": .string(user), "bytes": bytes, "name": .string(name)])
    }

    private func alerts(_ type: String, _ condition: String, _ events: [Event]) throws -> [Int64] {
        var detector = Detector(rules: try load(rules(type, condition)))
        return detector.observe(events).map(\.at)
    }

    @Test("a sum fires with the event that brings it over its bound, of what lies within the timespan")
    func sum() throws {
        let events = [(0, 40), (5, 40), (10.001, 40), (14, 40)].map { event($0.0, .integer($0.1)) }
        #expect(try alerts("value_sum", "field: bytes, gt: 100", events) == [14_000])
        #expect(try alerts("value_sum", "field: bytes, gte: 80", events) == [5_000])
    }

    @Test("decimal fractions add up exactly, and numbers in text count")
    func decimals() throws {
        let events = (0..<3).map { event(Double($0), $0 == 1 ? "0.1" : 0.1) }
        #expect(try alerts("value_sum", "field: bytes, gte: 0.3", events) == [2_000])
        #expect(try alerts("value_sum", "field: bytes, gt: 0.3", events) == [])
    }

    @Test("what is no number counts for nothing, and groups are apart")
    func notNumbers() throws {
        let events = [event(0, 60), event(1, "many"), event(2, .null), event(3, 60, user: "grace"), event(4, 41)]
        #expect(try alerts("value_sum", "field: bytes, gt: 100", events) == [4_000])
    }

    @Test("a sum may have a floor and a ceiling: it fires where it lies between")
    func range() throws {
        let events = [event(0, 50), event(1, 500), event(2, -400)]
        #expect(try alerts("value_sum", "field: bytes, gte: 100, lt: 200", events) == [2_000])
        #expect(try alerts("value_sum", "field: bytes, lt: -100", [event(0, 5), event(1, -200)]) == [1_000])
    }

    @Test("a mean is of all that lies within the timespan")
    func average() throws {
        let events = [event(0, 100), event(5, 700), event(10.5, 400)]
        #expect(try alerts("value_avg", "field: bytes, gt: 500", events) == [10_500])
        #expect(try alerts("value_avg", "field: bytes, lt: 10", [event(0, 11), event(1, 8)]) == [1_000])
    }

    @Test("a percentile moves between the values in proportion, and the 50th is the median")
    func percentile() throws {
        let events = [1, 2, 3, 10].enumerated().map { event(Double($0.offset), .integer($0.element)) }
        #expect(try alerts("value_percentile", "field: bytes, percentile: 50, gte: 2.5", events) == [3_000])
        #expect(try alerts("value_median", "field: bytes, gte: 2.5", events) == [3_000])
        #expect(try alerts("value_percentile", "field: bytes, percentile: 100, gte: 10", events) == [3_000])
        #expect(try alerts("value_percentile", "field: bytes, percentile: 0, gt: 1", events) == [])
        // Of 1, 2, 3, 10 the 90th lies at 0.7 of the way from 3 to 10.
        #expect(try alerts("value_percentile", "field: bytes, percentile: 90, gte: 7.9", events) == [3_000])
        #expect(try alerts("value_percentile", "field: bytes, percentile: 90, gt: 7.9", events) == [])
    }

    @Test("without a percentile, a value fires that makes up so few percent of all")
    func share() throws {
        let usual = (0..<99).map { event(Double($0) / 100, 1, name: "usual") }
        let rare = usual + [event(1, 1, name: "rare")]
        #expect(try alerts("value_percentile", "field: name, lte: 1", rare) == [1_000])
        #expect(try alerts("value_percentile", "field: name, lt: 1", rare) == [])
    }

    @Test("after an alert a measure starts again, and what comes within the timespan is ignored")
    func rearms() throws {
        let events = stride(from: 0.0, through: 40, by: 2).map { event($0, 60) }
        #expect(try alerts("value_sum", "field: bytes, gt: 100", events) == [2_000, 14_000, 26_000, 38_000])
    }

    @Test(
        "a measure that says nothing is refused",
        arguments: [
            ("value_sum", "field: bytes, lt: 5", "nothing happened"), ("value_sum", "gt: 5", "without the field"),
            ("value_sum", "field: bytes, neq: 5", "nothing happened"), ("value_avg", "field: bytes", "no condition"),
            ("value_avg", "field: [a, b], gt: 5", "more than one"), ("value_sum", "field: a, gt: many", "bound"),
            ("value_sum", "field: a, percentile: 5, gt: 1", "percentile"),
            ("value_percentile", "field: a, percentile: 101, gt: 1", "percentile"),
            ("value_percentile", "field: a, percentile: 99.9999, gt: 1", "percentile"),
            ("value_median", "field: a, percentile: 50, gt: 1", "percentile"),
            ("value_sum", "field: a, above: 1", "criterion"),
        ])
    func refused(type: String, condition: String, reason: String) {
        let found = problems(rules(type, condition))
        #expect(found.map(\.rule) == ["m"])
        #expect(found.first?.reason.contains(reason) == true, "\(found)")
    }

    @Test("measures agree with working everything out anew", arguments: [0, 40, 1_000] as [Int64])
    func againstReference(lateness: Int64) {
        for seed in 1...40 as ClosedRange<UInt64> {
            var noise = Noise(seed: seed)
            var span = WindowSpan(timespan: 100, threshold: 1, lateness: lateness)
            span.percentile = 1_000 * noise.below(101)
            let limit = noise.below(30)
            span.bounds = [Bound(criterion: .gt, amount: Amount(limit))]
            span.isMean = noise.below(2) == 0
            var totals = Sampled<Total>()
            var rankings = Sampled<Ranking>()
            var clock: Int64 = 0
            for _ in 0..<80 {
                clock += Int64(noise.below(60))
                let at = clock - Int64(noise.below(Int(lateness) + 1))
                let sample = Amount(noise.below(60) - 30)
                let agree = (totals.insert(sample, at: at, span), rankings.insert(sample, at: at, span))
                #expect(agree == (true, true), "seed \(seed)")
            }
        }
    }

    @Test("a group's samples are bounded, and what was lost is said")
    func bounded() {
        var span = WindowSpan(timespan: 1_000_000, threshold: 1, lateness: 0)
        span.bounds = [Bound(criterion: .gt, amount: Amount(1_000_000_000))]
        var window = SampleWindow<Ranking>()
        for at in 0..<10_000 as Range<Int64> { #expect(window.insert(Amount(Int(at)), at: at, span) == nil) }
        #expect(window.size <= Ranking.samplesMax)
        #expect(window.size + window.lost == 10_000)
    }
}

/// A window beside everything that was ever put into it.
private struct Sampled<M: Measure> where M.Sample == Amount {
    private var window = SampleWindow<M>()
    private var seen: [(at: Int64, sample: Amount)] = []

    /// Whether the window finds what the definition finds: the first event from the new one on whose window, with all
    /// that came before it or stands before it in the same moment, fulfils the condition.
    mutating func insert(_ sample: Amount, at: Int64, _ span: WindowSpan) -> Bool {
        let position = seen.firstIndex { $0.at > at } ?? seen.count
        seen.insert((at, sample), at: position)
        let expected = seen.indices[position...].first { end in
            guard seen[end].at <= at + span.timespan else { return false }
            var measure = M()
            for entry in seen[...end] where entry.at >= seen[end].at - span.timespan { measure.add(entry.sample) }
            return measure.holds(span, newest: seen[end].sample)
        }
        let expectedAt = expected.map { seen[$0].at }
        let found = window.insert(sample, at: at, span)
        if found != nil {
            window = SampleWindow()
            seen = []
        }
        return found == expectedAt
    }
}
