import OnRecord
import Testing

@testable import Probes

@Suite("Places to work")
struct SlotsTests {
    private struct Trouble: Error {}

    @Test("A place is given back, whatever became of the work")
    func givenBack() async throws {
        let slots = Slots(1)
        await #expect(throws: Trouble.self) { try await slots.take { throw Trouble() } }
        #expect(try await slots.take { 7 } == 7)
    }

    @Test("Whoever is cancelled while waiting leaves the queue, and the next one's turn comes")
    func cancelled() async throws {
        let world = World()
        world.set { $0.isGated = true }
        let slots = Slots(1)
        let first = Task { try await slots.take { await world.look(at: probe("first"), now: world.clock.now()) } }
        await world.atGate(1)
        let second = Task { try await slots.take { 2 } }
        let third = Task { try await slots.take { 3 } }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        world.openGate()
        #expect(try await third.value == 3)
        #expect(try await first.value.result == .up)
    }
}
