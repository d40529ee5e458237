@testable import OnRecord
import Testing

@Suite("A breach is confirmed")
struct ConfirmationStories {
    @Test("Revocation and mail are queued in the same decision, with the page reserved and its entries made")
    func oneDecision() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge()
        try story.scope()
        let decision = try story.confirm()
        let audience = "\(Cast.firstIncident).scope-1"
        #expect(decision.tasks == [.revokeTokens(audience: audience), .notifyCustomers(audience: audience)])
        #expect(decision.effects.allSatisfy { $0.notBefore == story.now })
        #expect(decision.milestones == [.aware, .confirmed, .pageReserved])
        #expect(story.incident.page?.path == Cast.firstPage)
        #expect(decision.entries.map(\.kind) == [.pageReserved, .promiseResult, .promiseResult])
        #expect(decision.entries.allSatisfy { $0.page == Cast.firstPage })
        #expect(story.result("reserve-page") == .kept(at: story.now))
    }

    @Test("What was queued reaches everybody in scope, and the promises about it are kept")
    func carriedOut() throws {
        let story = try Story()
        try story.breach()
        #expect(
            try story.store.pendingDeliveries(of: "\(story.id).revoke.1", dueBy: story.now, limit: 9).map(\.member) == [
                "tok-01", "tok-02",
            ])
        #expect(
            try story.store.pendingDeliveries(of: "\(story.id).notify.1", dueBy: story.now, limit: 9).map(\.member) == [
                "cust-01", "cust-02",
            ])
        try story.wait(.seconds(20))
        try story.carryOut()
        #expect(story.result("revoke-tokens") == .kept(at: story.now))
        #expect(story.result("tell-customers") == .kept(at: story.now))
        #expect(story.incident.milestones[.reissueOpened] == story.now)
        #expect(story.clock("tell-customers")?.took == .seconds(20))
    }

    @Test("Nobody hears of a breach before it is confirmed")
    func notBefore() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge()
        #expect(try story.scope().effects.isEmpty)
        #expect(story.incident.page == nil)
    }

    @Test("Keys in scope: mail goes out, and there is no token to revoke")
    func keysOnly() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge()
        try story.scope(tokens: [], data: [.keys])
        #expect(try story.confirm().tasks == [.notifyCustomers(audience: "\(story.id).scope-1")])
        #expect(story.clock("revoke-tokens") == nil)
    }

    @Test("A second confirmation is refused")
    func onlyOnce() throws {
        let story = try Story()
        try story.breach()
        #expect(story.refusal(.confirm(story.id, awareAt: nil, by: .operator))?.kind == .conflict)
    }

    @Test("What is closed cannot be confirmed: nobody would be told")
    func closed() throws {
        let story = try Story()
        try story.alert()
        try story.take(.dismiss(story.id, reason: "A customer moved house.", by: .operator))
        let refusal = story.refusal(.confirm(story.id, awareAt: nil, by: .operator))
        #expect(refusal?.description.contains("Declare a new incident") == true)
    }
}

@Suite("Awareness")
struct AwarenessStories {
    @Test("It began with the detection, unless somebody says otherwise")
    func defaultsToDetected() throws {
        let story = try Story()
        try story.breach()
        #expect(story.incident.milestones[.aware] == Cast.start)
    }

    @Test("It may have begun before the alert, and the statutory clock starts there")
    func earlier() throws {
        let story = try Story()
        try story.alert()
        try story.scope(data: [.personalData])
        let earlier = Cast.start + .hours(-2)
        try story.confirm(awareAt: earlier)
        #expect(story.clock("authority")?.started == earlier)
        #expect(story.clock("authority")?.due == earlier + .hours(72))
    }

    @Test("It is never later than the confirmation")
    func notAfterConfirmed() throws {
        let story = try Story()
        try story.alert()
        let refusal = story.refusal(.confirm(story.id, awareAt: story.now + .milliseconds(1), by: .operator))
        #expect(refusal?.description.contains("awareness cannot come later") == true)
        try story.confirm(awareAt: story.now + .minutes(1))
        #expect(story.incident.milestones[.aware] == story.incident.milestones[.confirmed])
    }

    @Test("Once stated it does not move, whatever the confirmation says")
    func neverLater() throws {
        let story = try Story()
        try story.alert()
        try story.reach(.aware, at: Cast.start)
        let refusal = story.refusal(.confirm(story.id, awareAt: Cast.start + .milliseconds(1), by: .operator))
        #expect(refusal?.description.contains("clocks run from there") == true)
        #expect(story.refusal(.reach(story.id, .aware, at: story.now, by: .operator))?.kind == .conflict)
        try story.confirm()
        #expect(story.incident.milestones[.aware] == Cast.start)
    }

    @Test("A late confirmation does not give the authority's clock a later start")
    func lateConfirmation() throws {
        let story = try Story()
        try story.alert()
        try story.scope(data: [.personalData])
        try story.confirm(after: .hours(100))
        #expect(story.clock("authority")?.started == Cast.start)
        #expect(story.result("authority") == .missed(at: nil))
        try story.reach(.authorityNotified)
        #expect(story.result("authority") == .missed(at: story.now))
    }

    @Test("Weekends and holidays count for the authority, and a risk ruled out leaves no clock")
    func statutory() throws {
        let story = try Story()
        try story.alert()
        try story.take(.stateRisk(story.id, .unlikely, by: .operator))
        try story.scope(data: [.personalData])
        try story.confirm()
        #expect(story.clock("authority") == nil)
        try story.take(.stateRisk(story.id, .unknown, by: .operator))
        #expect(story.clock("authority")?.due == moment("2026-11-25T09:30:00Z"))
    }
}
