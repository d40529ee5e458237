import Foundation
import Sigma
import Testing

@Suite("Share of customers")
struct CustomersShareTests {
    private let yaml = """
        title: A request failed
        name: failed
        logsource: {category: webserver}
        detection: {selection: {status|gte: 500}, condition: selection}
        ---
        title: Too many customers see failures
        id: outage
        correlation:
          type: customers_share
          rules: [failed]
          field: tenant
          timespan: 1m
          for: 5m
          condition: {gt: 1%}
        """

    private func detector(customers: Int = 200, lateness: Int64 = 0) throws -> Detector {
        var detector = Detector(rules: try load(yaml), lateness: lateness)
        detector.customersTotal = customers
        return detector
    }

    /// These customers fail at this second.
    private func failures(_ second: Int64, _ customers: Range<Int>) -> [Event] {
        customers.map { Event(at: second * 1_000, fields: ["status": 503, "tenant": .string("t\($0)")]) }
    }

    private func began(_ second: Int64, _ count: Int) -> Match {
        Match(rule: "outage", at: second * 1_000, count: count)
    }

    private func ended(_ second: Int64, _ count: Int) -> Match {
        Match(rule: "outage", at: second * 1_000, count: count, ended: true)
    }

    @Test("more than one percent for five minutes without a break fires, and ends when the share has fallen")
    func fires() throws {
        var detector = try detector()
        for second in stride(from: Int64(0), through: 330, by: 30) {
            #expect(detector.observe(failures(second, 0..<3)) == [])
        }
        #expect(detector.nextDeadline == 300_000)
        #expect(detector.advance(to: 299_999) == [])
        #expect(detector.advance(to: 300_000) == [began(300, 3)])
        // The last failures keep their customers affected for a minute.
        #expect(detector.nextDeadline == 390_000)
        #expect(detector.advance(to: 389_999) == [])
        #expect(detector.advance(to: 390_000) == [ended(390, 0)])
        #expect(detector.nextDeadline == nil)
        #expect(detector.advance(to: 900_000) == [])
    }

    @Test("exactly one percent is not more")
    func bound() throws {
        var detector = try detector(customers: 300)
        for second in stride(from: Int64(0), through: 600, by: 30) { _ = detector.observe(failures(second, 0..<3)) }
        #expect(detector.advance(to: 600_000) == [])
        detector.customersTotal = 299
        #expect(detector.nextDeadline.map { $0 <= 600_000 } == true)
    }

    @Test("a break of a moment starts the five minutes again")
    func interruption() throws {
        var detector = try detector()
        for second in stride(from: Int64(0), through: 240, by: 60) { _ = detector.observe(failures(second, 0..<3)) }
        // Until 300; the next come a second later.
        for second in stride(from: Int64(301), through: 601, by: 60) { _ = detector.observe(failures(second, 0..<3)) }
        #expect(detector.advance(to: 600_000) == [])
        #expect(detector.advance(to: 601_000) == [began(601, 3)])
    }

    @Test("customers may take turns")
    func turns() throws {
        var detector = try detector()
        for second in stride(from: Int64(0), through: 400, by: 20) {
            let first = Int(second) % 7 * 3
            _ = detector.observe(failures(second, first..<first + 3))
        }
        #expect(detector.advance(to: 400_000).map(\.at) == [300_000])
    }

    @Test("how often time is told changes when something is found, and not what")
    func cadence() throws {
        func found(_ pause: Int64?) throws -> [Match] {
            var detector = try detector(lateness: 0)
            var matches: [Match] = []
            var noise = Noise(seed: 5)
            for second in 0..<4_000 as Range<Int64> {
                if second % 10 == 0, second / 700 % 2 == 0, noise.below(6) > 0 {
                    let first = noise.below(4)
                    matches += detector.observe(failures(second, first..<first + 4))
                }
                if let pause, second % pause == 0 { matches += detector.advance(to: second * 1_000) }
            }
            return matches + detector.advance(to: 5_000_000)
        }
        let expected = try found(nil)
        #expect(expected.count == 6)
        for pause in [1, 13, 120, 999] as [Int64] { #expect(try found(pause) == expected) }
    }

    @Test("being called when asked to be is enough to learn of everything at its moment")
    func deadlines() throws {
        var detector = try detector()
        var found: [Match] = []
        for second in 0..<3_000 as Range<Int64> {
            if let next = detector.nextDeadline, next <= second * 1_000 {
                let matches = detector.advance(to: second * 1_000)
                #expect(matches.allSatisfy { $0.at == second * 1_000 })
                found += matches
            }
            if second % 20 == 0, (100..<500).contains(second) || (900..<1_000).contains(second) {
                _ = detector.observe(failures(second, 0..<5))
            }
        }
        #expect(found == [began(400, 5), ended(540, 0)])
    }

    @Test("late failures count where they belong, as long as they are not too late")
    func late() throws {
        var detector = try detector(lateness: 120_000)
        for second in stride(from: Int64(0), through: 420, by: 30) where second != 150 && second != 180 {
            _ = detector.observe(failures(second, 0..<3))
        }
        #expect(detector.advance(to: 250_000) == [])
        _ = detector.observe(failures(180, 0..<3) + failures(150, 0..<3))
        #expect(detector.advance(to: 300_000) == [began(300, 3)])
    }

    @Test("without customers in total nothing fires")
    func noCustomers() throws {
        var detector = try detector(customers: 0)
        for second in stride(from: Int64(0), through: 900, by: 30) { _ = detector.observe(failures(second, 0..<9)) }
        #expect(detector.nextDeadline == nil)
        #expect(detector.advance(to: 900_000) == [])
    }

    @Test("what is known of customers survives a restart")
    func restart() throws {
        var steady = try detector(lateness: 60_000)
        var restarted = steady
        for second in stride(from: Int64(0), through: 900, by: 15) {
            let events = second < 400 ? failures(second, 0..<4) : []
            restarted.memory = try JSONDecoder().decode(Memory.self, from: JSONEncoder().encode(restarted.memory))
            #expect(restarted.memory == steady.memory)
            #expect(restarted.observe(events) == steady.observe(events))
            #expect(restarted.advance(to: second * 1_000) == steady.advance(to: second * 1_000))
            #expect(restarted.nextDeadline == steady.nextDeadline)
        }
    }

    @Test("no more customers are remembered than allowed, and those left out are counted")
    func bounded() throws {
        var detector = Detector(rules: try load(yaml), limits: Detector.Limits(groups: 10))
        detector.customersTotal = 100
        _ = detector.observe(failures(0, 0..<30))
        #expect(detector.takeOverflow().mapValues(\.newcomers) == ["outage": 20])
    }

    @Test(
        "a share that says nothing is refused",
        arguments: [
            ("gt: 1%", "gt: 1", "a share of"), ("gt: 1%", "lt: 1%", "above a bound"),
            ("gt: 1%", "gte: 0%", "above a bound"), ("gt: 1%", "gt: 101%", "a share of"),
            ("  field: tenant\n", "", "names the customer"), ("  for: 5m\n", "", "“for”"),
            ("for: 5m", "for: soon", "“for”"), ("  for: 5m", "  for: 5m\n  group-by: [region]", "group-by"),
        ])
    func refused(part: String, replacement: String, reason: String) {
        let found = problems(yaml.replacing(part, with: replacement))
        #expect(found.map(\.rule) == ["outage"])
        #expect(found.first?.reason.contains(reason) == true, "\(found)")
    }
}
