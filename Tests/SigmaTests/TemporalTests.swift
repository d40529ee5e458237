import Testing

@testable import Sigma

@Suite("Rules that match close together")
struct TemporalTests {
    private func rules(_ type: String, condition: String? = nil, names: String = "a, b, c") -> String {
        let parts = ["a", "b", "c"].map { name in
            """
            title: Rule \(name)
            name: \(name)
            logsource: {category: shell}
            detection: {selection: {run|contains: \(name)}, condition: selection}
            """
        }
        let correlation = """
            title: Together
            id: t
            correlation:
              type: \(type)
              rules: [\(names)]
              group-by: [host]
              timespan: 10s
            """
        return (parts + [correlation + (condition.map { "\n  condition: {\($0)}" } ?? "")])
            .joined(separator: "\n---\n")
    }

    /// Fires at these seconds for commands at these seconds.
    private func alerts(_ yaml: String, _ commands: [(Double, String)], lateness: Int64 = 0) throws -> [Double] {
        var detector = Detector(rules: try load(yaml), lateness: lateness)
        let events = commands.map { second, command in
            Event(at: Int64(second * 1_000), fields: ["run": .string(command), "host": "web-1"])
        }
        return detector.observe(events).map { Double($0.at) / 1_000 }
    }

    @Test("all rules within the timespan fire, in whatever order")
    func temporal() throws {
        let yaml = rules("temporal")
        #expect(try alerts(yaml, [(0, "c"), (4, "a"), (10, "b")]) == [10])
        #expect(try alerts(yaml, [(0, "c"), (4, "a"), (10.001, "b")]) == [])
        #expect(try alerts(yaml, [(0, "c"), (4, "c"), (5, "a"), (14, "b")]) == [14])
        #expect(try alerts(yaml, [(0, "abc")]) == [0])
    }

    @Test("a condition asks for fewer of them")
    func fewer() throws {
        let yaml = rules("temporal", condition: "gte: 2")
        #expect(try alerts(yaml, [(0, "c"), (1, "c"), (2, "a")]) == [2])
        var detector = Detector(rules: try load(yaml))
        let matches = detector.observe(Event(at: 5, fields: ["run": "ab", "host": "web-1"]))
        #expect(matches == [Match(rule: "t", group: ["host": "web-1"], at: 5, count: 2)])
    }

    @Test("in order, each rule comes after the one before it")
    func ordered() throws {
        let yaml = rules("temporal_ordered")
        #expect(try alerts(yaml, [(0, "a"), (1, "b"), (2, "c")]) == [2])
        #expect(try alerts(yaml, [(0, "b"), (1, "a"), (2, "c")]) == [])
        #expect(try alerts(yaml, [(0, "b"), (1, "a"), (2, "c"), (3, "b"), (4, "c")]) == [4])
        #expect(try alerts(yaml, [(0, "a"), (9, "a"), (10, "b"), (15, "c")]) == [15])
        #expect(try alerts(yaml, [(0, "a"), (9, "b"), (10.5, "c")]) == [])
        // The list's order counts, not the alphabet's.
        #expect(try alerts(rules("temporal_ordered", names: "c, a, b"), [(0, "c"), (1, "a"), (2, "b")]) == [2])
    }

    @Test("an event does not follow itself, and those of one moment stand as they came")
    func oneEvent() throws {
        let yaml = rules("temporal_ordered")
        #expect(try alerts(yaml, [(0, "abc")]) == [])
        #expect(try alerts(yaml, [(0, "abc"), (1, "abc")]) == [])
        #expect(try alerts(yaml, [(0, "abc"), (1, "abc"), (2, "abc")]) == [2])
        #expect(try alerts(yaml, [(0, "a"), (0, "b"), (0, "c")]) == [0])
        #expect(try alerts(yaml, [(0, "a"), (0, "c"), (0, "b")]) == [])
    }

    @Test("in order, a condition lets rules be left out and keeps the order of the others")
    func orderedFewer() throws {
        let yaml = rules("temporal_ordered", condition: "gte: 2")
        #expect(try alerts(yaml, [(0, "a"), (1, "c")]) == [1])
        #expect(try alerts(yaml, [(0, "c"), (1, "a")]) == [])
        #expect(try alerts(yaml, [(0, "c"), (1, "b"), (2, "a"), (3, "b")]) == [3])
    }

    @Test("a late event takes its place in the sequence")
    func late() throws {
        let yaml = rules("temporal_ordered")
        #expect(try alerts(yaml, [(0, "a"), (2, "c"), (1, "b")], lateness: 5_000) == [2])
        #expect(try alerts(yaml, [(0, "a"), (1, "b"), (3, "c")], lateness: 5_000) == [3])
        #expect(try alerts(yaml, [(1, "b"), (2, "c"), (3, "a")], lateness: 5_000) == [])
    }

    @Test("the example of the specification: failures, then a success")
    func chain() throws {
        let yaml = """
            title: Failures followed by a success
            id: taken
            correlation:
              type: temporal_ordered
              rules: [many_failed, success]
              group-by: [User]
              timespan: 10m
            ---
            title: Many failures
            name: many_failed
            correlation: {type: event_count, rules: [failed], group-by: [User], timespan: 10m, condition: {gte: 3}}
            ---
            title: Failure
            name: failed
            logsource: {product: windows, service: security}
            detection: {selection: {EventID: [529, 4625]}, condition: selection}
            ---
            title: Success
            name: success
            logsource: {product: windows, service: security}
            detection: {selection: {EventID: [528, 4624]}, condition: selection}
            """
        var detector = Detector(rules: try load(yaml))
        func event(_ at: Int64, _ id: Int64, _ user: String) -> Event {
            Event(at: at, fields: ["EventID": .integer(id), "User": .string(user)])
        }
        #expect(detector.observe([event(0, 4624, "ada"), event(1, 4625, "ada"), event(2, 4625, "ada")]) == [])
        #expect(detector.observe([event(3, 4624, "ada"), event(4, 4625, "ada"), event(5, 4624, "grace")]) == [])
        #expect(
            detector.observe(event(6, 4624, "ada")) == [Match(rule: "taken", group: ["User": "ada"], at: 6, count: 2)])
    }

    @Test("sequences agree with trying every choice of events", arguments: [0, 40, 300] as [Int64])
    func againstReference(lateness: Int64) {
        for seed in 1...60 as ClosedRange<UInt64> {
            var noise = Noise(seed: seed)
            var span = WindowSpan(timespan: 100, threshold: 2 + noise.below(3), lateness: lateness)
            span.steps = span.threshold + noise.below(2)
            var window = SequenceWindow()
            var seen: [SequenceWindow.Event] = []
            var clock: Int64 = 0
            for _ in 0..<70 {
                clock += Int64(noise.below(40))
                let at = clock - Int64(noise.below(Int(lateness) + 1))
                let steps = Set([noise.below(span.steps), noise.below(span.steps)]).sorted()
                let position = seen.firstIndex { $0.at > at } ?? seen.count
                seen.insert(SequenceWindow.Event(at: at, steps: steps), at: position)
                let fired = window.insert(steps, at: at, span)
                #expect(fired == Self.end(of: seen, from: position, span), "seed \(seed)")
                if fired != nil {
                    window = SequenceWindow()
                    seen = []
                }
            }
        }
    }

    /// The definition: the first event, from the new one on, that ends a long enough choice of events whose steps
    /// ascend.
    private static func end(of seen: [SequenceWindow.Event], from position: Int, _ span: WindowSpan) -> Int64? {
        func reaches(_ index: Int, _ step: Int, _ length: Int, notBefore: Int64) -> Bool {
            if length == 1 { return true }
            return seen[..<index].indices.contains { earlier in
                seen[earlier].at >= notBefore
                    && seen[earlier].steps.contains {
                        $0 < step && reaches(earlier, $0, length - 1, notBefore: notBefore)
                    }
            }
        }
        return seen.indices[position...].first { end in
            seen[end].steps.contains { step in
                reaches(end, step, span.threshold, notBefore: seen[end].at - span.timespan)
            }
        }.map { seen[$0].at }
    }

    @Test(
        "what cannot be meant is refused",
        arguments: [
            ("temporal", "gte: 4", "a, b, c", "3 are listed"), ("temporal", "lt: 2", "a, b, c", "nothing happened"),
            ("temporal_ordered", "gte: 2", "a, b, a", "twice"), ("temporal", "gte: 2, field: x", "a, b", "field"),
        ])
    func refused(type: String, condition: String, names: String, reason: String) {
        let found = problems(rules(type, condition: condition, names: names))
        #expect(found.map(\.rule) == ["t"])
        #expect(found.first?.reason.contains(reason) == true, "\(found)")
    }

    @Test("an expression as condition is not part of Sigma 2.1 and is refused")
    func expression() {
        let found = problems(rules("temporal") + "\n  condition: a and b and not c")
        #expect(found.first?.reason.contains("not part of Sigma 2.1") == true)
    }

    @Test("a row of correlations on correlations has an end")
    func chainsEnd() {
        func chain(_ count: Int) -> String {
            let links = (1...count).map { index in
                """
                title: link \(index)
                name: link\(index)
                correlation: {type: event_count, rules: [\(index == 1 ? "failed" : "link\(index - 1)")], timespan: 1m,
                  condition: {gte: 1}}
                """
            }
            return (links.reversed() + [bruteForce]).joined(separator: "\n---\n")
        }
        #expect(problems(chain(Correlation.chainMax)).isEmpty)
        #expect(problems(chain(Correlation.chainMax + 1)).isEmpty == false)
        #expect(problems(chain(1_000)).contains { $0.reason.contains("build on each other") })
    }
}
