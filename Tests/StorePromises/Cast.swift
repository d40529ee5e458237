@testable import OnRecord
import Sigma

/// What returns in every promise: one breach at one small house.
enum Cast {
    static let incident = "i20261122-1"
    static let start = Timestamp(rfc3339: "2026-11-22T09:30:00Z")!

    static func later(_ seconds: Int64) -> Timestamp { start + .seconds(seconds) }

    static func customer(_ number: Int, mail: String? = nil) -> Customer {
        Customer(
            id: "c\(number)", name: "Customer \(number)", mail: mail ?? "c\(number)@customer.example", periodPrice: 4900
        )
    }

    static func token(_ number: Int, of customer: Int = 1) -> Token {
        Token(id: "t\(number)", customer: "c\(customer)", mintedAt: later(Int64(number)))
    }

    static func audience(_ version: Int, customers: [Int] = [], tokens: [Int] = []) -> Audience {
        Audience(
            id: "\(incident).scope-\(version)", customers: customers.map { "c\($0)" }, tokens: tokens.map { "t\($0)" })
    }

    static func notice(_ version: Int) -> Effect {
        Effect(
            id: "\(incident).notify.\(version)", incident: incident,
            task: .notifyCustomers(audience: "\(incident).scope-\(version)"), notBefore: start)
    }

    static func revocation(_ version: Int) -> Effect {
        Effect(
            id: "\(incident).revoke.\(version)", incident: incident,
            task: .revokeTokens(audience: "\(incident).scope-\(version)"), notBefore: start)
    }

    static func page(_ round: Int, due: Timestamp = start) -> Effect {
        Effect(
            id: "\(incident).page.\(round)", incident: incident, task: .page(responder: "first", round: round),
            notBefore: due)
    }

    static func document(_ number: Int) -> Document {
        Document(
            id: "\(incident).note.\(number)", kind: .note, at: start, parts: ["text": "Seen in the log: “\(number)”."])
    }

    static func alert(_ number: Int, at moment: Timestamp = start) -> StoredAlert {
        StoredAlert(
            Alert(
                id: "a\(number)", rule: "auth-failure-spike", group: ["client_ip": "203.0.113.\(number)"], count: 20,
                at: moment),
            verdict: .joined, incident: incident)
    }

    static func entry(_ number: Int, texts: [String] = []) -> SealedEntry {
        SealedEntry(
            leaf: Array("{\"number\":\(number)}".utf8),
            texts: texts.enumerated().map {
                CommittedText(salt: [UInt8](repeating: UInt8($0.offset), count: 16), text: $0.element)
            })
    }

    static func batch(_ number: Int, at moment: Timestamp = start) -> SignalBatch {
        SignalBatch(
            source: "proxy", receivedAt: moment,
            signals: [Signal(state: .log, at: moment, fields: ["status": 401, "number": .integer(Int64(number))])])
    }
}

extension Store {
    /// Appends one step: so many facts behind those that are there, and whatever `fill` adds.
    func step(facts count: Int = 1, _ fill: (inout Transaction) -> Void = { _ in }) throws {
        var last = try facts(after: 0, limit: .max).last
        var transaction = Transaction(after: last?.sequence ?? 0)
        for _ in 0..<count {
            let sequence = (last?.sequence ?? 0) + 1
            let fact = Fact(
                sequence: sequence, at: Cast.start, by: .house, subject: Cast.incident,
                what: .playbookRan(step: "step \(sequence)"))
            let row = JournalRow(fact, after: last?.hash ?? JournalRow.genesis)
            transaction.facts.append(row)
            last = row
        }
        fill(&transaction)
        try append(transaction)
    }

    /// Freezes an audience and queues effects over it, as a confirmation does.
    func confirm(_ audience: Audience, _ effects: Effect...) throws {
        try step {
            $0.audiences = [audience]
            $0.effects = effects
        }
    }

    func pendingMembers(of effect: Effect, at moment: Timestamp = Cast.later(3600), limit: Int = .max) throws
        -> [String]
    {
        try pendingDeliveries(of: effect.id, dueBy: moment, limit: limit).map(\.member)
    }

    /// Ids of what can be done at a moment, leased for a minute.
    func lease(at moment: Timestamp, limit: Int = 10) throws -> [EffectID] {
        try leaseEffects(at: moment, until: moment + .minutes(1), limit: limit).map(\.effect.id)
    }
}
