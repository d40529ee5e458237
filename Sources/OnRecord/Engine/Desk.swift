/// Where decisions become durable: holds the state, asks the engine, stores what it decided, and only then believes it.
/// One desk writes to a store at a time; it is synchronous and belongs to whoever runs it.
public final class Desk {
    public private(set) var state: State
    public let policy: Policy
    private let store: any Store
    private var random: any RandomNumberGenerator
    private var lastHash: [UInt8]
    private var lastMoment: Timestamp

    /// Folds the whole journal and checks its chain.
    /// - Throws: `StoreError.damaged` when a fact was altered, removed or cannot be read.
    public init(store: any Store, policy: Policy, random: any RandomNumberGenerator) throws {
        (self.store, self.policy, self.random) = (store, policy, random)
        (state, lastHash) = (State(), JournalRow.genesis)
        lastMoment = Timestamp(milliseconds: 0)
        while true {
            let rows = try store.facts(after: state.sequence, limit: 1000)
            for row in rows { try replay(row) }
            if rows.isEmpty { break }
        }
    }

    private func replay(_ row: JournalRow) throws {
        guard row.sequence == state.sequence + 1 else {
            throw StoreError.damaged("fact \(state.sequence + 1) is missing, \(row.sequence) follows.")
        }
        guard JournalRow.chain(row.bytes, after: lastHash) == row.hash else {
            throw StoreError.damaged("fact \(row.sequence) does not match its hash.")
        }
        let fact: Fact
        do { fact = try CanonicalJSON.decode(Fact.self, from: row.bytes) } catch {
            throw StoreError.damaged("fact \(row.sequence) cannot be read (\(error)).")
        }
        state.apply(fact)
        (lastHash, lastMoment) = (row.hash, fact.at)
    }

    /// Takes one input. When this returns, everything that follows from it is durable.
    /// - Throws: `Refusal` when the input is not acceptable (nothing changed), or the store's error. After a store's error
    ///   it is not known whether the step was kept: the caller makes a new desk from the store before going on.
    @discardableResult
    public func handle(_ input: Input, at moment: Timestamp, mark: DetectorMark? = nil) throws -> Decision {
        // A clock that was set back does not reorder the journal: until it has caught up, time stands still.
        let now = max(moment, lastMoment)
        let decision = try Engine.step(state, input, policy: policy, at: now, shelf: store)
        guard !decision.isEmpty || mark != nil else { return decision }
        var transaction = Transaction(after: state.sequence)
        var hash = lastHash
        for fact in decision.facts {
            let row = JournalRow(fact, after: hash)
            transaction.facts.append(row)
            hash = row.hash
        }
        // Work is handed out by the machine's clock: behind a clock that was set back nothing would be due.
        transaction.effects = decision.effects.map { $0.due(by: moment) }
        transaction.alerts = decision.alerts
        transaction.news = decision.news
        transaction.documents = decision.documents
        transaction.audiences = decision.audiences
        transaction.deliveries = decision.deliveries
        transaction.returned = decision.returned
        transaction.entries = try decision.entries.map { try seal($0) }
        transaction.settled = decision.settled
        transaction.mark = mark
        try store.append(transaction)
        for fact in decision.facts { state.apply(fact) }
        (lastHash, lastMoment) = (hash, decision.facts.isEmpty ? lastMoment : now)
        return decision
    }

    /// An entry that the record cannot take is refused before anything is stored: behind it nothing could ever be signed.
    private func seal(_ entry: Entry) throws -> SealedEntry {
        var generator = AnyRandom(base: random)
        defer { random = generator.base }
        let sealed = entry.sealed(with: &generator)
        guard sealed.leaf.count <= SealedEntry.leafMax else {
            throw Refusal.invalid(
                "The entry for the public record has \(sealed.leaf.count) bytes; at most \(SealedEntry.leafMax) fit. "
                    + "Shorten the list of follow-ups.")
        }
        return sealed
    }
}

extension Effect {
    fileprivate func due(by moment: Timestamp) -> Effect {
        var effect = self
        effect.notBefore = min(notBefore, moment)
        return effect
    }
}

/// Lets a generator chosen at run time stand where a concrete one is asked for.
struct AnyRandom: RandomNumberGenerator {
    var base: any RandomNumberGenerator
    mutating func next() -> UInt64 { base.next() }
}
