@testable import OnRecord
import Testing

@Suite("Credits, from list to hand")
struct CreditStories {
    private static let stripe = "says: The full price of the affected period.\n  connector: stripe\n  key_from: KEY"

    /// Contained and listed: two customers, 49.00 EUR each.
    private func listed(_ policy: Policy? = nil) throws -> Story {
        let story = try Story(policy)
        try story.store.save(Cast.customers(1...3))
        try story.breach()
        try story.reach(.contained)
        try story.take(.listCredits(story.id, by: .operator))
        try story.work()
        return story
    }

    private func list(_ story: Story) throws -> CreditList {
        try #require(try story.incident.creditStage.list.flatMap { try story.store.creditList($0) })
    }

    private func approve(_ story: Story) throws {
        let list = try list(story)
        try story.take(.approveCredits(story.id, list: list.id, hash: list.hash, by: .operator), after: .minutes(5))
    }

    @Test("A list says what it comes to, and gives nobody anything")
    func listing() throws {
        let story = try listed()
        let list = try list(story)
        #expect(list.text == "2 customers, 98.00 EUR")
        #expect(story.incident.creditStage == .listed(list.id))
        #expect(story.incident.milestones[.credited] == nil)
        #expect(!story.incident.facts.contains { if case .creditsApproved = $0.what { true } else { false } })
        let lines = try story.store.credits(in: list.id, after: nil, limit: 10)
        #expect(lines.map(\.customer) == ["cust-01", "cust-02"])
        #expect(lines.map(\.text) == ["49.00 EUR", "49.00 EUR"])
    }

    @Test("A list needs a scope")
    func scopeless() throws {
        let story = try Story()
        try story.alert()
        #expect(story.refusal(.listCredits(story.id, by: .operator))?.kind == .conflict)
    }

    @Test("An import after the list changes nothing on it")
    func frozen() throws {
        let story = try listed()
        let before = try list(story)
        var dearer = Cast.customers(1...3)
        for index in dearer.indices { dearer[index].periodPrice = 9900 }
        try story.store.save(dearer)
        #expect(try list(story) == before)
        try approve(story)
        #expect(story.incident.creditApproval?.totals == ["EUR": 9800])
        #expect(try story.store.credits(in: before.id, after: nil, limit: 10).map(\.amount) == [4900, 4900])
    }

    @Test("Approving is a fact with count, sums and hash, and keeps no promise yet")
    func approval() throws {
        let story = try listed()
        let list = try list(story)
        try approve(story)
        let approval = try #require(
            story.incident.facts.compactMap { fact -> CreditApproval? in
                if case .creditsApproved(let approval) = fact.what { approval } else { nil }
            }.last)
        #expect(approval == CreditApproval(list))
        #expect(story.incident.creditStage == .approved(list.id))
        #expect(story.incident.milestones[.credited] == nil)
    }

    @Test("Only the list that was looked at can be approved")
    func otherHash() throws {
        let story = try listed()
        let first = try list(story)
        #expect(
            story.refusal(.approveCredits(story.id, list: first.id, hash: "other", by: .operator))?.kind == .conflict)
        var changed = Cast.customers(1...1)
        changed[0].periodPrice = 9900
        try story.store.save(changed)
        try story.take(.listCredits(story.id, by: .operator))
        try story.work()
        #expect(
            story.refusal(.approveCredits(story.id, list: first.id, hash: first.hash, by: .operator))?.kind == .conflict
        )
        #expect(try list(story).totals == ["EUR": 14_800])
    }

    @Test("A list made for an earlier scope cannot be approved")
    func grownScope() throws {
        let story = try listed()
        let list = try list(story)
        try story.scope(customers: ["cust-01", "cust-02", "cust-03"])
        #expect(
            story.refusal(.approveCredits(story.id, list: list.id, hash: list.hash, by: .operator))?.description
                .contains("The scope has changed") == true)
    }

    @Test("Nothing is credited for what nobody has confirmed")
    func unconfirmed() throws {
        let story = try Story()
        try story.store.save(Cast.customers(1...2))
        try story.alert()
        try story.scope()
        try story.take(.listCredits(story.id, by: .operator))
        try story.work()
        let list = try list(story)
        #expect(
            story.refusal(.approveCredits(story.id, list: list.id, hash: list.hash, by: .operator))?.kind == .conflict)
    }

    @Test("Exported credits are given when a person says that they are entered")
    func entered() throws {
        let story = try listed()
        #expect(story.refusal(.enterCredits(story.id, by: .operator))?.kind == .conflict)
        try approve(story)
        #expect(story.refusal(.listCredits(story.id, by: .operator))?.kind == .conflict)
        try story.take(.enterCredits(story.id, by: .operator), after: .hours(1))
        try story.work()
        #expect(story.incident.creditStage == .granted(try list(story).id))
        #expect(story.incident.milestones[.credited] == story.now)
        #expect(story.refusal(.enterCredits(story.id, by: .operator))?.kind == .conflict)
    }

    @Test("An approval can be withdrawn until something is carried out, and needs giving again")
    func withdrawal() throws {
        let story = try listed()
        #expect(story.refusal(.withdrawCredits(story.id, by: .operator))?.kind == .conflict)
        try approve(story)
        try story.take(.withdrawCredits(story.id, by: .operator))
        #expect(story.incident.creditStage == .listed(try list(story).id))
        #expect(story.refusal(.enterCredits(story.id, by: .operator))?.kind == .conflict)
        try approve(story)
        try story.take(.enterCredits(story.id, by: .operator))
        #expect(story.refusal(.withdrawCredits(story.id, by: .operator))?.kind == .conflict)
    }

    @Test("With Stripe the approval queues one credit for each customer on the list, and no other")
    func carriedOut() throws {
        let story = try listed(
            try Cast.policy(replacing: "says: The full price of the affected period.", with: Self.stripe))
        #expect(!story.incident.work.values.contains { $0.task.isCreditGrant })
        try approve(story)
        let grant = "\(story.id).grant.1"
        #expect(
            story.incident.work[grant]?.task == .grantCredits(list: try list(story).id, means: .stripe(keyFrom: "KEY")))
        #expect(
            try story.store.pendingDeliveries(of: grant, dueBy: story.now, limit: 10).map(\.member) == [
                "cust-01", "cust-02",
            ])
        try story.work()
        #expect(story.incident.milestones[.credited] == story.now)
    }

    @Test("Whoever could not be credited is on the next list, alone; whoever was is not")
    func partly() throws {
        let story = try listed(
            try Cast.policy(replacing: "says: The full price of the affected period.", with: Self.stripe))
        try approve(story)
        try story.work(failing: ["cust-02"])
        let first = try list(story)
        #expect(story.incident.creditStage == .partlyGranted(first.id, "\(story.id).grant.1", failed: 1))
        #expect(story.incident.milestones[.credited] == nil)
        try story.take(.listCredits(story.id, by: .operator), after: .days(1))
        try story.work()
        let second = try list(story)
        #expect(second.id == "\(story.id).credits.2")
        #expect(second.totals == ["EUR": 4900])
        #expect(second.without == ["already_credited": 1])
        try approve(story)
        #expect(
            try story.store.pendingDeliveries(of: "\(story.id).grant.2", dueBy: story.now, limit: 10).map(\.member) == [
                "cust-02"
            ])
        try story.work()
        #expect(story.incident.milestones[.credited] == story.now)
    }

    @Test("What Stripe would not take may be entered by hand")
    func byHand() throws {
        let story = try listed(
            try Cast.policy(replacing: "says: The full price of the affected period.", with: Self.stripe))
        try approve(story)
        try story.work(failing: ["cust-02"])
        try story.take(.enterCredits(story.id, by: .operator), after: .days(1))
        #expect(
            try story.store.pendingDeliveries(of: "\(story.id).grant.2", dueBy: story.now, limit: 10).map(\.member) == [
                "cust-02"
            ])
        try story.work()
        #expect(story.incident.creditStage == .granted(try list(story).id))
        #expect(story.incident.milestones[.credited] == story.now)
    }

    @Test("A list of nobody is settled by its approval")
    func nobody() throws {
        let story = try Story()
        try story.breach()
        try story.take(.listCredits(story.id, by: .operator))
        try story.work()
        #expect(try list(story).without == ["not_in_directory": 2])
        try approve(story)
        #expect(story.incident.milestones[.credited] == story.now)
        #expect(story.incident.creditStage == .granted(try list(story).id))
    }

    @Test("An amount that depends on the impact waits until somebody has stated it")
    func impact() throws {
        let amount = "says: The full price of the affected period.\n  amount: {times_unavailable: 1}"
        let story = try Story(try Cast.policy(replacing: "says: The full price of the affected period.", with: amount))
        try story.store.save(Cast.customers(1...2))
        try story.breach()
        #expect(story.refusal(.listCredits(story.id, by: .operator))?.description.contains("the impact") == true)
        try story.take(.stateImpact(story.id, Impact(unavailableFor: .hours(2)), by: .operator))
        try story.take(.listCredits(story.id, by: .operator))
        guard case .listCredits(_, let terms)? = story.incident.work["\(story.id).credits.1"]?.task else {
            Issue.record("nothing was listed")
            return
        }
        #expect(terms.unavailableFor == .hours(2))
        #expect(terms.began == Cast.start)
        #expect(terms.ended == story.now)
    }

    @Test("A list that a crash interrupted is made again; one that was made is found as it was")
    func crash() throws {
        let story = try Story()
        try story.store.save(Cast.customers(1...2))
        try story.breach()
        let effect = try #require(try story.take(.listCredits(story.id, by: .operator)).effects.first)
        let half = Credit(customer: "cust-01", amount: 1, currency: "EUR", reason: .share)
        try story.store.save([half], in: effect.id)
        #expect(try story.store.creditList(effect.id) == nil)
        try story.work()
        let list = try list(story)
        #expect(list.totals == ["EUR": 9800])
        var random = CountingRandom()
        let again = try HouseWork(store: story.store).perform(
            Job(effect: effect, attempts: 1, members: []), at: story.now + .days(1), random: &random)
        #expect(again == .done(count: 2, detail: list.text))
        #expect(try story.store.creditList(list.id) == list)
    }

    @Test("The file for the billing system has a line for each credit")
    func csv() throws {
        let credit = Credit(
            customer: "cust-01", amount: 4900, currency: "EUR", reason: .fullPeriod, price: 4900,
            starts: moment("2026-11-01T00:00:00Z"), ends: moment("2026-12-01T00:00:00Z"), billingID: "cus_1")
        let line = CreditCSV.line(credit, incident: "i20261122-1", list: "i20261122-1.credits.1")
        #expect(
            line
                == "cust-01,cus_1,49.00,EUR,full_period,49.00,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,i20261122-1,i20261122-1.credits.1\r\n"
        )
        #expect(line.filter { $0 == "," }.count == CreditCSV.header.filter { $0 == "," }.count)
        let nothing = Credit(customer: "cust-02", amount: 0, currency: "", reason: .noPrice)
        #expect(CreditCSV.line(nothing, incident: "i", list: "l").isEmpty)
    }
}
