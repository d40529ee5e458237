import Crypto

/// Everything one step changes, stored together.
public struct Transaction: Sendable {
    /// The sequence number of the last fact this builds upon.
    public var after: Int64
    public var facts: [JournalRow] = []
    public var effects: [Effect] = []
    public var alerts: [StoredAlert] = []
    public var news: [AlertNews] = []
    public var documents: [Document] = []
    public var audiences: [Audience] = []
    public var entries: [SealedEntry] = []
    public var settled: EffectID?
    public var mark: DetectorMark?

    public init(after: Int64) { self.after = after }
}

/// A fact as stored: its canonical bytes, and a hash over the hash before it and these bytes.
public struct JournalRow: Sendable, Hashable {
    public var sequence: Int64
    public var bytes: [UInt8]
    public var hash: [UInt8]

    public static let genesis = [UInt8](repeating: 0, count: 32)

    public init(sequence: Int64, bytes: [UInt8], hash: [UInt8]) {
        (self.sequence, self.bytes, self.hash) = (sequence, bytes, hash)
    }

    public init(_ fact: Fact, after previous: [UInt8]) {
        sequence = fact.sequence
        bytes = CanonicalJSON.encode(fact)
        hash = JournalRow.chain(bytes, after: previous)
    }

    public static func chain(_ bytes: [UInt8], after previous: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: previous + bytes))
    }
}

public struct LeasedEffect: Sendable, Hashable {
    public var effect: Effect
    /// How often it was handed out before.
    public var attempts: Int

    public init(effect: Effect, attempts: Int) { (self.effect, self.attempts) = (effect, attempts) }
}

/// One member's share of a fan-out: evidence of what was done for whom, when, and what the other side answered.
public struct Delivery: Sendable, Hashable, Codable {
    public var effect: EffectID
    /// The cause; with `member` the identity of the delivery.
    public var purpose: String
    public var member: String
    public var state: State
    public var attempts: Int
    public var at: Timestamp?
    public var detail: String

    public enum State: String, Sendable, Codable { case pending, done, failed }

    public init(
        effect: EffectID, purpose: String, member: String, state: State = .pending, attempts: Int = 0,
        at: Timestamp? = nil,
        detail: String = ""
    ) {
        (self.effect, self.purpose, self.member, self.state) = (effect, purpose, member, state)
        (self.attempts, self.at, self.detail) = (attempts, at, detail)
    }

    /// Stable over every retry: becomes the Message-ID's local part.
    public var key: String { String(sha256Hex(Array("\(purpose)/\(member)".utf8)).prefix(32)) }
}

public struct DeliveryCounts: Sendable, Hashable {
    public var pending, done, failed: Int
    public init(pending: Int, done: Int, failed: Int) {
        (self.pending, self.done, self.failed) = (pending, done, failed)
    }
}

public struct StoredBatch: Sendable, Equatable {
    public var position: Int64
    public var batch: SignalBatch

    public init(position: Int64, batch: SignalBatch) { (self.position, self.batch) = (position, batch) }
}

/// Where detection stands: the last batch read, and what the detector remembered then.
public struct DetectorMark: Sendable, Hashable {
    public var position: Int64
    public var memory: [UInt8]

    public init(position: Int64, memory: [UInt8]) { (self.position, self.memory) = (position, memory) }
}
