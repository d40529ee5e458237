import Foundation
import Sigma
import Testing

@Suite("Absence")
struct AbsenceTests {
    private func rules(groupBy: String = "  group-by: [job]\n") -> String {
        """
        title: Beat
        name: beat
        logsource: {category: heartbeat}
        detection: {selection: {kind: beat}, condition: selection}
        ---
        title: A job was silent
        id: silent
        correlation:
          type: absence
          rules: [beat]
        \(groupBy)  timespan: 25h
        """
    }

    private func beat(_ hours: Double, _ job: String = "backup") -> Event {
        Event(at: moment(hours), fields: ["kind": "beat", "job": .string(job)])
    }

    private func moment(_ hours: Double) -> Int64 { Int64((hours * 3_600_000).rounded()) }

    private func match(_ hours: Double, _ job: String = "backup", ended: Bool = false) -> Match {
        Match(rule: "silent", group: ["job": job], at: moment(hours), count: 0, ended: ended)
    }

    @Test("a group that was silent for longer than the timespan fires once, and is over when it beats again")
    func fires() throws {
        var detector = Detector(rules: try load(rules()))
        #expect(detector.observe(beat(0)) == [])
        #expect(detector.nextDeadline == moment(25) + 1)
        #expect(detector.advance(to: moment(25)) == [])
        #expect(detector.advance(to: moment(25) + 1) == [match(25)])
        #expect(detector.nextDeadline == nil)
        #expect(detector.advance(to: moment(99)) == [])
        #expect(detector.observe(beat(100)) == [match(100, ended: true)])
        #expect(detector.nextDeadline == moment(125) + 1)
        #expect(detector.advance(to: moment(126)) == [match(125)])
    }

    @Test("a beat in time moves the deadline, and one exactly in time is in time")
    func inTime() throws {
        var detector = Detector(rules: try load(rules()))
        #expect(detector.observe([beat(0), beat(25), beat(24)]) == [])
        #expect(detector.advance(to: moment(50)) == [])
        #expect(detector.advance(to: moment(51)) == [match(50)])
    }

    @Test("groups are silent each for themselves, in order of time")
    func groups() throws {
        var detector = Detector(rules: try load(rules()))
        #expect(detector.observe([beat(2, "b"), beat(1, "a"), beat(3, "c")]) == [])
        #expect(detector.observe(beat(20, "c")) == [])
        #expect(detector.advance(to: moment(40)) == [match(26, "a"), match(27, "b")])
    }

    @Test("how often time is told changes when something is found, and not what")
    func cadence() throws {
        func found(_ pause: Double?) throws -> Set<Match> {
            var detector = Detector(rules: try load(rules()))
            var matches: [Match] = []
            var told = 0.0
            for (hours, job) in [(0.0, "a"), (10, "b"), (30, "a"), (31, "b"), (100, "b"), (130, "a")] {
                while let pause, told + pause <= hours {
                    told += pause
                    matches += detector.advance(to: moment(told))
                }
                matches += detector.observe(beat(hours, job))
            }
            return Set(matches + detector.advance(to: moment(200)))
        }
        let expected = try found(nil)
        #expect(expected.count == 8)
        for pause in [0.5, 7, 26, 90] { #expect(try found(pause) == expected) }
    }

    @Test("without group-by, silence counts from the moment detection runs")
    func armed() throws {
        var detector = Detector(rules: try load(rules(groupBy: "")))
        #expect(detector.nextDeadline == .min)
        #expect(detector.advance(to: moment(10)) == [])
        #expect(detector.nextDeadline == moment(35) + 1)
        #expect(detector.advance(to: moment(36)) == [Match(rule: "silent", at: moment(35), count: 0)])
        #expect(
            detector.observe(beat(40)) == [Match(rule: "silent", at: moment(40), count: 0, ended: true)])
    }

    @Test("a clock that goes back changes nothing, and extreme times are survived")
    func clocks() throws {
        var detector = Detector(rules: try load(rules()))
        _ = detector.observe(beat(100))
        #expect(detector.advance(to: moment(126)) == [match(125)])
        #expect(detector.advance(to: .min) == [])
        _ = detector.observe(Event(at: .max, fields: ["kind": "beat", "job": "x"]))
        _ = detector.observe(Event(at: .min, fields: ["kind": "beat", "job": "y"]))
        #expect(detector.advance(to: .max).map(\.group) == [["job": "y"]])
    }

    @Test("what is silent survives a restart")
    func restart() throws {
        let rules = try load(rules())
        var before = Detector(rules: rules)
        _ = before.observe([beat(0, "a"), beat(20, "b")])
        _ = before.advance(to: moment(26))
        var after = Detector(rules: rules)
        after.memory = try JSONDecoder().decode(Memory.self, from: JSONEncoder().encode(before.memory))
        #expect(after.memory == before.memory)
        #expect(after.nextDeadline == moment(45) + 1)
        #expect(after.advance(to: moment(46)) == [match(45, "b")])
        #expect(after.observe(beat(50, "a")) == [match(50, "a", ended: true)])
    }

    @Test("correlations build on absence: two jobs silent within a day")
    func chained() throws {
        let both = """

            ---
            title: Jobs fall silent
            id: many-silent
            correlation: {type: value_count, rules: [silent], timespan: 1d, condition: {field: job, gte: 2}}
            """
        var detector = Detector(rules: try load(rules() + both))
        _ = detector.observe([beat(0, "a"), beat(3, "b")])
        // A rule that feeds a correlation does not speak for itself.
        #expect(
            detector.advance(to: moment(60)) == [Match(rule: "many-silent", at: moment(28), count: 2)])
    }

    @Test("no more groups are watched than allowed, and those left out are counted")
    func bounded() throws {
        var detector = Detector(rules: try load(rules()), limits: Detector.Limits(groups: 10))
        for index in 0..<15 { _ = detector.observe(beat(Double(index), "job \(index)")) }
        #expect(detector.takeOverflow().mapValues(\.newcomers) == ["silent": 5])
        #expect(detector.takeOverflow().isEmpty)
        #expect(detector.advance(to: moment(90)).count == 10)
    }

    @Test("a condition on nothing is refused")
    func refused() {
        let found = problems(rules() + "\n  condition: {gte: 1}")
        #expect(found.first?.reason.contains("when nothing comes") == true)
    }
}
