/// When a duty must be met, and how that was counted.
public struct Deadline: Sendable, Hashable {
    public var obligation: String
    public var start: Timestamp
    /// The deadline to work to. For hours it is the strict end: start and span, to the millisecond.
    public var due: Timestamp
    public var term: Term
    /// The law has no number; this one is ours.
    public var isSuggested: Bool
    public var standard: Obligation.Standard?
    /// How far guidance tolerates a later filing.
    public var latest: Timestamp?
    /// Where Regulation 1182/71 would let hours end: the hour of the event is left out (Art. 3(1), 3(2)(a)). For lawyers, never a target.
    public var formalEnd: Timestamp?
    /// Where the end fell before it moved off a closed day; not every obliged party has that relief.
    public var movedFrom: Timestamp?
    /// Whether the law is in force could not be settled.
    public var isUncertain: Bool
    /// How it was counted, in sentences.
    public var counted: String
}

/// What a duty's clock says.
public enum DutyDue: Sendable, Hashable {
    case by(Deadline)
    /// The clock has not started: this fact is missing.
    case missing(DutyFact)
    /// Another clock has taken its place, for this reason.
    case fallenAway(String)
    /// It is no law in force, so no clock runs.
    case notLive(Obligation.Status, note: String)

    /// Why it runs no clock that anything could start; nil where one runs or waits.
    public var reasonForNone: String? {
        switch self {
        case .by, .missing: nil
        case .fallenAway(let why): why
        case .notLive(.proposal, let note): "It is a proposal and no law. \(note)"
        case .notLive(let status, let note): "It is \(status.text). \(note)"
        }
    }

    public var deadline: Deadline? { if case .by(let deadline) = self { deadline } else { nil } }
}

/// A moment that a clock waits for.
public enum DutyFact: Sendable, Hashable {
    case start(DutyStart)
    /// The filing of another duty.
    case submission(of: String)

    /// The name under which the moment is given.
    public var start: DutyStart {
        switch self {
        case .start(let start): start
        case .submission: .submitted
        }
    }

    public var text: String {
        switch self {
        case .start(let start): "the moment `\(start.rawValue)`, when \(start.explanation)"
        case .submission(let id): "the moment `submitted`, when \(id) was filed"
        }
    }
}
