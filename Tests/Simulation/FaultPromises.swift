import OnRecord
import Testing

@Suite("Whole incidents under faults")
struct FaultPromises {
    @Test(
        "Whatever breaks on the way, nothing untrue is said and nothing is lost; once faults stop, all of it gets done",
        arguments: Seed.sample())
    func incidents(seed: Seed) async throws {
        let world = try World(seed: seed)
        try world.live(steps: 110)
        try world.heal()
        try world.auditFromTheStart()
        try await world.expectEverythingDone()
    }

    @Test("One seed is one world: a second run writes the same journal and the same record")
    func determinism() throws {
        func run() throws -> [[UInt8]] {
            let world = try World(seed: Seed(number: 7))
            try world.live(steps: 120)
            return try world.store.real.facts(after: 0, limit: .max).map(\.hash)
                + world.files.history.filter { $0.path == "record/checkpoint" }.map(\.bytes)
        }
        let (first, second) = (try run(), try run())
        #expect(first.count > 50)
        #expect(first == second)
    }
}
