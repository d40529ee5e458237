/// A promise that has started to run for one incident or report, on the terms it was armed with:
/// a later policy does not change what was promised when it began.
public struct PromiseClock: Sendable, Hashable, Codable {
    public var promise: String
    public var says: String
    public var from: Milestone
    public var to: Milestone
    public var started: Timestamp
    public var due: Timestamp
    /// Set where the promise is a duty of the catalogue.
    public var duty: DutyTerms?
    public var state: State = .pending

    public enum State: Sendable, Hashable, Codable {
        case pending
        case kept(at: Timestamp)
        /// `at` is the late milestone; nil while it has not come at all.
        case missed(at: Timestamp?)
        case waived(at: Timestamp)
        /// The assessment says that it is not owed. Only duties are lifted, and a later answer may bring them back.
        case lifted(at: Timestamp)
    }

    /// When what was promised came, in time or late.
    public var reachedAt: Timestamp? {
        switch state {
        case .kept(let at): at
        case .missed(let at): at
        case .pending, .waived, .lifted: nil
        }
    }

    /// Not done, whether its time has passed or not. A missed deadline ends no duty.
    public var isOwed: Bool { state == .pending || state == .missed(at: nil) }

    /// A law is not waived: whether it is owed, the assessment says.
    public var isWaivable: Bool { state == .pending && duty == nil }

    /// It has a result that stays. What was lifted has none: a later answer may bring it back.
    public var isJudged: Bool {
        switch state {
        case .kept, .missed, .waived: true
        case .pending, .lifted: false
        }
    }

    public var isPublic: Bool { duty?.isPublic ?? true }

    /// How long it took.
    public var took: Duration? { reachedAt.map { $0 - started } }

    public var word: String {
        switch state {
        case .pending: "pending"
        case .kept: "kept"
        case .missed: "missed"
        case .waived: "waived"
        case .lifted: "not owed"
        }
    }

    /// What the clock says once it is asked at `now`: the whole rule, in one place.
    /// A milestone reached on the last millisecond is in time.
    /// - Parameter reached: when what it waits for came about.
    func judged(reached: Timestamp?, at now: Timestamp) -> State {
        guard case .pending = state else { return state }
        if let reached { return reached <= due ? .kept(at: reached) : .missed(at: reached) }
        return now <= due ? .pending : .missed(at: nil)
    }
}
