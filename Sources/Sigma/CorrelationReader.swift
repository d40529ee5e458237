/// Reads a rule's correlation section (correlation rules specification, 2.1, and the two kinds beyond it).
struct CorrelationReader {
    private static let keys: Set = ["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"]

    /// Type names as rules write them.
    private enum Name: String, CaseIterable {
        case eventCount = "event_count"
        case valueCount = "value_count"
        case temporal
        case temporalOrdered = "temporal_ordered"
        case valueSum = "value_sum"
        case valueAverage = "value_avg"
        case valuePercentile = "value_percentile"
        case valueMedian = "value_median"
        case absence
        case customersShare = "customers_share"

        var ownKeys: Set<String> { self == .customersShare ? ["field", "for"] : [] }
    }

    let node: Node

    func read() throws(Refusal) -> Correlation {
        guard let entries = node.map else {
            throw Refusal(
                node.line, "the correlation is \(node.summary)", remedy: "Write a map with type, rules and timespan")
        }
        let name = try name()
        let keys = Self.keys.union(name.ownKeys)
        if let unknown = entries.first(where: { !keys.contains($0.key) }) {
            throw Refusal(
                unknown.line, "“\(unknown.key)” is not a key of a correlation of type \(name.rawValue)",
                remedy: "Use one of: \(keys.sorted().joined(separator: ", "))")
        }
        let timespan = try duration("timespan")
        let condition = CorrelationCondition(node: node["condition"], line: node.line, type: name.rawValue)
        let kind = try kind(name, condition)
        let groupBy = try groupBy()
        let test = try test(kind, condition)
        return Correlation(
            kind: kind, rules: try rules(), groupBy: groupBy, timespan: timespan, threshold: test.threshold,
            bounds: test.bounds, aliases: try aliases())
    }

    private func required(_ key: String, _ remedy: String) throws(Refusal) -> Node {
        guard let value = node[key] else {
            throw Refusal(node.line, "the correlation has no “\(key)”", remedy: remedy)
        }
        return value
    }

    private func name() throws(Refusal) -> Name {
        let type = try required("type", "Add “type: event_count” or another type")
        guard let name = type.string.flatMap(Name.init) else {
            let names = Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(type.line, "\(type.summary) is not a type of correlation", remedy: "Use one of: \(names)")
        }
        return name
    }

    private func kind(_ name: Name, _ condition: CorrelationCondition) throws(Refusal) -> Correlation.Kind {
        switch name {
        case .eventCount: return .eventCount
        case .valueCount: return .valueCount(fields: try condition.fields())
        case .temporal: return .temporal
        case .temporalOrdered: return .temporalOrdered
        case .valueSum: return .valueSum(field: try condition.field())
        case .valueAverage: return .valueAverage(field: try condition.field())
        case .valueMedian: return .valuePercentile(field: try condition.field(), thousandths: 50_000)
        case .valuePercentile:
            let field = try condition.field()
            guard let thousandths = try condition.percentile() else { return .valueShare(field: field) }
            return .valuePercentile(field: field, thousandths: thousandths)
        case .absence: return .absence
        case .customersShare:
            guard let field = node["field"]?.string else {
                throw Refusal(
                    node["field"]?.line ?? node.line, "customers_share without the field that names the customer",
                    remedy: "Add “field: name” beside the type")
            }
            if let groups = node["group-by"] {
                throw Refusal(
                    groups.line, "customers_share with “group-by”: the share is one of all customers",
                    remedy: "Remove the key, or write one correlation for each group's rule")
            }
            return .customersShare(field: field, hold: try duration("for"))
        }
    }

    private func test(
        _ kind: Correlation.Kind, _ condition: CorrelationCondition
    ) throws(Refusal) -> (threshold: Int, bounds: [Bound]) {
        switch kind {
        case .eventCount:
            try condition.refuseKeys(["field", "percentile"])
            return (try condition.threshold(limit: Correlation.eventsMax), [])
        case .valueCount:
            try condition.refuseKeys(["percentile"])
            return (try condition.threshold(limit: Correlation.valuesMax), [])
        case .temporal, .temporalOrdered:
            try condition.refuseKeys(["field", "percentile"])
            // Zero stands for all the rules: how many these are is known when their names are resolved.
            return (condition.node == nil ? 0 : try condition.threshold(limit: Correlation.rulesMax), [])
        case .valueSum:
            try condition.refuseKeys(["percentile"])
            return (1, try condition.measure(holdsForNothing: .refused))
        case .valueAverage:
            try condition.refuseKeys(["percentile"])
            return (1, try condition.measure(holdsForNothing: .impossible))
        case .valuePercentile:
            if node["type"]?.string == Name.valueMedian.rawValue { try condition.refuseKeys(["percentile"]) }
            return (1, try condition.measure(holdsForNothing: .impossible))
        case .valueShare:
            return (1, try condition.measure(holdsForNothing: .impossible))
        case .absence:
            if let node = condition.node {
                throw Refusal(
                    node.line, "absence with a condition: it fires when nothing comes",
                    remedy: "Remove “condition”; “timespan” says how long nothing has to come")
            }
            return (1, [])
        case .customersShare:
            return (1, [try condition.share()])
        }
    }

    private func rules() throws(Refusal) -> [String] {
        let node = try required("rules", "Add a list of rule ids or names")
        guard let rules = node.strings, !rules.isEmpty else {
            throw Refusal(node.line, "“rules” is \(node.summary)", remedy: "List rule ids or names")
        }
        guard rules.count <= Correlation.rulesMax else {
            throw Refusal(
                node.line, "“rules” names \(rules.count) rules",
                remedy: "Name at most \(Correlation.rulesMax), or count correlations of parts of them")
        }
        return rules
    }

    private func groupBy() throws(Refusal) -> [String] {
        guard let node = node["group-by"] else { return [] }
        guard let fields = node.strings, !fields.isEmpty, fields.count <= 16, Set(fields).count == fields.count else {
            throw Refusal(
                node.line, "“group-by” is not a list of one to sixteen different fields",
                remedy: "List each field once, or remove the key to take everything together")
        }
        return fields
    }

    /// A number and one of s, m, h, d; milliseconds.
    private func duration(_ key: String) throws(Refusal) -> Int64 {
        let node = try required(key, "Add “\(key): 15m” or the like")
        let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let text = node.string, let unit = text.last.flatMap({ seconds[$0] }),
            let count = UInt32(text.dropLast()), count > 0, text.dropLast().allSatisfy(\.isNumber)
        else {
            throw Refusal(
                node.line, "\(key == "timespan" ? "the timespan" : "“\(key)”") is \(node.summary)",
                remedy: "Write a whole number and one of s, m, h, d, such as “90s” or “15m”")
        }
        return Int64(count) * unit * 1_000
    }

    private func aliases() throws(Refusal) -> [String: [String: String]] {
        guard let node = node["aliases"] else { return [:] }
        var aliases: [String: [String: String]] = [:]
        for entry in node.map ?? [] {
            for meaning in entry.value.map ?? [] {
                guard let field = meaning.value.string else {
                    throw Refusal(
                        meaning.line, "the alias “\(entry.key)” is \(meaning.value.summary) for “\(meaning.key)”",
                        remedy: "Write the field's name")
                }
                aliases[entry.key, default: [:]][meaning.key] = field
            }
        }
        guard let entries = node.map, entries.allSatisfy({ aliases[$0.key] != nil }) else {
            throw Refusal(
                node.line, "“aliases” does not say which field each alias means in which rule",
                remedy: "Write “alias: {rule_name: field_name}”")
        }
        return aliases
    }
}
