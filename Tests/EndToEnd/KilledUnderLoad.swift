import Foundation
import Synchronization
import Testing

extension RealProgram {
    @Suite("Killed again and again while lines pour in") struct KilledUnderLoad {}
}

extension RealProgram.KilledUnderLoad {
    /// `ONRECORD_KILLS=200` for the long run.
    private static let kills = Int(ProcessInfo.processInfo.environment["ONRECORD_KILLS"] ?? "") ?? 12

    @Test("Every acknowledged line is there exactly once, and every alert exactly once", .timeLimit(.minutes(30)))
    func exactlyOnce() async throws {
        // An address of lane 0 guesses four times, which is one alert; the others guess once. So few are no storm.
        let house = try Installation(more: "\nalerts: {flood: {more_than: 1000, within: 1m}}\n")
        let accepted = Accepted()
        for round in 1...Self.kills {
            try await house.serving { server in
                let sender = try house.sender("nginx")
                let before = accepted.all.count
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<4 {
                        group.addTask {
                            for number in 0..<10_000 {
                                let address =
                                    "2001:db8:\(String(round, radix: 16)):\(lane)::\(String(number, radix: 16))"
                                // The kill cuts connections; what then has no answer was promised nothing.
                                guard
                                    let answer = try? await sender.ship(Self.guesses(lane == 0 ? 4 : 1, from: address))
                                else { return }
                                if answer.status == 202 { accepted.add(address) }
                            }
                        }
                    }
                    let enough = before + 1 + round * 7 % 12
                    try await eventually("\(enough) answers", every: .milliseconds(2)) {
                        accepted.all.count >= enough
                    }
                    server.kill()
                    try await group.waitForAll()
                }
            }
        }
        try await house.serving { _ in
            let promised = accepted.all
            try await eventually("every alert", within: .seconds(120)) {
                promised.filter(Self.isAlarming).isSubset(of: try await alerted(house))
            }
            let addresses = try await alerted(house)
            #expect(Set(addresses).count == addresses.count, "no alert is there twice")
            let stored = try await house.lines().compactMap { $0.split(separator: " ").first.map(String.init) }
            let times = Dictionary(grouping: stored) { $0 }.mapValues(\.count)
            #expect(
                promised.allSatisfy { times[$0] == (Self.isAlarming($0) ? 4 : 1) },
                "no acknowledged line is lost or doubled")
            #expect(
                Set(addresses) == Set(times.keys.filter(Self.isAlarming)),
                "what was stored without an answer is detected as well")
        }
        #expect(try await Program.run("record", "verify", "\(house.data)/record").status == 0)
    }

    private final class Accepted: Sendable {
        private let addresses = Mutex<Set<String>>([])
        func add(_ address: String) { addresses.withLock { _ = $0.insert(address) } }
        var all: Set<String> { addresses.withLock { $0 } }
    }

    private static func isAlarming(_ address: String) -> Bool { address.contains(":0::") }

    private static func guesses(_ count: Int, from address: String) -> String {
        (0..<count).map { _ in #"\#(address) - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 401 5 "-" "curl""# + "\n"
        }
        .joined()
    }

    private func alerted(_ house: Installation) async throws -> [String] {
        try await Stored.rows(
            "SELECT json_extract(CAST(body AS TEXT), '$.group.remote_addr') FROM alerts", in: house.data
        )
        .map { $0[0] }
    }
}
