extension Detector {
    /// That a rule matched, which correlations on top of it count.
    struct Hit {
        let rule: Int
        let at: Int64
        /// Where correlations read their fields. For a match that time brought about, it holds the group.
        let event: Event
    }

    /// The matches of correlations that an event brings about which these rules matched.
    mutating func correlate(_ event: Event, _ rules: [Int]) -> [Match] {
        let at = Self.bounded(event.at)
        return correlate(rules.map { Hit(rule: $0, at: at, event: event) })
    }

    /// Goes through the correlations in the order in which they build on each other, as far as something concerns
    /// them.
    mutating func correlate(_ first: [Hit]) -> [Match] {
        var hits = first
        var matches: [Match] = []
        var waiting: [Int] = []
        for hit in first { enqueue(rules.listeners[hit.rule], in: &waiting) }
        while let index = waiting.popLast() {
            let rule = rules.correlations[index].rule
            for (match, event) in count(hits, in: index) {
                if rules.rules[rule].generates { matches.append(match) }
                if !match.ended { hits.append(Hit(rule: rule, at: Self.bounded(match.at), event: event)) }
            }
            if hits.last?.rule == rule { enqueue(rules.listeners[rule], in: &waiting) }
        }
        return matches
    }

    /// Keeps the queue without repetition, last first.
    private func enqueue(_ listeners: [Int], in waiting: inout [Int]) {
        for listener in listeners where !waiting.contains(listener) {
            waiting.insert(listener, at: waiting.firstIndex { $0 < listener } ?? waiting.count)
        }
    }

    /// Counts what happened once for each group it falls into; aliases can make that more than one. An event without
    /// one of the fields that are grouped by or looked at belongs to no group.
    private mutating func count(_ hits: [Hit], in index: Int) -> [(Match, Event)] {
        let compiled = rules.correlations[index]
        if case .temporalOrdered = compiled.correlation.kind { return countSteps(hits, in: index) }
        var seen: [[String]] = []
        var matches: [(Match, Event)] = []
        for (step, input) in compiled.inputs.enumerated() {
            for hit in hits where hit.rule == input.rule {
                guard let key = texts(input.groupBy, hit.event), let values = texts(input.values, hit.event) else {
                    continue
                }
                let identity = compiled.correlation.kind == .temporal ? key + [String(step)] : key + values
                if seen.contains(identity) { continue }
                seen.append(identity)
                let observed = Observed(hit: hit, key: key, values: values, paths: input.values, step: step)
                matches += observe(observed, in: index)
            }
        }
        return matches
    }

    private struct Observed {
        let hit: Hit
        let key: [String]
        let values: [String]
        /// Where the values are.
        let paths: [FieldPath]
        /// The rule's position in the correlation's list.
        let step: Int

        var amount: Amount? { paths.first.flatMap { hit.event.amount(of: $0) } }
    }

    private mutating func observe(_ observed: Observed, in index: Int) -> [(Match, Event)] {
        let (hit, key, span) = (observed.hit, observed.key, spans[index])
        let fired: Int64?
        switch memories[index].correlation.kind {
        case .eventCount:
            fired = memories[index].events.observe((), in: key, at: hit.at, span, limits: limits)
        case .valueCount:
            let values = observed.values
            let value = values.count == 1 ? values[0] : Value.list(values.map(Value.string)).json
            fired = memories[index].values.observe(value, in: key, at: hit.at, span, limits: limits)
        case .temporal:
            let rule = String(observed.step)
            fired = memories[index].values.observe(rule, in: key, at: hit.at, span, limits: limits)
        case .valueSum, .valueAverage:
            guard let amount = observed.amount else { return [] }
            fired = memories[index].totals.observe(amount, in: key, at: hit.at, span, limits: limits)
        case .valuePercentile:
            guard let amount = observed.amount else { return [] }
            fired = memories[index].rankings.observe(amount, in: key, at: hit.at, span, limits: limits)
        case .valueShare:
            fired = memories[index].tallies.observe(observed.values[0], in: key, at: hit.at, span, limits: limits)
        case .absence: return beat(hit, in: key, index)
        case .customersShare:
            affect(observed.values[0], at: hit.at, in: index)
            return []
        case .temporalOrdered: return []
        }
        return fired.map { [(match(in: index, key, at: $0, count: span.threshold), hit.event)] } ?? []
    }

    /// All the places that one event takes in a sequence go in together: it takes one of them.
    private mutating func countSteps(_ hits: [Hit], in index: Int) -> [(Match, Event)] {
        var occasions: [(key: [String], steps: [Int], hit: Hit)] = []
        for (step, input) in rules.correlations[index].inputs.enumerated() {
            for hit in hits where hit.rule == input.rule {
                guard let key = texts(input.groupBy, hit.event) else { continue }
                if let known = occasions.firstIndex(where: { $0.key == key && $0.hit.at == hit.at }) {
                    occasions[known].steps.append(step)
                } else {
                    occasions.append((key, [step], hit))
                }
            }
        }
        let span = spans[index]
        return occasions.compactMap { key, steps, hit in
            memories[index].sequences.observe(steps, in: key, at: hit.at, span, limits: limits).map {
                (match(in: index, key, at: $0, count: span.threshold), hit.event)
            }
        }
    }

    func match(in index: Int, _ key: [String], at: Int64, count: Int, ended: Bool = false) -> Match {
        let compiled = rules.correlations[index]
        let group = Dictionary(zip(compiled.correlation.groupBy, key)) { first, _ in first }
        return Match(rule: rules.rules[compiled.rule].id, group: group, at: at, count: count, ended: ended)
    }

    private func texts(_ paths: [FieldPath], _ event: Event) -> [String]? {
        var texts: [String] = []
        for path in paths {
            guard let text = event.text(of: path) else { return nil }
            texts.append(text)
        }
        return texts
    }
}
