import Foundation
import OnRecord
import Pages
import Server

/// Prints the story as it happens: the teller's sentences, and every fact of the journal in words.
actor Narrator {
    private let house: House
    /// How long a chapter's first sentence stands alone, for somebody who watches.
    private let pace: Duration
    private var told: Int64 = 0

    init(house: House, pace: Duration) { (self.house, self.pace) = (house, pace) }

    /// What lay in the journal before this start is not told again.
    func begin() async throws {
        told = await house.state.sequence
        if told > 1 { Narrator.print("  The story goes on where it was interrupted.\n") }
    }

    func say(_ sentence: String) async throws {
        Narrator.print("\n  \(sentence)\n")
        if pace > .zero { try await Task.sleep(for: pace) }
    }

    func catchUp() async throws {
        for row in try house.store.facts(after: told, limit: 10_000) {
            let fact = try CanonicalJSON.decode(Fact.self, from: row.bytes)
            told = row.sequence
            Narrator.print(Narrator.line(fact, policy: house.policy))
        }
    }

    /// The whole journal of one incident, for the end.
    static func timeline(of incident: Incident, policy: Policy) -> String {
        incident.facts.map { line($0, policy: policy) }.joined(separator: "\n")
    }

    private static func line(_ fact: Fact, policy: Policy) -> String {
        "    \(fact.at.date.text) \(fact.at.clock)  \(FactText.sentence(fact, policy: policy))"
    }

    static func print(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
