import OnRecord

/// The relay and everybody's inbox behind it.
/// Unchecked: a world lives in one task, and nothing in it runs beside anything else.
final class MailWorld: @unchecked Sendable {
    struct Letter: Hashable {
        /// The Message-ID's local part.
        var id: String
        var recipient: String
        /// The incident it is about.
        var about: IncidentID
    }

    enum Answer: Sendable {
        case accepted, deferred, refused
        /// It arrived, and the connection broke before the answer.
        case unheard
    }

    /// Letters that came back after they had been taken.
    private(set) var bounced: [Letter] = []
    /// In the order of arrival.
    private(set) var arrived: [Letter] = []
    private let chance: Chance
    var trouble = false

    init(_ chance: Chance) { self.chance = chance }

    func send(_ letter: Letter) -> Answer {
        let answer: Answer =
            trouble ? chance.weighted([(50, .accepted), (25, .deferred), (20, .unheard), (5, .refused)]) : .accepted
        if answer == .accepted || answer == .unheard { arrived.append(letter) }
        return answer
    }

    /// Another server says about one of them that nobody has that address.
    func bounceOne(among matches: (Letter) -> Bool) -> Letter? {
        let candidates = arrived.filter(matches)
        guard !candidates.isEmpty else { return nil }
        let letter = chance.pick(candidates)
        bounced.append(letter)
        return letter
    }
}

/// Containment hooks: they fail, time out, succeed, or succeed without being heard.
/// Unchecked: a world lives in one task, and nothing in it runs beside anything else.
final class HookWorld: @unchecked Sendable {
    /// Idempotency keys of what was done.
    private(set) var done: Set<EffectID> = []
    private let chance: Chance
    var trouble = false

    init(_ chance: Chance) { self.chance = chance }

    func run(_ effect: Effect) -> JobResult {
        let fails = trouble && chance.happens(40)
        if fails, chance.happens(20) { return .failed(detail: "HTTP 404", final: true) }
        if !fails || chance.happens(50) { done.insert(effect.id) }
        return fails ? .failed(detail: "no answer", final: false) : .done(detail: "HTTP 200")
    }
}

/// The billing system: it fails, refuses, credits, or credits without being heard.
/// Unchecked: a world lives in one task, and nothing in it runs beside anything else.
final class BillingWorld: @unchecked Sendable {
    struct Entry: Hashable {
        var incident: IncidentID
        var customer: CustomerID
        var amount: Int
        var currency: String
    }

    /// By idempotency key.
    private(set) var entries: [String: Entry] = [:]
    /// Keys whose request was refused for good: the same request never succeeds later.
    private var refused: Set<String> = []
    private let chance: Chance
    var trouble = false

    init(_ chance: Chance) { self.chance = chance }

    func credit(_ entry: Entry, key: String) -> MailWorld.Answer {
        if entries[key] != nil { return .accepted }
        if refused.contains(key) { return .refused }
        let answer: MailWorld.Answer =
            trouble ? chance.weighted([(50, .accepted), (25, .deferred), (15, .unheard), (10, .refused)]) : .accepted
        if answer == .refused { refused.insert(key) }
        if answer == .accepted || answer == .unheard { entries[key] = entry }
        return answer
    }
}

/// The world's clock. It moves when it is told to.
/// Unchecked: a world lives in one task, and nothing in it runs beside anything else.
final class WorldClock: @unchecked Sendable {
    var now = Timestamp(rfc3339: "2026-11-22T09:30:00Z")!
}
