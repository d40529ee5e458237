/// Reads a rule's correlation section (correlation rules specification, 2.1).
struct CorrelationReader {
    private static let keys: Set = ["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"]
    private static let criteria: Set = ["gt", "gte", "lt", "lte", "eq", "neq"]

    let node: Node

    func read() throws(Refusal) -> Correlation {
        guard let entries = node.map else {
            throw Refusal(
                node.line, "the correlation is \(node.summary)", remedy: "Write a map with type, rules and timespan")
        }
        if let unknown = entries.first(where: { !Self.keys.contains($0.key) }) {
            throw Refusal(
                unknown.line, "“\(unknown.key)” is not a key of a correlation",
                remedy: "Use one of: \(Self.keys.sorted().joined(separator: ", "))")
        }
        let condition = node["condition"]
        let kind = try kind(condition)
        let limit = kind == .eventCount ? Correlation.eventsMax : Correlation.valuesMax
        return Correlation(
            kind: kind, rules: try rules(), groupBy: try groupBy(), timespan: try timespan(),
            threshold: try threshold(condition, limit: limit), aliases: try aliases())
    }

    private func required(_ key: String, _ remedy: String) throws(Refusal) -> Node {
        guard let value = node[key] else {
            throw Refusal(node.line, "the correlation has no “\(key)”", remedy: remedy)
        }
        return value
    }

    private func kind(_ condition: Node?) throws(Refusal) -> Correlation.Kind {
        let type = try required("type", "Add “type: event_count” or “type: value_count”")
        switch type.string {
        case "event_count":
            if let field = condition?["field"] {
                throw Refusal(
                    field.line, "event_count does not look at a field",
                    remedy: "Use type value_count, or remove “field”")
            }
            return .eventCount
        case "value_count":
            guard let fields = condition?["field"]?.strings, !fields.isEmpty else {
                throw Refusal(
                    condition?.line ?? node.line, "value_count without the field whose values it counts",
                    remedy: "Add “field: name” to the condition")
            }
            return .valueCount(fields: fields)
        case let name?
        where ["temporal", "temporal_ordered", "value_sum", "value_avg", "value_percentile"].contains(name):
            throw Refusal(
                type.line, "correlations of type “\(name)” are not supported",
                remedy: "Use event_count or value_count, or leave this rule to another tool")
        default:
            throw Refusal(
                type.line, "\(type.summary) is not a type of correlation", remedy: "Use event_count or value_count")
        }
    }

    private func rules() throws(Refusal) -> [String] {
        let node = try required("rules", "Add a list of rule ids or names")
        guard let rules = node.strings, !rules.isEmpty else {
            throw Refusal(node.line, "“rules” is \(node.summary)", remedy: "List rule ids or names")
        }
        return rules
    }

    private func groupBy() throws(Refusal) -> [String] {
        guard let node = node["group-by"] else { return [] }
        guard let fields = node.strings, !fields.isEmpty, Set(fields).count == fields.count else {
            throw Refusal(
                node.line, "“group-by” is not a list of different fields",
                remedy: "List each field once, or remove the key to count everything together")
        }
        return fields
    }

    /// A number and one of s, m, h, d.
    private func timespan() throws(Refusal) -> Int64 {
        let node = try required("timespan", "Add a timespan such as “15m”")
        let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let text = node.string, let unit = text.last.flatMap({ seconds[$0] }),
            let count = UInt32(text.dropLast()), count > 0, text.dropLast().allSatisfy(\.isNumber)
        else {
            throw Refusal(
                node.line, "the timespan is \(node.summary)",
                remedy: "Write a whole number and one of s, m, h, d, such as “90s” or “15m”")
        }
        return Int64(count) * unit * 1_000
    }

    private func threshold(_ condition: Node?, limit: Int) throws(Refusal) -> Int {
        guard let condition, let entries = condition.map?.filter({ $0.key != "field" }), !entries.isEmpty else {
            throw Refusal(
                condition?.line ?? node.line, "the correlation has no condition on its count",
                remedy: "Add “condition: {gte: 10}” or the like")
        }
        var bounds: [(String, Int)] = []
        for entry in entries {
            guard Self.criteria.contains(entry.key) else {
                throw Refusal(
                    entry.line, "“\(entry.key)” is not a criterion of \(node["type"]?.string ?? "this correlation")",
                    remedy: "Use one or two of gt, gte, lt, lte, eq, neq")
            }
            guard let number = entry.value.scalar?.value.integer, (0...Int64(Int32.max)).contains(number) else {
                throw Refusal(
                    entry.line, "“\(entry.key)” is \(entry.value.summary)", remedy: "Write a whole number from 0 up")
            }
            bounds.append((entry.key, Int(number)))
        }
        guard let threshold = Self.smallestCount(fulfilling: bounds) else {
            throw Refusal(
                condition.line, "no count of 1 or more fulfils the condition",
                remedy: "An event can only be noticed when it comes; ask for at least one, and check the bounds' order")
        }
        guard threshold <= limit else {
            throw Refusal(
                condition.line,
                "the condition first holds at \(threshold), which needs more memory for each group than is allowed",
                remedy: "Ask for at most \(limit)")
        }
        return threshold
    }

    /// Each criterion can only change its answer at its number or right after it, so no other counts need a look.
    private static func smallestCount(fulfilling bounds: [(String, Int)]) -> Int? {
        let candidates = [1] + bounds.flatMap { [$0.1, $0.1 + 1] }
        return candidates.filter { $0 >= 1 }.sorted().first { count in
            bounds.allSatisfy { criterion, number in
                criterion == "neq"
                    ? count != number
                    : Comparison(rawValue: criterion)!.holds(.integer(Int64(count)), .integer(Int64(number)))
            }
        }
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
