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

    @Test("In these worlds alerts are held back and let go, by every means there is")
    func quietNights() throws {
        var seen: Set<String> = []
        for number in UInt64(1)...24 {
            let world = try World(seed: Seed(number: number))
            try world.live(steps: 110)
            for row in try world.store.real.facts(after: 0, limit: .max) {
                switch try CanonicalJSON.decode(Fact.self, from: row.bytes).what {
                case .alertHeld(_, .maintenance): seen.insert("held by maintenance")
                case .alertHeld: seen.insert("held by silence")
                case .silenceLifted: seen.insert("lifted")
                case .maintenanceCancelled: seen.insert("cancelled")
                case .alertMarkedNoise: seen.insert("noise")
                default: break
                }
            }
        }
        #expect(seen == ["held by maintenance", "held by silence", "lifted", "cancelled", "noise"])
    }

    @Test("In these worlds the law's clocks are lifted, brought back, missed and filed late")
    func lawfulNights() throws {
        var seen: Set<String> = []
        for number in UInt64(1)...30 {
            let world = try World(seed: Seed(number: number))
            try world.live(steps: 110)
            try world.heal()
            var missed: Set<String> = []
            for row in try world.store.real.facts(after: 0, limit: .max) {
                let fact = try CanonicalJSON.decode(Fact.self, from: row.bytes)
                switch fact.what {
                case .dutyLifted: seen.insert("lifted")
                case .dutyResumed: seen.insert("resumed")
                case .promiseMissed(promise: "eu-gdpr-33-1", at: nil):
                    seen.insert("missed")
                    missed.insert(fact.subject)
                case .filed(let filing) where filing.filing == "eu-gdpr-33-1" && missed.contains(fact.subject):
                    seen.insert("filed late")
                case .filed(let filing) where filing.filing == "eu-gdpr-33-4": seen.insert("supplement")
                case .assessmentConcluded: seen.insert("concluded")
                default: break
                }
            }
        }
        #expect(seen == ["lifted", "resumed", "missed", "filed late", "supplement", "concluded"])
    }

    @Test("One seed is one world: a second run writes the same journal and the same record")
    func determinism() throws {
        func run() throws -> [[UInt8]] {
            // Some worlds are quiet, so there are several.
            try (UInt64(5)...9).flatMap { number in
                let world = try World(seed: Seed(number: number))
                try world.live(steps: 120)
                return try world.store.real.facts(after: 0, limit: .max).map(\.hash)
                    + world.files.history.filter { $0.path == "record/checkpoint" }.map(\.bytes)
            }
        }
        let (first, second) = (try run(), try run())
        #expect(first.count > 50)
        #expect(first == second)
    }
}
