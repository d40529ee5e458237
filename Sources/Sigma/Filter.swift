/// A Sigma filter: a condition that rules get in addition to their own (filters specification, 2.1).
///
/// The specification calls its purpose to suppress matches and does not say whether its condition describes what to
/// suppress or what to leave. As in pySigma, a rule matches where its own condition and the filter's both hold: who
/// wants to suppress writes `condition: not selection`.
struct Filter: Sendable {
    enum Targets: Sendable {
        /// Every rule whose log source the filter's covers.
        case any
        case rules([String])
    }

    let targets: Targets
    let logsource: Logsource
    let selections: [Selection]
    let condition: Condition
    /// Where the filter names its rules.
    let line: Int

    /// What the rule says about its source agrees with all that the filter says.
    func covers(_ logsource: Logsource) -> Bool {
        func agrees(_ filter: String?, _ rule: String?) -> Bool {
            filter == nil || filter?.lowercased() == rule?.lowercased()
        }
        return agrees(self.logsource.category, logsource.category) && agrees(self.logsource.product, logsource.product)
            && agrees(self.logsource.service, logsource.service)
    }

    /// The rule's own logic with the filter's added to it.
    func applied(to selections: [Selection], _ condition: Condition) -> (selections: [Selection], condition: Condition)
    {
        (selections + self.selections, .and([condition, self.condition.shifted(by: selections.count)]))
    }
}

extension Condition {
    /// The same condition about selections that stand further down the list.
    func shifted(by offset: Int) -> Condition {
        switch self {
        case .selection(let index): .selection(index + offset)
        case .not(let condition): .not(condition.shifted(by: offset))
        case .and(let conditions): .and(conditions.map { $0.shifted(by: offset) })
        case .or(let conditions): .or(conditions.map { $0.shifted(by: offset) })
        case .atLeast(let least, let indices): .atLeast(least, of: indices.map { $0 + offset })
        }
    }
}

extension Filter {
    /// Reads the section `filter` of a document; what is wrong with its selections is collected.
    static func read(
        _ node: Node, _ logsource: Logsource, _ placeholders: Placeholders
    ) throws(Refusals) -> Filter {
        guard node.map != nil, let rules = node["rules"] else {
            throw Refusals(
                node.line, "the filter does not say which rules it is for",
                remedy: "Add “rules: any” or a list of rule ids and names")
        }
        let targets: Targets
        if rules.string?.lowercased() == "any" {
            targets = .any
        } else if let names = rules.strings, !names.isEmpty {
            targets = .rules(names)
        } else {
            throw Refusals(
                rules.line, "the filter's rules are \(rules.summary)",
                remedy: "Write “rules: any” or a list of rule ids and names")
        }
        var reader = DetectionReader(reserved: ["condition", "rules"], placeholders: placeholders)
        guard let (selections, condition) = reader.read(node) else { throw Refusals(all: reader.refusals) }
        return Filter(
            targets: targets, logsource: logsource, selections: selections, condition: condition, line: rules.line)
    }
}

/// Several refusals of one document.
struct Refusals: Error {
    let all: [Refusal]

    init(all: [Refusal]) { self.all = all }

    init(_ line: Int, _ reason: String, remedy: String) { all = [Refusal(line, reason, remedy: remedy)] }
}
