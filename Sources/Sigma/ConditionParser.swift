/// Reads a condition (rules specification, "Condition"). From weakest to strongest: or, and, not, `x of`, brackets.
struct ConditionParser {
    private static let depthMax = 100
    private static let choicesMax = 20_000

    private let names: [String]
    private let positions: [String: Int]
    private let line: Int
    private let tokens: [String]
    private var index = 0
    /// Names compared for “of” so far.
    private var quantified = 0

    /// `names` are the detection's search identifiers; the condition refers to them by position.
    static func parse(_ text: String, names: [String], line: Int) throws(Refusal) -> Condition {
        if text.contains("|") {
            throw Refusal(
                line, "a condition with “|” is the aggregation of Sigma before version 2",
                remedy: "Count with a correlation rule: type event_count or value_count")
        }
        var parser = ConditionParser(text, names: names, line: line)
        let condition = try parser.disjunction(depth: 0)
        if let rest = parser.next { throw parser.unexpected("“\(rest)”") }
        return condition
    }

    private init(_ text: String, names: [String], line: Int) {
        self.names = names
        positions = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
        self.line = line
        var tokens: [String] = []
        var word = ""
        for character in text + " " {
            guard character.isWhitespace || character == "(" || character == ")" else {
                word.append(character)
                continue
            }
            if !word.isEmpty { tokens.append(word) }
            word = ""
            if !character.isWhitespace { tokens.append(String(character)) }
        }
        self.tokens = tokens
    }

    private var next: String? { index < tokens.count ? tokens[index] : nil }

    private mutating func take(_ word: String) -> Bool {
        guard next?.lowercased() == word else { return false }
        index += 1
        return true
    }

    private func unexpected(_ found: String) -> Refusal {
        Refusal(
            line, "the condition has \(found) where it should go on or end differently",
            remedy: "Combine selections with and, or, not, brackets, `1 of name*` or `all of name*`")
    }

    private mutating func disjunction(depth: Int) throws(Refusal) -> Condition {
        guard depth <= Self.depthMax else {
            throw Refusal(line, "a condition nested deeper than \(Self.depthMax)", remedy: "Use fewer brackets")
        }
        var parts = [try conjunction(depth: depth)]
        while take("or") { parts.append(try conjunction(depth: depth)) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func conjunction(depth: Int) throws(Refusal) -> Condition {
        var parts = [try negation(depth: depth)]
        while take("and") { parts.append(try negation(depth: depth)) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func negation(depth: Int) throws(Refusal) -> Condition {
        var isNegated = false
        while take("not") { isNegated.toggle() }
        let condition = try operand(depth: depth)
        return isNegated ? .not(condition) : condition
    }

    private mutating func operand(depth: Int) throws(Refusal) -> Condition {
        if take("(") {
            let condition = try disjunction(depth: depth + 1)
            guard take(")") else { throw unexpected(next.map { "“\($0)”" } ?? "no closing bracket") }
            return condition
        }
        guard let word = next else { throw unexpected("nothing") }
        index += 1
        if take("of") { return try quantified(word) }
        guard let selection = positions[word] else {
            if ["and", "or", "not", ")"].contains(word.lowercased()) { throw unexpected("“\(word)”") }
            throw unknown(word)
        }
        return .selection(selection)
    }

    private mutating func quantified(_ quantity: String) throws(Refusal) -> Condition {
        guard let target = next else { throw unexpected("nothing after “of”") }
        index += 1
        quantified += names.count
        guard quantified <= Self.choicesMax else {
            throw Refusal(line, "a condition that chooses among selections too often", remedy: "Use “of” less often")
        }
        let chosen =
            target.lowercased() == "them"
            ? names.indices.filter { !names[$0].hasPrefix("_") }
            : names.indices.filter { Self.matches(names[$0], pattern: target) }
        guard !chosen.isEmpty else { throw unknown(target) }

        switch quantity.lowercased() {
        case "all": return .and(chosen.map(Condition.selection))
        case "any": return .or(chosen.map(Condition.selection))
        default:
            guard let least = Int(quantity), least > 0 else { throw unexpected("“\(quantity) of”") }
            guard least <= chosen.count else {
                throw Refusal(
                    line, "“\(quantity) of \(target)” can never hold: \(chosen.count) selections are meant",
                    remedy: "Ask for at most \(chosen.count)")
            }
            return .atLeast(least, of: chosen)
        }
    }

    private func unknown(_ name: String) -> Refusal {
        Refusal(
            line, "the condition names “\(name)”, which the detection does not define",
            remedy: "Use one of: \(names.joined(separator: ", "))")
    }

    /// `*` stands for any characters; nothing else is special in the name of a selection.
    private static func matches(_ name: String, pattern: String) -> Bool {
        let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard pieces.count > 1 else { return name == pattern }
        let tokens = pieces.map { $0.utf8.map(Glob.Token.byte) }.joined(separator: [.anyRun])
        return name.withHaystack(cased: true) { Glob.matches(Array(tokens), $0) }
    }
}
