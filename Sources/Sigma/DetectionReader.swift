/// Compiles a rule's detection section and collects everything that is wrong with it.
struct DetectionReader {
    private static let keywordModifiers =
        Set(["all", "cased", "contains", "expand", "windash", "re", "i", "m", "s"] + Encoding.allCases.map(\.rawValue))

    /// Keys that are not selections.
    private let reserved: Set<String>
    private let placeholders: Placeholders

    private(set) var refusals: [Refusal] = []
    private var selections: [Selection] = []
    /// Steps of the regular expressions so far.
    private var expressionSteps = 0
    /// Texts that encoded values became so far.
    private var encodedForms = 0

    init(reserved: Set<String> = ["condition"], placeholders: Placeholders) {
        self.reserved = reserved
        self.placeholders = placeholders
    }

    /// Nil if anything was refused.
    mutating func read(_ node: Node) -> (selections: [Selection], condition: Condition)? {
        guard let entries = node.map else {
            refuse(node.line, "the detection is \(node.summary)", "Write a map of selections with a condition")
            return nil
        }
        let written = entries.filter { !reserved.contains($0.key) }
        guard written.count <= RuleLimits.selections else {
            refuse(
                node.line, "\(written.count) selections in one rule",
                "Use at most \(RuleLimits.selections); a list of maps is one selection")
            return nil
        }
        for entry in written { attempt(entry) }
        let names = written.map(\.key)
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
            selections.append(
                Selection(
                    name: entry.key, written: entry.value.value, alternatives: try alternatives(entry.value)))
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
            let words = texts.reduce(0) { $0 + $1.utf8.count }
            guard words <= RuleLimits.conditionBytes else {
                throw Refusal(
                    node.line, "a condition of \(words) bytes",
                    remedy: "Write at most \(RuleLimits.conditionBytes), with lists of values in fewer selections")
            }
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

    private mutating func alternatives(_ node: Node) throws(Refusal) -> [Selection.Alternative] {
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

    private mutating func alternative(_ entries: [Node.Entry], at line: Int) throws(Refusal) -> Selection.Alternative {
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

    private mutating func fieldTest(_ entry: Node.Entry, _ values: [Node]) throws(Refusal) -> FieldTest {
        let parts = entry.key.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let modifiers = try Modifiers(Array(parts.dropFirst()), line: entry.line)
        return FieldTest(
            key: entry.key, path: FieldPath(parts[0]),
            expectation: try expectation(of: entry, values, modifiers, isPlain: parts.count == 1))
    }

    private mutating func expectation(
        of entry: Node.Entry, _ values: [Node], _ modifiers: Modifiers, isPlain: Bool
    ) throws(Refusal) -> FieldTest.Expectation {
        if modifiers.reading == .exists {
            guard case .bool(let expected)? = entry.value.scalar?.value else {
                throw Refusal(entry.line, "“exists” with \(entry.value.summary)", remedy: "Write true or false")
            }
            return .exists(expected)
        }
        if isPlain, entry.value.scalar?.value.isNull == true { return .null }

        let tests = try self.tests(values, modifiers)
        let patterns = tests.compactMap { test -> TextPattern? in
            if case .text(let pattern) = test { pattern } else { nil }
        }
        if patterns.count == tests.count, tests.count > 1 {
            return .patterns(
                patterns, cased: modifiers.isCased, needsAll: modifiers.needsAll, isNegated: modifiers.isNegated)
        }
        return .values(tests, needsAll: modifiers.needsAll, isNegated: modifiers.isNegated)
    }

    private mutating func keywordTest(_ key: String, _ values: [Node], line: Int) throws(Refusal) -> KeywordTest {
        let names = key.split(separator: "|").map(String.init)
        guard names.allSatisfy(Self.keywordModifiers.contains) else {
            throw Refusal(
                line, "keywords with “\(key)”",
                remedy: "Use only all, cased, re, windash and the encodings on keywords; negate in the condition")
        }
        // A keyword is sought anywhere in a value; writing contains says the same.
        let sought = names.contains("re") || names.contains("contains") ? names : names + ["contains"]
        let modifiers = try Modifiers(sought, line: line)
        return KeywordTest(key: key, keywords: try tests(values, modifiers), needsAll: modifiers.needsAll)
    }

    /// With `expand`, a value may become several, any of which will do.
    private mutating func tests(_ values: [Node], _ modifiers: Modifiers) throws(Refusal) -> [ValueTest] {
        let reader = ValueReader(modifiers: modifiers)
        var tests: [ValueTest] = []
        for value in values {
            guard modifiers.expandsPlaceholders, let text = value.string else {
                tests.append(try charge(try reader.read(value), modifiers, line: value.line))
                continue
            }
            let texts = try placeholders.expand(text, line: value.line)
            guard texts.count == 1 || !modifiers.needsAll else {
                throw Refusal(
                    value.line, "“all” with a placeholder that stands for several values can be read in two ways",
                    remedy: "Write one selection for each value that has to be there")
            }
            guard tests.count + texts.count <= Placeholders.valuesMax else {
                throw Refusal(
                    value.line, "a list that expands to more than \(Placeholders.valuesMax) values",
                    remedy: "Use shorter lists of placeholder values")
            }
            for text in texts {
                let node = Node(line: value.line, content: .scalar(Node.Scalar(quoted: text)))
                tests.append(try charge(try reader.read(node), modifiers, line: value.line))
            }
        }
        return tests
    }

    private mutating func charge(
        _ test: ValueTest, _ modifiers: Modifiers, line: Int
    ) throws(Refusal) -> ValueTest {
        if !modifiers.encodings.isEmpty {
            encodedForms += modifiers.encodings.contains(.base64offset) ? 3 : 1
            guard encodedForms <= RuleLimits.encodedForms else {
                throw Refusal(
                    line, "encoded values of more than \(RuleLimits.encodedForms) forms", remedy: "Split the rule")
            }
        }
        guard case .expression(let expression) = test else { return test }
        expressionSteps += expression.steps.count
        guard expressionSteps <= RuleLimits.expressionSteps else {
            throw Refusal(
                line, "the regular expressions unfold to more than \(RuleLimits.expressionSteps) steps together",
                remedy: "Use smaller repetition counts, or split the rule")
        }
        return test
    }
}
