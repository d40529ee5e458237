/// Compiles a rule's detection section and collects everything that is wrong with it.
struct DetectionReader {
    private static let keywordModifiers =
        Set(["all", "cased", "contains", "windash", "re", "i", "m", "s"] + Encoding.allCases.map(\.rawValue))

    private(set) var refusals: [Refusal] = []
    private var selections: [Selection] = []

    /// Nil if anything was refused.
    mutating func read(_ node: Node) -> (selections: [Selection], condition: Condition)? {
        guard let entries = node.map else {
            refuse(node.line, "the detection is \(node.summary)", "Write a map of selections with a condition")
            return nil
        }
        for entry in entries where entry.key != "condition" { attempt(entry) }
        let names = entries.map(\.key).filter { $0 != "condition" }
        guard let condition = readCondition(node["condition"], at: node.line, names), refusals.isEmpty else {
            return nil
        }
        return (selections, condition)
    }

    private mutating func refuse(_ line: Int, _ reason: String, _ remedy: String) {
        refusals.append(Refusal(line, reason, remedy: remedy))
    }

    private mutating func attempt(_ entry: Node.Entry) {
        do throws(Refusal) {
            if entry.key == "timeframe" {
                throw Refusal(
                    entry.line, "“timeframe” belongs to the aggregation of Sigma before version 2",
                    remedy: "Count with a correlation rule and its timespan")
            }
            selections.append(Selection(name: entry.key, alternatives: try alternatives(entry.value)))
        } catch {
            refusals.append(error)
        }
    }

    /// A list of conditions is their disjunction.
    private mutating func readCondition(_ node: Node?, at line: Int, _ names: [String]) -> Condition? {
        guard let node, let texts = node.strings, !texts.isEmpty else {
            refuse(node?.line ?? line, "the detection has no condition", "Add “condition: selection”")
            return nil
        }
        do throws(Refusal) {
            var conditions: [Condition] = []
            for text in texts {
                conditions.append(try ConditionParser.parse(text, names: names, line: node.line))
            }
            return conditions.count == 1 ? conditions[0] : .or(conditions)
        } catch {
            refusals.append(error)
            return nil
        }
    }

    private func alternatives(_ node: Node) throws(Refusal) -> [Selection.Alternative] {
        switch node.content {
        case .map(let entries):
            return [try alternative(entries, at: node.line)]
        case .scalar:
            return [Selection.Alternative(keywords: [try keywordTest("", [node], line: node.line)])]
        case .list(let nodes):
            guard !nodes.isEmpty else { throw Refusal(node.line, "an empty list", remedy: "List what to look for") }
            var alternatives: [Selection.Alternative] = []
            for element in nodes {
                if case .list = element.content {
                    throw Refusal(element.line, "a list inside a list", remedy: "Write one list")
                }
                alternatives += try self.alternatives(element)
            }
            return alternatives
        }
    }

    private func alternative(_ entries: [Node.Entry], at line: Int) throws(Refusal) -> Selection.Alternative {
        guard !entries.isEmpty else { throw Refusal(line, "an empty map", remedy: "Write at least one field") }
        var alternative = Selection.Alternative()
        for entry in entries {
            let values = entry.value.list ?? [entry.value]
            guard !values.isEmpty else {
                throw Refusal(entry.line, "“\(entry.key)” has an empty list", remedy: "List at least one value")
            }
            if entry.key.isEmpty || entry.key.hasPrefix("|") {
                alternative.keywords.append(try keywordTest(entry.key, values, line: entry.line))
            } else {
                alternative.fields.append(try fieldTest(entry, values))
            }
        }
        return alternative
    }

    private func fieldTest(_ entry: Node.Entry, _ values: [Node]) throws(Refusal) -> FieldTest {
        let parts = entry.key.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let modifiers = try Modifiers(Array(parts.dropFirst()), line: entry.line)
        return FieldTest(
            key: entry.key, path: FieldPath(parts[0]),
            expectation: try expectation(of: entry, values, modifiers, isPlain: parts.count == 1))
    }

    private func expectation(
        of entry: Node.Entry, _ values: [Node], _ modifiers: Modifiers, isPlain: Bool
    ) throws(Refusal) -> FieldTest.Expectation {
        if modifiers.reading == .exists {
            guard case .bool(let expected)? = entry.value.scalar?.value else {
                throw Refusal(entry.line, "“exists” with \(entry.value.summary)", remedy: "Write true or false")
            }
            return .exists(expected)
        }
        if isPlain, entry.value.scalar?.value.isNull == true { return .null }

        let reader = ValueReader(modifiers: modifiers)
        var tests: [ValueTest] = []
        for value in values { tests.append(try reader.read(value)) }
        let patterns = tests.compactMap { test -> TextPattern? in
            if case .text(let pattern) = test { pattern } else { nil }
        }
        if patterns.count == tests.count, tests.count > 1 {
            return .patterns(
                patterns, cased: modifiers.isCased, needsAll: modifiers.needsAll, isNegated: modifiers.isNegated)
        }
        return .values(tests, needsAll: modifiers.needsAll, isNegated: modifiers.isNegated)
    }

    private func keywordTest(_ key: String, _ values: [Node], line: Int) throws(Refusal) -> KeywordTest {
        let names = key.split(separator: "|").map(String.init)
        guard names.allSatisfy(Self.keywordModifiers.contains) else {
            throw Refusal(
                line, "keywords with “\(key)”",
                remedy: "Use only all, cased, re, windash and the encodings on keywords; negate in the condition")
        }
        // A keyword is sought anywhere in a value; writing contains says the same.
        let sought = names.contains("re") || names.contains("contains") ? names : names + ["contains"]
        let modifiers = try Modifiers(sought, line: line)
        let reader = ValueReader(modifiers: modifiers)
        var keywords: [ValueTest] = []
        for value in values { keywords.append(try reader.read(value)) }
        return KeywordTest(key: key, keywords: keywords, needsAll: modifiers.needsAll)
    }
}
