extension Detector {
    /// The matches that time brings about by itself, of correlations of type `absence` and `customers_share`, and of
    /// those that build on them, in order of time.
    ///
    /// `now` is UTC milliseconds from the caller's clock; one that goes back changes nothing. What is found depends
    /// on the events and on how far time came, not on how often this is called.
    public mutating func advance(to now: Int64) -> [Match] {
        let now = Self.bounded(now)
        var matches: [Match] = []
        for (index, compiled) in rules.correlations.enumerated() {
            for match in findings(in: index, by: now) {
                if rules.rules[compiled.rule].generates { matches.append(match) }
                if match.ended { continue }
                let event = Event(at: match.at, fields: match.group.mapValues(Value.string))
                matches += correlate([Hit(rule: compiled.rule, at: Self.bounded(match.at), event: event)])
            }
        }
        // What happened in one moment stays in the order of the rules.
        return matches.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// When `advance` should be called next, whatever is observed until then: UTC milliseconds, long past if it should
    /// be called at once, nil if there is nothing to wait for. It may come early; then there is just nothing yet.
    public var nextDeadline: Int64? {
        var next: Int64?
        for memory in memories {
            let deadline: Int64?
            switch memory.correlation.kind {
            case .absence:
                let isUnarmed = memory.correlation.groupBy.isEmpty && memory.beats.count == 0
                // One timespan after the last match is in time still.
                deadline = isUnarmed ? .min : memory.beats.earliestDeadline.map { $0 + 1 }
            case .customersShare: deadline = memory.customers.nextLook
            default: deadline = nil
            }
            if let deadline { next = min(next ?? deadline, deadline) }
        }
        return next
    }

    private mutating func findings(in index: Int, by now: Int64) -> [Match] {
        let correlation = memories[index].correlation
        switch correlation.kind {
        case .absence:
            if correlation.groupBy.isEmpty { memories[index].beats.arm(at: now, correlation.timespan) }
            return memories[index].beats.miss(by: now, correlation.timespan).map { key, at in
                match(in: index, key, at: at, count: 0)
            }
        case .customersShare:
            guard let test = shareTest(of: correlation),
                memories[index].customers.isDue(at: now, correlation.timespan, test)
            else { return [] }
            return memories[index].customers.advance(to: now, test).map { finding in
                switch finding {
                case .began(let at, let count): match(in: index, [], at: at, count: count)
                case .ended(let at, let count): match(in: index, [], at: at, count: count, ended: true)
                }
            }
        default: return []
        }
    }

    mutating func beat(_ hit: Hit, in key: [String], _ index: Int) -> [(Match, Event)] {
        let timespan = memories[index].correlation.timespan
        return memories[index].beats.beat(in: key, at: hit.at, timespan, limits).map { finding in
            switch finding {
            case .missed(let at):
                let match = match(in: index, key, at: at, count: 0)
                return (match, Event(at: at, fields: match.group.mapValues(Value.string)))
            case .returned(let at):
                return (match(in: index, key, at: at, count: 0, ended: true), hit.event)
            }
        }
    }

    mutating func affect(_ customer: String, at: Int64, in index: Int) {
        let correlation = memories[index].correlation
        guard let test = shareTest(of: correlation) else { return }
        memories[index].customers.affect(customer, at: at, correlation.timespan, test, limits)
    }

    private func shareTest(of correlation: Correlation) -> AffectedCustomers.Test? {
        guard case .customersShare(_, let hold) = correlation.kind, let bound = correlation.bounds.first else {
            return nil
        }
        return AffectedCustomers.Test(bound: bound, total: max(customersTotal, 0), hold: hold, lateness: lateness)
    }

    mutating func lookAtCustomersAgain() {
        for index in memories.indices { memories[index].customers.lookAgain() }
    }
}
