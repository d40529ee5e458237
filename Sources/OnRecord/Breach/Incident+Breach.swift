extension Incident {
    /// When what a clock waits for came about.
    func reached(_ clock: PromiseClock) -> Timestamp? {
        guard let filing = clock.duty?.filing else { return milestones[clock.to] }
        return filings.first { $0.filing == filing }?.at
    }
}
