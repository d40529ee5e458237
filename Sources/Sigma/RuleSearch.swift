/// Finds the rules about single events that an event matches.
struct RuleSearch: Sendable {
    private let detections: [Detection]
    private let index: RuleIndex
    /// Of the event at hand, by position in `detections`: whether the rule may match.
    private var isCandidate: [Bool]
    private var candidates: [Int] = []

    init(_ rules: RuleSet) {
        detections = rules.detections
        index = RuleIndex(rules.detections)
        isCandidate = Array(repeating: false, count: rules.detections.count)
    }

    /// Positions in the set, in its order.
    mutating func hits(of event: Event) -> [Int] {
        event.read { event in
            findCandidates(event)
            if candidates.isEmpty { return [] }
            let source = EventSource(of: event)
            var hits: [Int] = []
            candidates.sort()
            for candidate in candidates {
                isCandidate[candidate] = false
                let detection = detections[candidate]
                if detection.logsource.admits(source), detection.matches(event) { hits.append(detection.rule) }
            }
            candidates.removeAll(keepingCapacity: true)
            return hits
        }
    }

    private mutating func propose(_ rules: [Int]) {
        for rule in rules where !isCandidate[rule] {
            isCandidate[rule] = true
            candidates.append(rule)
        }
    }

    private mutating func findCandidates(_ event: EventView) {
        propose(index.always)
        switch event.fields {
        case .json(let map):
            for member in map.members where map.kind == .map {
                if let number = index.simple[member] { look(at: .json(member), index.fields[number]) }
            }
        case .value(let map):
            for (name, value) in map.map ?? [:] {
                if let number = index.simple[name] { look(at: .value(value), index.fields[number]) }
            }
        }
        for number in index.other {
            let field = index.fields[number]
            if let value = field.path.find(in: event) { look(at: value, field) }
        }
        if let keywords = index.keywords {
            if let text = event.text { search(.value(.string(text)), keywords) }
            searchWithin(event.fields, keywords)
        }
    }

    private mutating func look(at value: FieldValue, _ field: RuleIndex.Field) {
        propose(field.rules)
        guard let texts = field.texts else { return }
        _ = value.hasMember { member in
            search(member, texts)
            return false
        }
    }

    private mutating func search(_ value: FieldValue, _ texts: RuleIndex.Texts) {
        value.withText { text in
            // What is found in a text that is not folded yet does no harm: rules look for themselves.
            if !texts.automaton.search(text, { propose(texts.rules[$0]) }) {
                CaseFolding.fold(String(decoding: text, as: UTF8.self)).withUnsafeBufferPointer { folded in
                    texts.automaton.search(folded) { propose(texts.rules[$0]) }
                }
            }
        }
    }

    /// In every value at any depth, which is more than keywords are sought in.
    private mutating func searchWithin(_ value: FieldValue, _ keywords: RuleIndex.Texts) {
        switch value {
        case .json(let view) where view.kind == .list || view.kind == .map:
            for member in view.members { searchWithin(.json(member), keywords) }
        case .value(.list(let members)): for member in members { searchWithin(.value(member), keywords) }
        case .value(.map(let members)): for member in members.values { searchWithin(.value(member), keywords) }
        default: search(value, keywords)
        }
    }
}
