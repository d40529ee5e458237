@testable import OnRecord
import Sigma
import Testing

@Suite("An alert from its first firing to its end")
struct EpisodeStories {
    @Test("What fires again while it is open is counted, and is not said again")
    func repeats() throws {
        let night = try Night()
        try night.send(.knock(1))
        for _ in 1...5 { #expect(try night.send(.knock(1), after: .seconds(5)).isEmpty) }
        #expect(try night.alerts.count == 1)
        #expect(night.pages.count == 1)
        let facts = night.facts
        try night.send(.knock(1), after: .minutes(1))
        let last = night.story.now
        try night.wait(.minutes(2))
        #expect(try night.alerts[0].firings == 7)
        #expect(try night.alerts[0].lastAt == last)
        #expect(night.story.incident.alerts.count == 1)
        // The page that nobody answered came again; the alert itself left nothing in the journal.
        #expect(night.story.incident.facts.suffix(night.facts - facts).allSatisfy { $0.by == .house })
    }

    @Test("A firing that shows another address, token or customer is another alert, and joins the incident")
    func evidenceTellsApart() throws {
        let night = try Night()
        try night.send([.knock(1), .knock(2), .knock(1)])
        #expect(try night.alerts.map { $0.alert.group["client_ip"] } == ["2001:db8::1", "2001:db8::2"])
        #expect(try night.alerts.map(\.verdict) == [.paged, .joined])
        #expect(night.incidents.count == 1)
    }

    @Test("When it has not fired for the re-arm time it is over, and the next firing is a new alert")
    func quiet() throws {
        let night = try Night()
        try night.send(.knock(1))
        try night.send(.knock(1), after: .minutes(20))
        #expect(try night.wait(.minutes(29)).isEmpty)
        let over = try night.wait(.minutes(2))
        let ended = try #require(try night.alerts.first)
        #expect(over == [.ended(ended.alert.id, .quiet, at: Cast.start + .minutes(50))])
        #expect(ended.state == .ended && ended.end == .quiet && ended.endedAt == Cast.start + .minutes(50))
        try night.send(.knock(1))
        #expect(try night.alerts.map(\.state) == [.ended, .open])
        #expect(try night.alerts[1].alert.fingerprint == ended.alert.fingerprint)
        #expect(night.incidents.count == 1, "the incident is still open: nobody is woken twice")
    }

    @Test("A correlation re-arms after twice its timespan, because it says nothing for one itself")
    func correlation() throws {
        let night = try Night()
        for _ in 1...3 { try night.send(.failedSignIn(from: "203.0.113.7")) }
        let late = Signal(
            state: .log, at: Cast.start + .minutes(16), fields: ["event": "auth_failed", "client_ip": "203.0.113.7"])
        try night.send([late, late, late], after: .minutes(16))
        #expect(try night.alerts.map(\.firings) == [2])
        #expect(try night.wait(.minutes(29)).isEmpty)
        #expect(try night.wait(.minutes(3)).count == 1)
    }

    @Test("A sender's word that it is over ends it, whichever rule it opened, and a rule never fires for that word")
    func resolved() throws {
        let night = try Night()
        try night.send(.monitor(.firing, "door"), from: "monitor")
        try night.send(.monitor(.resolved, "door"), from: "other monitor", after: .minutes(1))
        #expect(try night.alerts.map(\.state) == [.open], "another sender's key is another thing")
        try night.send(.monitor(.resolved, "door"), from: "monitor")
        #expect(try night.alerts.map(\.end) == [.resolved])
    }

    @Test("What a sender promised to end does not end by itself for a week; with a term it expires")
    func senderDecides() throws {
        let night = try Night()
        try night.send(
            [.monitor(.firing, "door"), .monitor(.firing, "lamp", expires: Cast.start + .minutes(5))], from: "monitor")
        try night.wait(.minutes(6))
        #expect(try night.alerts.map(\.end) == [nil, .expired])
        try night.wait(.days(6))
        #expect(try night.alerts.map(\.end) == [nil, .expired])
        try night.wait(.days(1))
        #expect(try night.alerts.map(\.end) == [.expired, .expired])
    }

    @Test("A sender that fell silent ends what it had said, unless its silence is itself what a rule wakes for")
    func silentSender() throws {
        let night = try Night()
        try night.send(.monitor(.firing, "backup"), from: "jobs")
        try night.send(.monitor(.expired, "backup"), from: "jobs")
        #expect(try night.alerts.map(\.alert.rule) == ["check-fails", "silent-job"])
        #expect(try night.alerts.map(\.end) == [.expired, nil])
        try night.send(.monitor(.beat, "backup"), from: "jobs")
        #expect(try night.alerts.map(\.end) == [.expired, .resolved])
    }

    @Test("Whoever takes on all alerts where they came from has acknowledged the incident, if the rule says so")
    func acknowledged() throws {
        let night = try Night()
        try night.send([.monitor(.firing, "door"), .monitor(.firing, "lamp")], from: "monitor")
        try night.send(.monitor(.acknowledged, "door"), from: "monitor", after: .minutes(1))
        #expect(night.story.incident.milestones[.acknowledged] == nil)
        try night.send(.monitor(.acknowledged, "lamp"), from: "monitor", after: .minutes(1))
        #expect(night.story.incident.milestones[.acknowledged] == night.story.now)
        #expect(try night.alerts.map(\.state) == [.acknowledged, .acknowledged])
        #expect(night.story.result("acknowledge") == .kept(at: night.story.now))
        try night.wait(.minutes(20))
        #expect(night.pages.count == 1)
    }

    @Test("A sender's word alone keeps no promise of people: without the rule's leave the incident waits for somebody")
    func acknowledgedByNobody() throws {
        let night = try Night()
        try night.send(.monitor(.expired, "backup"), from: "jobs")
        try night.send(.monitor(.acknowledged, "backup"), from: "jobs", after: .minutes(1))
        #expect(try night.alerts.map(\.state) == [.acknowledged])
        #expect(night.story.incident.reasons.values.map(\.isAcknowledged) == [true], "it is known and kept")
        #expect(night.story.incident.milestones[.acknowledged] == nil)
        try night.wait(.minutes(20))
        #expect(night.story.result("acknowledge") == .missed(at: nil))
        #expect(night.pages.count > 1, "and somebody is woken again")
    }

    @Test("What fires on after its incident was resolved by people opens another; after a dismissal it does not")
    func firesOn() throws {
        let night = try Night()
        try night.send(.knock(1))
        try night.story.acknowledge()
        try night.story.reach(.resolved)
        try night.send(.knock(1), after: .minutes(2))
        #expect(night.incidents.count == 2)
        #expect(night.pages.count == 2)
        let alert = try #require(try night.alerts.first)
        #expect(alert.verdict == .paged && alert.incident == night.story.id)
        for incident in night.incidents {
            #expect(try night.story.store.alerts(of: incident.id, limit: .max) == [alert.alert], "both rooms show it")
        }
        try night.story.take(.dismiss(night.story.id, reason: "Our own scanner.", by: .operator))
        try night.send(.knock(1), after: .minutes(2))
        #expect(night.incidents.count == 2)
    }

    @Test("A replay from an older mark brings the same alerts, and takes nothing in twice")
    func replay() throws {
        let night = try Night()
        let mark = night.lookout.mark
        try night.send([.knock(1), .monitor(.firing, "door")])
        try night.wait(.minutes(40))
        try night.send([.knock(1), .monitor(.resolved, "door")])
        let (before, stored) = (night.facts, try night.alerts)
        for mark in [mark, nil] {
            try night.crash(backTo: mark)
            #expect(night.facts == before)
            #expect(try night.alerts == stored)
        }
    }

    @Test("What did not come is the same alert, whether the clock found it missing or, in a replay, the next signal")
    func absenceReplayed() throws {
        let night = try Night()
        let backup = { (at: Timestamp) in Signal(state: .log, at: at, fields: ["event": "backup", "host": "one"]) }
        try night.send(backup(night.story.now))
        let mark = night.lookout.mark
        try night.wait(.minutes(61))
        #expect(try night.alerts.map(\.alert.position) == [nil])
        for mark in [mark, nil] {
            let (before, stored) = (night.facts, try night.alerts)
            try night.crash(backTo: mark)
            #expect(night.facts == before, "it goes on")
            #expect(try night.alerts == stored)
        }
        try night.send(backup(night.story.now + .minutes(1)), after: .minutes(1))
        #expect(try night.alerts.map(\.end) == [.resolved])
        try night.story.acknowledge()
        try night.story.reach(.resolved)
        for mark in [mark, nil] {
            let (before, stored) = (night.facts, try night.alerts)
            try night.crash(backTo: mark)
            #expect(night.facts == before, "and it stays over")
            #expect(try night.alerts == stored)
        }
        #expect(night.pages.count == 1)
        try night.wait(.minutes(90))
        #expect(try night.alerts.map(\.end) == [.resolved, nil], "the next time is another")
    }

    @Test("Signals that nobody had read before the crash are read after it")
    func unread() throws {
        let night = try Night()
        try night.send(.knock(1))
        try night.story.store.save([SignalBatch(source: "edge", receivedAt: night.story.now, signals: [.knock(2)])])
        try night.crash(backTo: nil)
        #expect(try night.alerts.count == 2)
        #expect(night.story.incident.alerts.count == 2)
    }

    @Test("An alert that a lost memory no longer knows is over, and what it watched may wake people again")
    func lostMemory() throws {
        let night = try Night()
        try night.send(.knock(1))
        try night.crash(backTo: DetectorMark(position: night.lookout.position, memory: Array("garbage".utf8)))
        #expect(try night.alerts.map(\.end) == [.lost])
        #expect(try night.alerts.map(\.endedAt) == [night.story.now])
        try night.send(.knock(1))
        #expect(try night.alerts.map(\.state) == [.ended, .open])
    }

    @Test("The book goes on from its memory as if it had never stopped")
    func memory() throws {
        let night = try Night()
        try night.send([.knock(1), .monitor(.firing, "door")], from: "edge")
        try night.crash(backTo: night.lookout.mark)
        try night.send([.knock(1), .monitor(.resolved, "door")], from: "edge", after: .minutes(2))
        #expect(try night.alerts.map(\.firings) == [2, 1])
        #expect(try night.alerts.map(\.end) == [nil, .resolved])
        #expect(night.lookout.nextDeadline != nil)
    }

    @Test("With nothing open there is nothing to wait for")
    func nothingToWaitFor() throws {
        let night = try Night()
        #expect(night.lookout.nextDeadline == nil)
        try night.send(.knock(1))
        #expect(night.lookout.nextDeadline == Cast.start + .minutes(30) + AlertBook.settling)
        try night.wait(.minutes(31))
        #expect(night.lookout.nextDeadline == nil)
    }

    @Test("Times and keys from outside cannot break the book")
    func foreignValues() throws {
        let night = try Night()
        let far = Timestamp(milliseconds: .max)
        let long = String(repeating: "k", count: 100_000)
        try night.send(
            [
                .monitor(.firing, "", expires: far), .monitor(.firing, long, expires: Timestamp(milliseconds: .min)),
                .leak(.list(Array(repeating: "", count: 5000))), .leak(.null), .leak(.map(["a": .null])),
            ])
        try night.wait(.days(8))
        #expect(try night.alerts.allSatisfy { $0.state == .ended })
        #expect(try night.alerts.flatMap(\.alert.group.values).allSatisfy { $0.utf8.count <= 300 })
    }
}
