import Courier
import Foundation
import Synchronization
import Server
import Testing

extension RealProgram {
    @Suite("The process is killed at any moment") struct SuddenDeath {}
}

extension RealProgram.SuddenDeath {
    @Test("The demo finishes its story: nothing is lost, and nobody is mailed under two ids", arguments: 1...4)
    func demo(seed: UInt64) async throws {
        let demo = try DemoFolder()
        var chance = Chance(seed: seed)
        var kills = 0
        for _ in 0..<20 {
            guard try await isKilled(demo, using: &chance) else { break }
            kills += 1
        }
        #expect(kills >= 3, "seed \(seed): the kills came too late to prove anything")
        let last = try await Program.run(demo.arguments("--exit"), within: .seconds(120))
        #expect(last.status == 0, "seed \(seed), after \(kills) kills: \(last.output.suffix(3000))\(last.errors)")
        #expect(try await Program.run("record", "verify", "\(demo.data)/record").status == 0)

        let sequences = try await Stored.rows("SELECT sequence FROM facts ORDER BY sequence", in: demo.data).map {
            $0[0]
        }
        #expect(sequences == (1...sequences.count).map { "\($0)" }, "the journal has no gap")
        let mails = try demo.mails()
        var ids: [String: Set<String>] = [:]
        for mail in mails { ids["\(mail.recipients) \(mail.subject)", default: []].insert(mail.messageID) }
        #expect(ids.values.allSatisfy { $0.count == 1 }, "seed \(seed): \(ids)")
        let told = Set(mails.flatMap(\.recipients)).subtracting(["oncall@keyvault.example"])
        #expect(told == ["security@cust-01.example", "security@cust-02.example", "security@cust-03.example"])
        for customer in told {
            #expect(
                Set(mails.filter { $0.recipients == [customer] }.map(\.messageID)).count == 1,
                "seed \(seed): \(customer)")
        }
    }

    /// Starts the demo and kills it once its store has written some more pages: so the kill comes while it works, on
    /// fast machines and slow ones.
    /// - Returns: false when it had ended before.
    private func isKilled(_ demo: DemoFolder, using chance: inout Chance) async throws -> Bool {
        let limit = demo.written + 4096 * Int.random(in: 1...60, using: &chance)
        return try await Child.running(Program.path, demo.arguments("--exit")) { child in
            try await eventually("the moment to kill", within: .seconds(120), every: .milliseconds(1)) {
                !child.isRunning || demo.written >= limit
            }
            return child.isRunning
        }
    }

    @Test("Killed right after any leap of its clock, the demo keeps every promise all the same", arguments: 1...8)
    func demoAtLeap(number: Int) async throws {
        let demo = try DemoFolder()
        try await Child.running(Program.path, demo.arguments("--exit")) { child in
            try await eventually("leap \(number)", within: .seconds(60), every: .zero, hint: { child.output }) {
                demo.leaps >= number || !child.isRunning
            }
        }
        #expect(demo.leaps >= number)
        let last = try await Program.run(demo.arguments("--exit"), within: .seconds(120))
        #expect(last.status == 0, "\(last.output.suffix(3000))\(last.errors)")
    }

    @Test("A signal that was answered 202 is detected after the restart")
    func acceptedSignal() async throws {
        let house = try Installation()
        for round in 1...3 {
            try await house.serving { server in
                let line = """
                    {"event":"token_used","known_address":false,"action":"secret.read","token_id":"tok-\(round)",\
                    "logsource_product":"keyvault","logsource_service":"edge","client_ip":"203.0.113.66"}
                    """
                let answer = try await house.sender("edge").ship(line)
                #expect(answer.status == 202)
                server.kill()
            }
            try await house.serving { _ in
                try await eventually("alert \(round)") { try await house.incidents().flatMap(\.alerts).count == round }
            }
        }
        #expect(try await Program.run("record", "verify", "\(house.data)/record").status == 0)
    }

    @Test(
        "Of lines that keep coming in, every one that was answered 202 is kept, whenever the kill comes",
        arguments: 1...3)
    func streamOfSignals(seed: UInt64) async throws {
        let house = try Installation()
        var chance = Chance(seed: seed)
        let accepted = Accepted()
        let enough = Int.random(in: 20...200, using: &chance)
        try await house.serving { server in
            let sender = try house.sender("edge")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<8 {
                    group.addTask {
                        for number in 0..<10_000 {
                            let name = "\(lane)-\(number)"
                            // The kill cuts connections; what then has no answer was promised nothing.
                            let line = #"{"name":"\#(name)"}"#
                            guard let answer = try? await sender.ship(line) else { return }
                            if answer.status == 202 { accepted.add(line) }
                        }
                    }
                }
                try await eventually("\(enough) answers") { accepted.all.count >= enough }
                server.kill()
                try await group.waitForAll()
            }
        }
        try await house.moveIn()
        let stored = try await house.lines()
        #expect(accepted.all.subtracting(stored).isEmpty, "seed \(seed)")
        #expect(Set(stored).count == stored.count, "seed \(seed): none is kept twice")
    }

    private final class Accepted: Sendable {
        private let names = Mutex<Set<String>>([])
        func add(_ name: String) { names.withLock { _ = $0.insert(name) } }
        var all: Set<String> { names.withLock { $0 } }
    }
}

/// One number decides when the kills come. SplitMix64 (Steele, Lea, Flood, 2014).
private struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
