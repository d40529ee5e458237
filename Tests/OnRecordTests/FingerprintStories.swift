@testable import OnRecord
import Sigma
import SQLiteStore
import Testing

@Suite("The names of what alerts are about")
struct FingerprintStories {
    /// Every name that anybody could make without a key, for everything that happens below.
    private let guessed: [String] = {
        let about = [
            ["group", "client_ip", "203.0.113.7"], ["evidence", "client_ip", "2001:db8::1"], ["key", "edge", "door"],
        ]
        let rules = ["guessing", "knocking", "check-fails"]
        return rules.flatMap { rule in
            about.map { Fingerprint.unkeyed(Fingerprint.text([rule], $0, [], [])) }
        }
    }()

    private func journal(of night: Night) throws -> String {
        let rows = try night.story.store.facts(after: 0, limit: .max)
        return rows.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    }

    private func live(_ night: Night) throws {
        try night.send(Array(repeating: .failedSignIn(from: "203.0.113.7"), count: 3))
        try night.send([.knock(1), .monitor(.firing, "door")])
    }

    @Test("With a key, no address can be found in the journal by trying all of them")
    func keyed() throws {
        let night = try Night(identify: { sha256Hex(Array("a key \($0)".utf8)) })
        try live(night)
        #expect(try night.alerts.count == 3)
        let journal = try journal(of: night)
        for name in guessed { #expect(!journal.contains(name)) }
        for alert in try night.alerts.map(\.alert) {
            #expect(journal.contains(alert.fingerprint))
            #expect(alert.fingerprint.count == 64 && alert.id.count == 65, "both are the key's work")
        }
    }

    @Test("Without a key they are found so")
    func unkeyed() throws {
        let night = try Night()
        try live(night)
        let journal = try journal(of: night)
        #expect(guessed.filter { journal.contains($0) }.count == 3)
    }

    @Test("An alert made elsewhere is about itself and tells nothing of its group")
    func elsewhere() {
        #expect(Alert(id: "a1", rule: "r", group: ["ip": "203.0.113.7"], count: 1, at: Cast.start).fingerprint == "a1")
    }

    @Test("A token and a customer of one name are two things, and so are parts that read alike when joined")
    func collisions() throws {
        let night = try Night()
        for number in 1...9 {
            let token = Token(id: "x\(number)", customer: "cust-01", mintedAt: Cast.start)
            try night.story.store.insert(token, secretHash: "hash \(number)")
        }
        try night.send([.leak("x1"), .leak(.null, ["customer": "x1"])])
        try night.send([.leak(["x2", "x3"]), .leak("x2", ["customer": "x3"]), .leak("x2\u{1e}x3")])
        #expect(try night.alerts.count == 5)
        #expect(try Set(night.alerts.map(\.alert.fingerprint)).count == 5)
    }

    @Test("No two sets of lists have one text, whatever stands in them")
    func injective() {
        let texts = [
            Fingerprint.text(["a", "b"]), Fingerprint.text(["a"], ["b"]), Fingerprint.text(["ab"]),
            Fingerprint.text(["a1:b"]), Fingerprint.text(["a;1:b"]), Fingerprint.text([], ["a", "b"]),
            Fingerprint.text(["a", "b"], []), Fingerprint.text(["1:a1:b"]), Fingerprint.text(["a;", "b"]),
        ]
        #expect(Set(texts).count == texts.count)
    }

    @Test(
        "What is shown of a value ends after so many bytes, between two scalars",
        arguments: [
            ("plain", 300, "plain"), ("abc", 2, "ab"), ("äöü", 3, "ä"), ("äöü", 4, "äö"), ("🦊🦊", 7, "🦊"), ("🦊", 3, ""),
            ("e\u{301}\u{301}", 3, "e\u{301}"), ("", 0, ""),
        ])
    func cut(_ text: String, _ max: Int, _ expected: String) { #expect(text.prefix(bytes: max) == expected) }

    @Test("A letter under a mountain of accents is shown as 300 bytes, and so are names")
    func accents() throws {
        let night = try Night()
        let mountain = "e" + String(repeating: "\u{301}", count: 50_000)
        try night.send(.monitor(.firing, mountain))
        let group = try #require(try night.alerts.first).alert.group
        #expect(group["key"]?.utf8.count == 299, "a mark has two bytes")
        #expect(group.allSatisfy { $0.key.utf8.count <= 300 && $0.value.utf8.count <= 300 })
    }

    @Test("All that a correlation may remember fits into one value of the store")
    func markFits() {
        // An observation takes up to 300 bytes; SQLite's longest value is a billion.
        #expect(Lookout.limits.observations * 300 < 1_000_000_000 / 5)
        #expect(Lookout.limits.groups <= 100_000)
    }
}
