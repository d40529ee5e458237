@testable import OnRecord
import Testing

@Suite("The scope")
struct ScopeStories {
    @Test("The journal holds counts and a hash; the members are frozen beside it")
    func frozen() throws {
        let story = try Story()
        try story.alert()
        try story.scope(customers: ["cust-02", "cust-01", "cust-02"], tokens: ["tok-01"])
        let scope = try #require(story.incident.scope)
        #expect((scope.customers, scope.tokens) == (2, 1))
        #expect(scope.membersHash == sha256Hex(Array("customer cust-01\ncustomer cust-02\ntoken tok-01\n".utf8)))
        let members = try #require(try story.store.audience(scope.audience))
        #expect(Set(members.customers) == ["cust-01", "cust-02"])
    }

    @Test("One that grows after the confirmation is owed the same at once, and reaches only who is new")
    func grows() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut()
        let decision = try story.scope(
            customers: ["cust-01", "cust-02", "cust-03"], tokens: ["tok-01", "tok-02", "tok-03"], after: .minutes(10))
        let audience = "\(story.id).scope-2"
        #expect(decision.tasks == [.revokeTokens(audience: audience), .notifyCustomers(audience: audience)])
        #expect(
            try story.store.pendingDeliveries(of: "\(story.id).notify.2", dueBy: story.now, limit: 9).map(\.member) == [
                "cust-03"
            ])
        #expect(
            try story.store.pendingDeliveries(of: "\(story.id).revoke.2", dueBy: story.now, limit: 9).map(\.member) == [
                "tok-03"
            ])
    }

    @Test("Set only after the confirmation, it is owed the same as before it")
    func late() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge()
        #expect(try story.confirm().effects.isEmpty)
        let decision = try story.scope()
        let audience = "\(story.id).scope-1"
        #expect(decision.tasks == [.revokeTokens(audience: audience), .notifyCustomers(audience: audience)])
        #expect(story.clock("tell-customers")?.started == story.incident.milestones[.confirmed])
    }

    @Test("Customers count as told only when nobody of any version still waits")
    func everybody() throws {
        let story = try Story()
        try story.breach()
        try story.scope(customers: ["cust-01", "cust-02", "cust-03"])
        let effects = try story.store.leaseEffects(at: story.now, until: story.now + .minutes(1), limit: 99).map(
            \.effect)
        let notices = effects.filter(\.task.isNotice)
        #expect(notices.map(\.id) == ["\(story.id).notify.1", "\(story.id).notify.2"])
        try story.take(.settled(notices[1], Outcome(done: 1)))
        #expect(story.incident.milestones[.customersNotified] == nil)
        try story.take(.settled(notices[0], Outcome(done: 2)))
        #expect(story.incident.milestones[.customersNotified] == story.now)
    }

    @Test("Deliveries that failed are tried again by saving the scope again; only then the promise is kept")
    func failedAgain() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut(failing: ["cust-02"])
        #expect(
            try story.store.deliveryCounts(of: "\(story.id).notify.1") == DeliveryCounts(pending: 0, done: 1, failed: 1)
        )
        #expect(story.incident.milestones[.customersNotified] == nil)
        #expect(story.result("tell-customers") == .pending)

        try story.scope(after: .minutes(5))
        #expect(
            try story.store.pendingDeliveries(of: "\(story.id).notify.2", dueBy: story.now, limit: 9).map(\.member) == [
                "cust-02"
            ])
        try story.carryOut()
        #expect(story.result("tell-customers") == .kept(at: story.now))
    }

    @Test("Two versions of one millisecond are told apart by their order in the journal")
    func sameMillisecond() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut(failing: ["cust-02"])
        try story.scope(after: .zero)
        try story.carryOut()
        #expect(story.incident.milestones[.customersNotified] == story.now)
    }

    @Test("An outcome heard twice counts once")
    func settledTwice() throws {
        let story = try Story()
        try story.breach()
        let revocation = try #require(
            try story.store.leaseEffects(at: story.now, until: story.now, limit: 99).map(\.effect).first(
                where: \.task.isRevocation))
        try story.take(.settled(revocation, Outcome(done: 2)))
        #expect(try story.take(.settled(revocation, Outcome(done: 0, failed: 2))).facts.isEmpty)
        #expect(story.incident.work[revocation.id]?.outcome == Outcome(done: 2))
    }

    @Test("A service the policy does not have is refused")
    func unknownService() throws {
        let story = try Story()
        try story.alert()
        let selection = ScopeSelection(customers: [], tokens: [], data: [], services: ["telegraph"])
        #expect(
            story.refusal(.setScope(story.id, selection, by: .operator))?.description
                == "A service is “telegraph”; expected one of proxy. Use one of these.")
    }
}

@Suite("Containment")
struct ContainmentStories {
    @Test("An action keeps its own time: it starts one milestone and reaches another")
    func rollback() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge()
        let decision = try story.take(.act(story.id, action: "rollback", by: Cast.ada))
        #expect(decision.tasks == [.act(action: "rollback")])
        #expect(story.incident.milestones[.rollbackStarted] == story.now)
        try story.wait(.seconds(40))
        try story.carryOut()
        #expect(story.incident.milestones[.rolledBack] == story.now)
    }

    @Test("While it runs it is not started again; afterwards it may be")
    func notTwiceAtOnce() throws {
        let story = try Story()
        try story.alert()
        try story.take(.act(story.id, action: "rollback", by: Cast.ada))
        #expect(story.refusal(.act(story.id, action: "rollback", by: Cast.ada))?.kind == .conflict)
        try story.carryOut()
        let again = try story.take(.act(story.id, action: "rollback", by: Cast.ada), after: .minutes(1))
        #expect(again.effects.map(\.id) == ["\(story.id).action.rollback.2"])
    }

    @Test("An action the policy does not have is refused")
    func unknown() throws {
        let story = try Story()
        try story.alert()
        #expect(story.refusal(.act(story.id, action: "pray", by: Cast.ada))?.kind == .invalid)
    }
}
