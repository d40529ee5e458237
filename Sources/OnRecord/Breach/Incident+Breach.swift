extension Incident {
    /// When what a clock waits for came about.
    func reached(_ clock: PromiseClock) -> Timestamp? {
        guard let filing = clock.duty?.filing else { return milestones[clock.to] }
        return filings.first { $0.filing == filing }?.at
    }

    /// Dismissed: closed without ever having been confirmed or resolved.
    public var isFalseAlarm: Bool {
        milestones[.closed] != nil && milestones[.confirmed] == nil && milestones[.resolved] == nil
    }

    /// Whether the last word on the breach came after the last answer.
    public var isConcluded: Bool {
        guard let conclusion else { return false }
        return assessments.last.map { $0.at <= conclusion.at } ?? true
    }
}
