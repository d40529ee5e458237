@testable import OnRecord
import Sigma
import Testing

@Suite("A flood of alerts")
struct FloodStories {
    @Test("A storm of 100,000 addresses pages once and says so, in as many facts as fifty alerts")
    func storm() throws {
        let night = try Night()
        for start in stride(from: 0, to: 100_000, by: 5000) {
            try night.storm((start..<start + 5000).map { .knock($0) }, after: .seconds(4))
        }
        #expect(night.pages.count == 1)
        #expect(night.incidents.count == 1)
        let alerts = try night.alerts
        #expect(alerts.count == 51)
        #expect(alerts.map(\.alert.kind).filter { $0 == .flood }.count == 1)
        #expect(alerts.last?.alert.kind == .flood && alerts.last?.verdict == .joined)
        #expect(night.facts < 80)
        #expect(night.lookout.mark.memory.count < 60_000)
        try night.wait(.minutes(2))
        #expect(try night.alerts.last?.firings == 99_950)
        #expect(night.pages.map(\.alert) == [alerts[0].alert.id])
    }

    @Test("It is over when a whole window was calm, and then alerts are listed again")
    func calm() throws {
        let night = try Night(alerts: "{flood: {more_than: 4, within: 10m}}")
        try night.send((1...9).map { .knock($0) })
        #expect(try night.alerts.count == 5)
        try night.send(.knock(20), after: .minutes(9))
        #expect(try night.alerts.count == 5, "still counted")
        try night.wait(.minutes(2))
        let flood = try #require(try night.alerts.last)
        #expect(flood.end == .quiet && flood.firings == 6)
        try night.send(.knock(30))
        #expect(try night.alerts.count == 6)
        #expect(try night.alerts.last?.alert.kind == .firing)
    }

    @Test("Alerts at a steady pace below the limit are no flood, however long it goes on")
    func steady() throws {
        let night = try Night(alerts: "{flood: {more_than: 4, within: 10m}}")
        for number in 1...40 { try night.send(.knock(number), after: .minutes(3)) }
        #expect(try night.alerts.count == 40)
        #expect(try night.alerts.allSatisfy { $0.alert.kind == .firing })
    }

    @Test("One rule's flood does not hide another's alert")
    func otherRules() throws {
        let night = try Night()
        try night.send((1...200).map { .knock($0) } + [.monitor(.firing, "door")])
        #expect(try night.alerts.last?.alert.rule == "check-fails")
        #expect(night.pages.count == 2)
    }

    @Test("Evidence floods too, without a fact")
    func evidence() throws {
        let night = try Night()
        let passing = (1...500).map { Signal.log(["event": "passing", "client_ip": .string("2001:db8::\($0)")]) }
        try night.send(passing)
        #expect(try night.alerts.count == 51)
        #expect(try night.alerts.allSatisfy { $0.verdict == .evidence })
        #expect(night.facts == 0)
    }

    @Test("A rule that names who is affected leaves nobody out, up to a thousand new alerts in a flood's window")
    func affectedAreNeverDropped() throws {
        let night = try Night()
        for number in 1...1200 {
            let token = Token(id: "tok-\(number)", customer: "cust-01", mintedAt: Cast.start)
            try night.story.store.insert(token, secretHash: "hash \(number)")
        }
        try night.send((1...1200).map { .leak(.string("tok-\($0)")) })
        #expect(try night.alerts.count == 1001)
        #expect(try night.alerts.last?.alert.kind == .flood)
        #expect(night.story.incident.scope?.tokens == 1000)
        #expect(night.story.incident.scopeVersion == 1, "one scope for all that came together")
    }

    @Test("Whoever makes up affected tokens all day is counted, as any flood is")
    func madeUp() throws {
        let night = try Night()
        for batch in 0..<8 {
            let leaks = (1...300).map { number in
                var leak = Signal.leak(.string("made-up-\(batch * 300 + number)"))
                // Each is over in a minute: it is not the number of open ones that holds the rest back.
                leak.expiresAt = night.story.now
                return leak
            }
            try night.storm(leaks, after: .minutes(1))
        }
        #expect(try night.alerts.count == 1001)
        #expect(try night.alerts.last?.alert.kind == .flood)
    }

    @Test("A flood over a crash is the same flood")
    func replay() throws {
        let night = try Night()
        try night.send((1...200).map { .knock($0) })
        let (before, stored) = (night.facts, try night.alerts)
        try night.crash(backTo: nil)
        #expect(night.facts == before)
        #expect(try night.alerts == stored)
        try night.wait(.minutes(2))
        #expect(try night.alerts.last?.firings == 150)
    }
}
