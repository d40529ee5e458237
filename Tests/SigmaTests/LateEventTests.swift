import Testing

@testable import Sigma

@Suite("Late events")
struct LateEventTests {
    @Test("a late event takes its place by its own time")
    func placedByTime() throws {
        var detector = Detector(rules: try load(bruteForce))
        let events = [0, 10, 30, 20].map { failure("203.0.113.9", at: $0) }
        #expect(detector.observe(events).map(\.at) == [30_000])
    }

    @Test("a late event completes the window it belongs to and not a later one")
    func completesItsOwnWindow() throws {
        var detector = Detector(rules: try load(bruteForce), lateness: 600_000)
        let events = [0, 300, 600, 901, 899].map { failure("203.0.113.9", at: $0) }
        #expect(detector.observe(events).map(\.at) == [899_000])
    }

    @Test("within the lateness, history needed by late events is kept")
    func latenessKeepsHistory() throws {
        let events = [0, 300, 600, 1_500, 3_600, 900].map { failure("203.0.113.9", at: $0) }
        var patient = Detector(rules: try load(bruteForce), lateness: 3_600_000)
        #expect(patient.observe(events).map(\.at) == [900_000])
    }

    @Test("events from before the end of the quiet time are ignored, however late")
    func quietTime() throws {
        var detector = Detector(rules: try load(bruteForce))
        #expect(detector.observe([0, 1, 2, 3].map { failure("203.0.113.9", at: $0) }).count == 1)
        let late = [902.999, -5, 1, 903, 902, 904, 905, 906].map { failure("203.0.113.9", at: $0) }
        #expect(detector.observe(late).map(\.at) == [906_000])
    }

    @Test("windows of events agree with counting everything anew", arguments: [0, 40, 1_000] as [Int64])
    func eventsAgainstReference(lateness: Int64) {
        for seed in 1...60 as ClosedRange<UInt64> {
            var noise = Noise(seed: seed)
            let span = WindowSpan(timespan: 100, threshold: 2 + noise.below(4), lateness: lateness)
            var window = EventWindow()
            var seen: [(at: Int64, value: String)] = []
            var clock: Int64 = 0
            for _ in 0..<80 {
                clock += Int64(noise.below(60))
                let at = clock - Int64(noise.below(Int(lateness) + 1))
                seen.append((at, "\(seen.count)"))
                let fired = window.insert((), at: at, span)
                #expect(fired == Reference.end(of: seen, around: at, span), "seed \(seed)")
                if fired != nil {
                    window = EventWindow()
                    seen = []
                }
            }
        }
    }

    @Test("windows of values agree with counting everything anew", arguments: [0, 40, 1_000] as [Int64])
    func valuesAgainstReference(lateness: Int64) {
        for seed in 1...60 as ClosedRange<UInt64> {
            var noise = Noise(seed: seed)
            let span = WindowSpan(timespan: 100, threshold: 2 + noise.below(4), lateness: lateness)
            var window = ValueWindow()
            var seen: [(at: Int64, value: String)] = []
            var clock: Int64 = 0
            for _ in 0..<120 {
                clock += Int64(noise.below(50))
                let at = clock - Int64(noise.below(Int(lateness) + 1))
                let value = "\(noise.below(7))"
                seen.append((at, value))
                let fired = window.insert(value, at: at, span)
                #expect(fired == Reference.end(of: seen, around: at, span), "seed \(seed)")
                if fired != nil {
                    window = ValueWindow()
                    seen = []
                }
            }
        }
    }
}

/// The definition, without any economy: the first event from the new one on whose window holds enough.
private enum Reference {
    static func end(of seen: [(at: Int64, value: String)], around at: Int64, _ span: WindowSpan) -> Int64? {
        seen.map(\.at).filter { $0 >= at && $0 <= at + span.timespan }.sorted().first { end in
            let inside = seen.filter { $0.at <= end && $0.at >= end - span.timespan }
            return Set(inside.map(\.value)).count >= span.threshold
        }
    }
}

/// Numbers that look random and are the same in every run.
struct Noise {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
