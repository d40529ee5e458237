/// Where a duty stands at a moment: one word for pages, API and register.
public enum DutyStanding: Sendable, Hashable {
    /// Nobody has answered what it turns on.
    case undecided
    case notOwed
    /// Owed, and its clock waits for a moment that is not on record.
    case waiting(DutyFact)
    case running
    /// Its time has passed, and it is still owed.
    case overdue
    case fulfilled(at: Timestamp, late: Bool)
    case waived(at: Timestamp)
    /// Another clock has taken its place.
    case replaced(String)

    /// `still owed, late`: what the register and the API say.
    public var word: String {
        switch self {
        case .undecided: "undecided"
        case .notOwed: "not owed"
        case .waiting: "waiting"
        case .running: "running"
        case .overdue: "overdue"
        case .fulfilled(_, let late): late ? "fulfilled late" : "fulfilled"
        case .waived: "waived"
        case .replaced: "replaced"
        }
    }

    /// Something is still to be done.
    public var isOpen: Bool {
        switch self {
        case .undecided, .waiting, .running, .overdue: true
        case .notOwed, .fulfilled, .waived, .replaced: false
        }
    }
}

extension DutyView {
    public func standing(at now: Timestamp) -> DutyStanding {
        switch clock?.state {
        case .kept(let at): return .fulfilled(at: at, late: false)
        case .missed(let at?): return .fulfilled(at: at, late: true)
        case .waived(let at): return .waived(at: at)
        case .lifted: return .notOwed
        case .missed(nil): return verdict.isNotOwed ? .notOwed : .overdue
        case .pending: return (clock?.due ?? now) < now ? .overdue : .running
        case nil: break
        }
        switch verdict {
        case .notOwed: return .notOwed
        case .undecided: return .undecided
        case .owed: break
        }
        switch due {
        case .by(let deadline): return deadline.due < now ? .overdue : .running
        case .missing(let fact): return .waiting(fact)
        case .fallenAway(let why): return .replaced(why)
        case .notLive: return .notOwed
        }
    }

    /// The clock's own term, or the one it would have.
    public var dueAt: Timestamp? { clock?.due ?? due.deadline?.due }
    public var startedAt: Timestamp? { clock?.started ?? due.deadline?.start }

    /// Its clock waits for somebody's finding that the regime's own test is met, and until then nothing is owed by it.
    public var awaitsJudgement: Bool {
        guard clock == nil, case .missing(.start(let start)) = due else { return false }
        return start.isJudgement
    }

    /// Somebody outside must be told, by the answers and moments as they stand.
    public var tellsSomebody: Bool { verdict.isOwed && !awaitsJudgement && adoption.obligation.tellsSomebody }

    /// The law has no number; the target is ours.
    public var isSuggested: Bool { clock?.duty?.isSuggested ?? due.deadline?.isSuggested ?? false }
}

extension Obligation {
    /// Whether somebody outside hears of the breach by it. A register is kept inside whatever comes of it.
    public var tellsSomebody: Bool { audience != .register }
}
