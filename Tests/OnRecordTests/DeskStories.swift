@testable import OnRecord
import SQLiteStore
import Testing

@Suite("The desk")
struct DeskStories {
    @Test("After three days of downtime one tick catches up with everything that was missed")
    func downtime() throws {
        let story = try Story()
        try story.alert()
        try story.scope(data: [.tokens, .personalData])
        try story.confirm()
        story.turnClock(to: Cast.start + .days(3) + .milliseconds(1))
        try story.restart()
        let decision = try story.take(.tick)
        #expect(story.incident.clocks.allSatisfy { $0.state == .missed(at: nil) || $0.promise == "reserve-page" })
        #expect(story.incident.clocks.count == 6)
        #expect(decision.tasks == [.page(responder: "ada", round: 2), .page(responder: "ada", round: 3)])
        #expect(try story.publishedResults().filter { $0.hasSuffix("missed") }.count == 5)
        #expect(try story.take(.tick, after: .milliseconds(1)).isEmpty)
    }

    @Test("What began under one policy is judged on the terms it was armed with")
    func armedTerms() throws {
        let story = try Story()
        try story.alert()
        let laxer = try Cast.policy(replacing: "to: acknowledged, within: 5m", with: "to: acknowledged, within: 9m")
        let desk = try Desk(store: story.store, policy: laxer, random: CountingRandom())
        try desk.handle(.tick, at: Cast.start + .minutes(6))
        #expect(desk.state.incidents[Cast.firstIncident]?.clocks.first?.state == .missed(at: nil))
    }

    @Test("A clock that was set back leaves the journal in order")
    func clockSetBack() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge()
        let latest = story.now
        story.turnClock(to: Cast.start + .hours(-5))
        try story.scope()
        try story.confirm()
        let moments = try story.facts().map(\.at)
        #expect(moments == moments.sorted())
        #expect(story.incident.milestones[.confirmed] == latest)
        #expect(story.clock("tell-customers")?.due == latest + .minutes(15))
    }

    @Test("A refusal leaves nothing in the store")
    func refused() throws {
        let story = try Story()
        try story.alert()
        let before = try story.facts().count
        #expect(story.refusal(.acknowledge("i20261122-9", by: Cast.ada)) != nil)
        #expect(try story.facts().count == before)
    }

    @Test("After a store error a desk made anew knows what was kept", arguments: [false, true])
    func storeError(keptAllTheSame: Bool) throws {
        let store = FailingStore(try SQLiteStore.inMemory())
        let policy = try Cast.policy()
        var desk = try Desk(store: store, policy: policy, random: CountingRandom())
        try desk.handle(.alerts([.opened(Cast.alert())]), at: Cast.start)
        let before = desk.state

        store.failure = keptAllTheSame ? .afterTheWrite : .beforeTheWrite
        let acknowledgement = Input.acknowledge(Cast.firstIncident, by: Cast.ada)
        #expect(throws: DiskFull.self) { try desk.handle(acknowledgement, at: Cast.start + .minutes(1)) }
        #expect(desk.state == before)

        desk = try Desk(store: store, policy: policy, random: CountingRandom())
        if keptAllTheSame {
            #expect(throws: Refusal.self) { try desk.handle(acknowledgement, at: Cast.start + .minutes(2)) }
        } else {
            try desk.handle(acknowledgement, at: Cast.start + .minutes(1))
        }
        let reached = desk.state.incidents[Cast.firstIncident]?.milestones[.acknowledged]
        #expect(reached == Cast.start + .minutes(1))
    }

    @Test("A fact somebody tampered with is found when the desk is made")
    func tampering() throws {
        let story = try Story()
        try story.breach()
        var rows = try story.store.facts(after: 0, limit: .max)
        let acknowledged = try #require(
            rows.firstIndex { String(decoding: $0.bytes, as: UTF8.self).contains("responder:ada") })
        let altered = String(decoding: rows[acknowledged].bytes, as: UTF8.self).replacing("ada", with: "eve")
        rows[acknowledged].bytes = Array(altered.utf8)
        let failure = #expect(throws: StoreError.self) { try desk(over: rows) }
        #expect(failure == .damaged("fact \(acknowledged + 1) does not match its hash."))
    }

    @Test("A fact taken out is found, too")
    func removal() throws {
        let story = try Story()
        try story.breach()
        var rows = try story.store.facts(after: 0, limit: .max)
        rows.remove(at: 2)
        #expect(throws: StoreError.damaged("fact 3 is missing, 4 follows.")) { try desk(over: rows) }
    }

    @Test("The same story told twice gives the same facts")
    func deterministic() throws {
        let (one, other) = (try Story(), try Story())
        for story in [one, other] {
            try story.breach()
            try story.carryOut()
            try story.wait(.days(1))
        }
        #expect(try one.facts() == other.facts())
        #expect(State(folding: try one.facts()) == other.state)
    }

    private func desk(over rows: [JournalRow]) throws -> Desk {
        let store = FailingStore(try SQLiteStore.inMemory())
        store.rows = rows
        return try Desk(store: store, policy: Cast.policy(), random: CountingRandom())
    }
}

extension Story {
    func facts() throws -> [Fact] {
        try store.facts(after: 0, limit: .max).map { try CanonicalJSON.decode(Fact.self, from: $0.bytes) }
    }
}
