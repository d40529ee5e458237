@testable import OnRecord
import Testing

@Suite("Silences")
struct SilenceStories {
    private let tonight = Cast.start + .hours(8)

    private func silence(
        _ night: Night, rule: String = "knocking", groupOf alert: AlertID? = nil, until: Timestamp? = nil
    ) throws -> SilenceID {
        try night.story.take(
            .silence(rule: rule, groupOf: alert, until: until ?? tonight, reason: "Grace moves house.", by: Cast.ada))
        return try #require(night.story.state.alerts.silences.keys.sorted().last)
    }

    @Test("A silenced rule wakes nobody; each alert says by what it was held")
    func holds() throws {
        let night = try Night()
        let id = try silence(night)
        try night.send([.knock(1), .knock(2)])
        #expect(night.incidents.isEmpty)
        #expect(try night.alerts.map(\.verdict) == [.held(.silence(id)), .held(.silence(id))])
        #expect(try night.alerts[0].verdict.text == "Not paged: silenced by \(id).")
        try night.send(.monitor(.firing, "door"))
        #expect(night.pages.count == 1, "other rules are heard")
    }

    @Test("A silence has an author, an end, and a reason that the journal names without holding it")
    func author() throws {
        let night = try Night()
        let id = try silence(night)
        let silence = try #require(night.story.state.alerts.silences[id])
        #expect(silence.by == Cast.ada && silence.until == tonight && !silence.isNoise)
        #expect(try night.story.store.document(silence.reason)?.text == "Grace moves house.")
        let facts = try night.story.store.facts(after: 0, limit: .max).map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(!facts.contains { $0.contains("Grace") })
    }

    @Test("Silenced for one group, the rule still wakes people for others")
    func oneGroup() throws {
        let night = try Night()
        try night.send(.knock(1))
        let first = try #require(try night.alerts.first?.alert.id)
        try night.wait(.minutes(31))
        try night.story.acknowledge()
        try night.story.reach(.resolved)
        let id = try silence(night, groupOf: first)
        try night.send([.knock(1), .knock(2)])
        #expect(try night.alerts.map(\.verdict) == [.paged, .held(.silence(id)), .paged])
    }

    @Test("When it ends, what still goes on wakes somebody; what is over does not")
    func ends() throws {
        let night = try Night()
        _ = try silence(night)
        try night.send([.knock(1), .monitor(.firing, "door")])
        #expect(night.pages.count == 1)
        _ = try silence(night, rule: "check-fails")
        try night.send(.monitor(.firing, "lamp"), after: .hours(1))
        #expect(night.pages.count == 1 + 2, "the unanswered page came again, nothing else")
        try night.wait(.hours(8))
        #expect(night.incidents.count == 1)
        #expect(try night.alerts.map(\.end) == [.quiet, nil, nil])
        #expect(try night.alerts.map(\.verdict.word) == ["silenced", "paged", "joined"])
    }

    @Test("Lifted, it gives way to the alert it held, with the promises counted from then")
    func lifted() throws {
        let night = try Night()
        let id = try silence(night, rule: "check-fails")
        try night.send(.monitor(.firing, "door"))
        let decision = try night.story.take(.liftSilence(id, by: .operator), after: .minutes(30))
        #expect(decision.tasks == [.page(responder: "ada", round: 1)])
        #expect(night.story.incident.milestones[.detected] == night.story.now)
        let alert = try #require(try night.alerts.first)
        #expect(alert.verdict == .paged && alert.incident == night.story.id)
        #expect(night.pages.map(\.alert) == [alert.alert.id])
    }

    @Test("An alert held by one of two silences goes over to the other when the first ends")
    func twoSilences() throws {
        let night = try Night()
        let long = try silence(night, rule: "check-fails", until: tonight)
        try night.send(.monitor(.firing, "door"))
        let longer = try silence(night, rule: "check-fails", until: tonight + .hours(1))
        try night.story.take(.liftSilence(long, by: .operator))
        #expect(try night.alerts.map(\.verdict) == [.held(.silence(longer))])
        #expect(night.incidents.isEmpty)
        try night.wait(.hours(9))
        #expect(night.incidents.count == 1)
    }

    @Test("A restart forgets no silence and no alert that one holds")
    func restart() throws {
        let night = try Night()
        let id = try silence(night, rule: "check-fails")
        try night.send(.monitor(.firing, "door"))
        let before = night.story.state
        try night.crash(backTo: nil)
        #expect(night.story.state == before)
        try night.story.take(.liftSilence(id, by: .operator))
        #expect(night.pages.count == 1)
    }

    @Test("What cannot be silenced so is refused with what to do")
    func refusals() throws {
        let night = try Night()
        try night.send(.knock(1))
        let alert = try #require(try night.alerts.first?.alert.id)
        func refusal(
            rule: String = "knocking", groupOf alert: AlertID? = nil, until: Timestamp? = nil, reason: String = "Why."
        ) -> String? {
            night.story.refusal(
                .silence(rule: rule, groupOf: alert, until: until ?? tonight, reason: reason, by: .operator)
            )?.description
        }
        #expect(refusal(rule: "doorbell")?.hasPrefix("The rule is “doorbell”; expected one of check-fails,") == true)
        #expect(refusal(rule: "guessing", groupOf: alert)?.contains("expected one of knocking.") == true)
        #expect(
            refusal(groupOf: "a0") == "There is no alert “a0”. Open the list of alerts to find its id.")
        #expect(
            refusal(until: Cast.start)
                == "The silence ends at 2026-11-22 09:30:00 UTC, which is past (it is 2026-11-22 09:30:00 UTC). "
                + "Give an end that is to come.")
        #expect(refusal(until: Timestamp(milliseconds: .max))?.contains("expected at most 366 days from now") == true)
        #expect(refusal(reason: " ")?.hasPrefix("The reason has 0 bytes; expected 1 to 2,000.") == true)
        #expect(night.story.refusal(.liftSilence("s99", by: .operator))?.kind == .notFound)
        let id = try silence(night, until: night.story.now + .minutes(1))
        try night.wait(.minutes(2))
        #expect(night.story.refusal(.liftSilence(id, by: .operator))?.kind == .conflict)
    }

    @Test("There is an end to silences that are in force at a time; those that ended make room")
    func most() throws {
        let night = try Night()
        for _ in 1...Silence.most { _ = try silence(night, until: Cast.start + .hours(1)) }
        let refusal = night.story.refusal(
            .silence(rule: "knocking", groupOf: nil, until: tonight, reason: "Why.", by: .operator))
        #expect(refusal?.kind == .conflict)
        night.story.turnClock(to: Cast.start + .hours(2))
        _ = try silence(night)
        #expect(night.story.state.alerts.silences.count == 1)
    }
}
