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
    /// Deliveries whose ends are facts as well.
    public var deliveries: [Delivery] = []
    /// What others reported about mails of ours.
    public var returned: [ReturnedMail] = []
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
