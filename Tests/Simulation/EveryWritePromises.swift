import OnRecord
import Testing

@Suite("Every write of a breach, failing in turn")
struct EveryWritePromises {
    @Test(
        "Whichever single write fails, and however, the breach is carried through to its end", arguments: Fate.failures)
    func oneByOne(fate: Fate) async throws {
        var number = 0
        var world: World
        repeat {
            number += 1
            world = try World(seed: Seed(number: UInt64(number)))
            world.faults.plan = .once(at: world.faults.writes + number, fate)
            try Story(world: world).tell()
            try world.heal()
            try await world.expectEverythingDone()
            let incident = try #require(world.shell?.desk.state.allIncidents.first)
            #expect(incident.milestones[.customersNotified] != nil && incident.milestones[.closed] != nil)
            let told = Set(world.mail.arrived.filter { $0.recipient == Cast.readers[0] }.map(\.about))
            // The greeting, the page, the post-mortem, and that it is over.
            #expect(told.count == 4, "\(told)")
            #expect(incident.milestones[.credited] != nil && world.billing.entries.count == 3)
        } while world.faults.failures > 0
        // The run that ends the test is one in which no write was left to fail.
        #expect(number > 30)
    }
}
