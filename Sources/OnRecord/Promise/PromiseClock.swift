/// A promise that has started to run for one incident or report, on the terms it was armed with:
/// a later policy does not change what was promised when it began.
public struct PromiseClock: Sendable, Hashable, Codable {
    public var promise: String
    public var says: String
    public var from: Milestone
    public var to: Milestone
    public var started: Timestamp
    public var due: Timestamp
    public var state: State = .pending

    public enum State: Sendable, Hashable, Codable {
        case pending
        case kept(at: Timestamp)
        /// `at` is the late milestone; nil while it has not come at all.
        case missed(at: Timestamp?)
        case waived(at: Timestamp)
    }

    /// When what was promised came, in time or late.
    public var reachedAt: Timestamp? {
        switch state {
        case .kept(let at): at
        case .missed(let at): at
        case .pending, .waived: nil
        }
    }

    /// How long it took.
    public var took: Duration? { reachedAt.map { $0 - started } }

    public var word: String {
        switch state {
        case .pending: "pending"
        case .kept: "kept"
        case .missed: "missed"
        case .waived: "waived"
        }
    }

    /// What the clock says once it is asked at `now`: the whole rule, in one place.
    /// A milestone reached on the last millisecond is in time.
    func judged(by milestones: [Milestone: Timestamp], at now: Timestamp) -> State {
        guard case .pending = state else { return state }
        if let reached = milestones[to] { return reached <= due ? .kept(at: reached) : .missed(at: reached) }
        return now <= due ? .pending : .missed(at: nil)
    }
}
