import OnRecord
import Server
import Testing

@Suite("An old backup is restored")
struct BackupPromises {
    @Test(
        "The record is never signed again from behind: the start is refused, whatever the time since would have added",
        arguments: Seed.sample(20))
    func signingFromBehind(seed: Seed) throws {
        let world = try World(seed: seed)
        let ages = try World.backups(of: world)
        let newest = try #require(ages.last)
        let checkpoint = world.files.contents["record/checkpoint"]
        try world.store.restore(newest)
        // While the house was down, terms ran out: a start that looked at the time first would write other entries
        // where there had been entries before, and the numbers would look right.
        world.clock.now = world.clock.now + .days(40)
        #expect(throws: StartProblem.self) { _ = try Shell(world) }
        #expect(world.files.contents["record/checkpoint"] == checkpoint)
    }
}

extension World {
    /// Lives for a while. Returns the store's ages at which it held fewer entries than are signed for now.
    fileprivate static func backups(of world: World) throws -> [Int] {
        var ages: [(age: Int, entries: Int)] = []
        for _ in 0..<12 {
            try world.live(steps: 15)
            ages.append((world.store.age, try world.store.entryCount()))
        }
        try world.heal()
        world.crash()
        world.faults.restart()
        let signed = try world.store.entryCount()
        return ages.filter { $0.entries < signed && $0.entries > 0 }.map(\.age)
    }
}
