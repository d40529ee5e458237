import OnRecord
import Testing

@testable import Probes

@Suite("The prober's day")
struct ProberTests {
    private let world = World()
    private let silence = ProbeResult.down(.noAnswer, "no answer within 10 s")
    private let refusal = ProbeResult.down(.refused, "it refuses the connection")
    private let reference = ProbeReference.tcp(Endpoint(host: "192.0.2.1", port: 443))

    private func seconds(_ probe: String) -> [Int64] {
        let start = Int64(1_795_339_800_000)
        return world.get(\.looked).filter { $0.probe == probe }.map { ($0.at.milliseconds - start) / 1000 }
    }

    private var delivered: [String] {
        world.get(\.delivered).map { "\($0.source) \($0.signal.key ?? "-") \($0.signal.state.rawValue)" }
    }

    @Test("Each probe is looked at in its own beat, and news alone is delivered")
    func beats() async {
        await world.run(
            world.prober([probe("api"), probe("mail", every: .minutes(2))]), for: .minutes(4), sleepers: 2)
        #expect(seconds("api") == [30, 90, 150, 210])
        #expect(seconds("mail") == [60, 180])
        #expect(delivered == ["onrecord:probes probe:api resolved", "onrecord:probes probe:mail resolved"])
    }

    @Test("A failure is looked at again soon; down is told after the retries, and up when it is over")
    func outage() async {
        world.set { $0.looks["api"] = [.up, self.refusal, self.refusal, self.refusal, self.refusal, .up] }
        await world.run(world.prober([probe("api")]), for: .minutes(5), sleepers: 1)
        #expect(seconds("api") == [30, 90, 105, 120, 180, 240, 300])
        #expect(
            world.get(\.delivered).map(\.signal.title) == [
                "api is up", "api is down: it refuses the connection", "api is up again",
            ])
    }

    @Test("When nothing answers, the references neither, the prober knows nothing and says so")
    func cutOff() async {
        world.set {
            $0.usual = self.silence
            $0.referenceAnswers = false
        }
        await world.run(
            world.prober([probe("api"), probe("mail")], references: [reference]), for: .minutes(10), sleepers: 2)
        #expect(delivered == ["onrecord:probes probe:api log", "onrecord:probes probe:mail log"])
    }

    @Test("When a reference answers, silence is the target's own")
    func reachable() async {
        world.set { $0.usual = self.silence }
        await world.run(world.prober([probe("api")], references: [reference]), for: .minutes(2), sleepers: 1)
        #expect(delivered == ["onrecord:probes probe:api firing"])
    }

    @Test("Without a reference, silence counts as down")
    func noReference() async {
        world.set { $0.usual = self.silence }
        await world.run(world.prober([probe("api")]), for: .minutes(2), sleepers: 1)
        #expect(delivered == ["onrecord:probes probe:api firing"])
        #expect(world.get(\.referencesAsked) == 0)
    }

    @Test("References are asked only when somebody is silent, and one look answers all who ask at once")
    func sparing() async {
        let probes = (0..<20).map { probe("p\($0)") }
        await world.run(world.prober(probes, references: [reference]), for: .minutes(3), sleepers: 20)
        #expect(world.get(\.referencesAsked) == 0)
        world.set { $0.usual = self.silence }
        await world.run(world.prober(probes, references: [reference]), for: .seconds(31), sleepers: 20)
        #expect(world.get(\.looked).count == 80)
        #expect(world.get(\.referencesAsked) == 1)
    }

    @Test("At most eight look at once; the others wait for their turn")
    func bounded() async {
        world.set { $0.isGated = true }
        let prober = world.prober((0..<30).map { probe("p\($0)") }, chance: 0)
        let life = Task { await prober.run() }
        await world.atGate(8)
        #expect(world.get(\.running) == 8)
        world.openGate()
        await world.clock.allAsleep(30)
        life.cancel()
        await life.value
        #expect(world.get(\.looked).count == 30)
        #expect(world.get(\.runningMost) == 8)
    }

    @Test("What could not be stored is tried again until it is")
    func storing() async {
        world.set { $0.deliveriesToFail = 4 }
        await world.run(world.prober([probe("api")]), for: .minutes(1), sleepers: 1)
        #expect(delivered == ["onrecord:probes probe:api resolved"])
        // 1, 2, 4 and 8 seconds of waiting.
        #expect(world.get(\.delivered).first.map { $0.signal.at + .seconds(30) } == world.clock.now())
        #expect(world.get(\.deliveriesToFail) == 0)
    }

    @Test("After a restart the first result is told again, so that nothing stays open that has ended meanwhile")
    func restart() async {
        world.set { $0.usual = self.refusal }
        await world.run(world.prober([probe("api", retries: 0)]), for: .minutes(1), sleepers: 1)
        world.set { $0.usual = .up }
        await world.run(world.prober([probe("api", retries: 0)]), for: .minutes(1), sleepers: 1)
        #expect(delivered == ["onrecord:probes probe:api firing", "onrecord:probes probe:api resolved"])
    }

    @Test("It stops at once when it is told to, in the middle of a look as well, and judges nothing it broke off")
    func stopping() async {
        world.set {
            $0.isGated = true
            $0.usual = self.refusal
        }
        let prober = world.prober([probe("api", retries: 0)], chance: 0)
        let life = Task { await prober.run() }
        await world.atGate(1)
        life.cancel()
        world.openGate()
        await life.value
        #expect(world.get(\.looked).count == 1)
        #expect(delivered == [])
    }
}
