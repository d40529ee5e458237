@testable import OnRecord
import SQLiteStore
import Testing

/// The four breaches that can be rehearsed, each under the policy `wrl`, which adopts five duties of the GDPR: whether a
/// duty is owed, from when and until when, worked out by hand from the law.
///
/// All begin on Sunday, 22 November 2026, at 10:00:00 UTC. Somebody is aware at 10:30, and presses confirm at 10:45, which
/// moves no clock. Berlin has winter time, UTC+1, on all of these days.
@Suite("What the law asks for after four breaches, worked out by hand")
struct ScenarioStories {
    @Test("Ransomware: loss of availability alone is a breach, towards the authority, the tenants and the register")
    func ransomware() throws {
        let duties = try rehearse("ransomware")
        // Art. 33(1): we are the controller of the accounts, and a risk is not unlikely. 72 hours from awareness, counted
        // in hours, so neither the Sunday nor the nights are left out (Reg. 1182/71 Art. 3(3)):
        // Sunday 10:30 + 3 × 24 h = Wednesday 10:30.
        try expect(duties, "eu-gdpr-33-1", from: "2026-11-22T10:30:00Z", due: "2026-11-25T10:30:00Z")
        // Art. 33(2): we are the tenants' processor for the captures. Without undue delay; our target is 24 hours.
        try expect(duties, "eu-gdpr-33-2", from: "2026-11-22T10:30:00Z", due: "2026-11-23T10:30:00Z", isOurs: true)
        // Art. 33(5): every breach is documented. Our target is one day: the day of the start is not counted, so it ends
        // with Monday in Berlin, 23:59:59.999 CET = 22:59:59.999 UTC.
        try expect(duties, "eu-gdpr-33-5", from: "2026-11-22T10:30:00Z", due: "2026-11-23T22:59:59.999Z", isOurs: true)
        // Art. 33(4): nothing has been filed that could lack anything.
        try expectNothing(duties, "eu-gdpr-33-4", "no filing has left facts open")
        // Art. 34(1) asks for a high risk.
        try expectNothing(duties, "eu-gdpr-34-1", "there is a risk, and it is not high")
    }

    @Test("An attempt that was stopped at the door owes nobody anything, and each duty says why")
    func attemptedAccess() throws {
        let duties = try rehearse("attempted-access")
        // Art. 4(12): a breach leads to destruction, loss, alteration, disclosure or access. A door that held is none, so
        // Art. 33(1), 33(2), 33(5) and 34(1) have nothing to apply to.
        for id in ["eu-gdpr-33-1", "eu-gdpr-33-2", "eu-gdpr-33-5", "eu-gdpr-34-1"] {
            try expectNothing(duties, id, "it was tried and stopped")
        }
        try expectNothing(duties, "eu-gdpr-33-4", "no filing has left facts open")
        // Nobody was aware of a breach, so no clock of the law could have begun.
        #expect(duties.allSatisfy { $0.clock == nil && $0.due.deadline == nil })
    }

    @Test("Account data copied at high risk: the authority, the register and the people themselves")
    func exfiltrationHighRisk() throws {
        let duties = try rehearse("exfiltration-high-risk")
        // Art. 33(1): Sunday 10:30 + 72 h = Wednesday 10:30. A high risk shortens nothing.
        try expect(duties, "eu-gdpr-33-1", from: "2026-11-22T10:30:00Z", due: "2026-11-25T10:30:00Z")
        // Art. 34(1): high risk, readable data, nothing that has removed it. Without undue delay; our target is 72 hours.
        try expect(duties, "eu-gdpr-34-1", from: "2026-11-22T10:30:00Z", due: "2026-11-25T10:30:00Z", isOurs: true)
        // Art. 33(5): the end of Monday in Berlin.
        try expect(duties, "eu-gdpr-33-5", from: "2026-11-22T10:30:00Z", due: "2026-11-23T22:59:59.999Z", isOurs: true)
        // Art. 33(2) binds processors, and of the accounts we are the controller alone.
        try expectNothing(duties, "eu-gdpr-33-2", "we are not the processor")
        try expectNothing(duties, "eu-gdpr-33-4", "no filing has left facts open")
    }

    @Test("Data that is kept for tenants: they are told whatever the risk, and nobody else by us")
    func processorOnly() throws {
        let duties = try rehearse("processor-only")
        // Art. 33(2): Sunday 10:30 + 24 h, our target, = Monday 10:30. Each tenant's own 72 hours start with our notice.
        try expect(duties, "eu-gdpr-33-2", from: "2026-11-22T10:30:00Z", due: "2026-11-23T10:30:00Z", isOurs: true)
        // Art. 33(1), 33(5) and 34(1) bind the controller: the tenant.
        for id in ["eu-gdpr-33-1", "eu-gdpr-33-5", "eu-gdpr-34-1"] {
            try expectNothing(duties, id, "we are not the controller")
        }
        try expectNothing(duties, "eu-gdpr-33-4", "no filing has left facts open")
    }

    @Test("The three clocks that count hours hold over the night in which Berlin's clocks change")
    func overTheClockChange() throws {
        // Friday, 26 March 2027, 09:00 UTC; aware 09:30 UTC = 10:30 CET. In the night to Sunday an hour is left out:
        // 72 hours later the wall shows 11:30 CEST on Monday, which is 09:30 UTC.
        let duties = try rehearse("ransomware", at: "2027-03-26T09:00:00Z")
        try expect(duties, "eu-gdpr-33-1", from: "2027-03-26T09:30:00Z", due: "2027-03-29T09:30:00Z")
        try expect(duties, "eu-gdpr-33-2", from: "2027-03-26T09:30:00Z", due: "2027-03-27T09:30:00Z", isOurs: true)
        // One day: the end of Saturday, still in winter time. That Friday and the Monday are holidays moves nothing.
        try expect(duties, "eu-gdpr-33-5", from: "2027-03-26T09:30:00Z", due: "2027-03-27T22:59:59.999Z", isOurs: true)
    }

    @Test("What confirming sets off has told the tenants before the drill is over")
    func tenantsAreTold() throws {
        let clock = try #require(try duty(try rehearse("processor-only"), "eu-gdpr-33-2").clock)
        #expect(clock.word == "kept")
        let told = try #require(clock.reachedAt)
        #expect(told - clock.started < .minutes(16))
    }

    @Test("All of the policy's duties are told of, in every scenario")
    func complete() throws {
        for scenario in Scenario.all {
            #expect(
                Set(try rehearse(scenario.id).map(\.promise.id))
                    == ["eu-gdpr-33-1", "eu-gdpr-33-2", "eu-gdpr-33-4", "eu-gdpr-33-5", "eu-gdpr-34-1"])
        }
    }

    @Test("A scenario nobody knows is refused with those there are; a policy without duties has nothing to rehearse")
    func refusals() throws {
        let unknown = #expect(throws: Refusal.self) { try Scenario.named("flood") }
        #expect(unknown?.description.contains("“flood”") == true)
        #expect(
            unknown?.description.contains("ransomware, attempted-access, exfiltration-high-risk, processor-only")
                == true)
        var rehearsal = try rehearsal(of: Cast.policy(), at: "2026-11-22T10:00:00Z")
        let idle = #expect(throws: Refusal.self) { try rehearsal.run(Scenario.all[0]) }
        #expect(idle?.description.contains("adopts no duty") == true)
    }

    // MARK: -

    private func rehearse(_ scenario: String, at start: String = "2026-11-22T10:00:00Z") throws -> [DutyView] {
        var rehearsal = try rehearsal(of: Checkout.policy("wrl"), at: start)
        return try rehearsal.run(Scenario.named(scenario))
    }

    private func rehearsal(of policy: Policy, at start: String) throws -> Rehearsal {
        try Rehearsal(
            policy: policy, store: SQLiteStore.inMemory(), starting: moment(start), random: CountingRandom())
    }

    private func duty(_ duties: [DutyView], _ id: String) throws -> DutyView {
        try #require(duties.first { $0.promise.id == id }, "\(id) is not among them")
    }

    private func expect(
        _ duties: [DutyView], _ id: String, from start: String, due: String, isOurs: Bool = false,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let view = try duty(duties, id)
        #expect(view.verdict.isOwed, "\(id)", sourceLocation: location)
        let deadline = try #require(view.due.deadline, "\(id)", sourceLocation: location)
        #expect(deadline.start == moment(start), "\(id)", sourceLocation: location)
        #expect(deadline.due == moment(due), "\(id)", sourceLocation: location)
        #expect(deadline.isSuggested == isOurs, "\(id)", sourceLocation: location)
        // The clock that runs is the one that was reckoned.
        #expect(
            view.clock?.started == deadline.start && view.clock?.due == deadline.due, "\(id)", sourceLocation: location)
    }

    private func expectNothing(
        _ duties: [DutyView], _ id: String, _ reason: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let view = try duty(duties, id)
        #expect(view.verdict.isNotOwed, "\(id)", sourceLocation: location)
        #expect(view.verdict.reasons.map(\.text).contains(reason), "\(id): \(view.verdict)", sourceLocation: location)
        #expect(view.clock == nil, "\(id)", sourceLocation: location)
    }
}
