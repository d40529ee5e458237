/// Gathers rules from sources, then settles what they say about each other.
struct RuleSetLoader {
    private struct Candidate {
        let reader: RuleReader
        var rule: Rule?
        var logic: RuleReader.Logic?
    }

    private var candidates: [Candidate] = []
    private var problems: [(order: Int, problem: RuleProblem)] = []

    mutating func read(_ source: RuleSource) {
        for document in Documents.read(source.text) {
            switch document {
            case .failure(let refusal):
                report(refusal, path: source.path, rule: nil)
            case .success(let node):
                if node.scalar?.value.isNull == true { continue }
                var reader = RuleReader(node, path: source.path)
                let result = reader.read()
                for refusal in reader.refusals { report(refusal, path: source.path, rule: reader.identity) }
                candidates.append(Candidate(reader: reader, rule: result?.0, logic: result?.1))
            }
        }
    }

    mutating func finish() -> (rules: RuleSet, problems: [RuleProblem]) {
        refuseDuplicates()
        let order = settleCorrelations()
        silenceReferences()

        let kept = candidates.indices.filter { candidates[$0].rule != nil }
        let positions = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        var detections: [Detection] = []
        for index in kept {
            guard case .detection(let selections, let condition)? = candidates[index].logic,
                let rule = candidates[index].rule
            else { continue }
            detections.append(
                Detection(
                    rule: positions[index]!, logsource: LogsourceTest(rule.logsource), selections: selections,
                    condition: condition))
        }
        let rules = RuleSet(
            rules: kept.compactMap { candidates[$0].rule }, detections: detections,
            correlations: order.map { compile($0, positions) })
        return (rules, problems.sorted { $0.order < $1.order }.map(\.problem))
    }

    private mutating func report(_ refusal: Refusal, path: String, rule: String?, order: Int? = nil) {
        let problem = RuleProblem(
            path: path, line: refusal.line, rule: rule, reason: refusal.reason, remedy: refusal.remedy)
        problems.append((order ?? candidates.count, problem))
    }

    private mutating func refuse(_ index: Int, _ line: Int, _ reason: String, _ remedy: String) {
        let reader = candidates[index].reader
        report(Refusal(line, reason, remedy: remedy), path: reader.path, rule: reader.identity, order: index)
        candidates[index].rule = nil
        candidates[index].logic = nil
    }

    private mutating func refuseDuplicates() {
        var owners: [String: Int] = [:]
        for index in candidates.indices {
            guard let rule = candidates[index].rule else { continue }
            let names = Set([rule.id, rule.name].compactMap { $0 })
            if let (name, owner) = names.sorted().lazy.compactMap({ name in owners[name].map { (name, $0) } }).first {
                let first = candidates[owner].reader
                refuse(
                    index, rule.line, "“\(name)” already names the rule at \(first.path):\(first.node.line)",
                    "Give this rule an id and a name of its own")
                continue
            }
            for name in names { owners[name] = index }
        }
    }
}

// MARK: Correlations

extension RuleSetLoader {
    private enum Visit { case underWay, done }

    /// Resolves what correlations refer to, refuses those that cannot be, and orders the rest by dependence.
    private mutating func settleCorrelations() -> [Int] {
        var owners: [String: Int] = [:]
        for index in candidates.indices {
            for name in [candidates[index].reader.node["name"]?.string, candidates[index].reader.identity] {
                // A rule that loaded answers to its name before one that was refused.
                if let name, owners[name] == nil || candidates[index].rule != nil { owners[name] = index }
            }
        }
        var visits: [Int: Visit] = [:]
        var order: [Int] = []
        for index in candidates.indices { settle(index, owners, &visits, &order) }
        return order
    }

    private mutating func settle(
        _ index: Int, _ owners: [String: Int], _ visits: inout [Int: Visit], _ order: inout [Int]
    ) {
        guard visits[index] == nil, case .correlation(var correlation)? = candidates[index].logic else { return }
        visits[index] = .underWay
        defer { visits[index] = .done }

        let line = candidates[index].reader.node["correlation"]?["rules"]?.line ?? candidates[index].reader.node.line
        var ids: [String] = []
        for name in correlation.rules {
            guard let target = owners[name] else {
                return refuse(
                    index, line, "no rule has the id or name “\(name)”", "Load that rule too, or correct the reference")
            }
            if visits[target] == .underWay {
                return refuse(index, line, "the correlation builds on itself through “\(name)”", "Remove the circle")
            }
            settle(target, owners, &visits, &order)
            guard let id = candidates[target].rule?.id else {
                return refuse(index, line, "the rule “\(name)” it builds on was refused", "Correct that rule first")
            }
            if !ids.contains(id) { ids.append(id) }
        }
        correlation.rules = ids
        guard resolveAliases(of: &correlation, index, owners) else { return }
        candidates[index].logic = .correlation(correlation)
        candidates[index].rule?.correlation = correlation
        order.append(index)
    }

    private mutating func resolveAliases(of correlation: inout Correlation, _ index: Int, _ owners: [String: Int])
        -> Bool
    {
        let line = candidates[index].reader.node["correlation"]?["aliases"]?.line ?? candidates[index].reader.node.line
        for (alias, meanings) in correlation.aliases.sorted(by: { $0.key < $1.key }) {
            var resolved: [String: String] = [:]
            for (name, field) in meanings {
                guard let id = owners[name].flatMap({ candidates[$0].rule?.id }), correlation.rules.contains(id) else {
                    refuse(
                        index, line, "the alias “\(alias)” speaks of “\(name)”, which the correlation does not count",
                        "Use the names under “rules”")
                    return false
                }
                resolved[id] = field
            }
            if let missing = correlation.rules.first(where: { resolved[$0] == nil }) {
                refuse(
                    index, line, "the alias “\(alias)” does not say which field it means in “\(missing)”",
                    "Give every rule under “rules” a field")
                return false
            }
            correlation.aliases[alias] = resolved
        }
        return true
    }

    /// Rules that feed a correlation do not speak for themselves, not even when the correlation was refused:
    /// what was meant to be counted must not start to alert one by one.
    private mutating func silenceReferences() {
        var silent: Set<String> = []
        var speaking: Set<String> = []
        for candidate in candidates {
            if candidate.reader.lettingReferencesGenerate {
                speaking.formUnion(candidate.reader.references)
            } else {
                silent.formUnion(candidate.reader.references)
            }
        }
        for index in candidates.indices {
            guard let rule = candidates[index].rule else { continue }
            let names = Set([rule.id, rule.name].compactMap { $0 })
            candidates[index].rule?.generates = silent.isDisjoint(with: names) || !speaking.isDisjoint(with: names)
        }
    }

    private func compile(_ index: Int, _ positions: [Int: Int]) -> CompiledCorrelation {
        guard let correlation = candidates[index].rule?.correlation else {
            preconditionFailure("only correlations that settled are compiled")
        }
        let owners = Dictionary(
            uniqueKeysWithValues: positions.compactMap { candidate, position in
                candidates[candidate].rule.map { ($0.id, position) }
            })
        var valueFields: [String] = []
        if case .valueCount(let fields) = correlation.kind { valueFields = fields }
        return CompiledCorrelation(
            rule: positions[index]!, correlation: correlation,
            inputs: correlation.rules.map { id in
                CompiledCorrelation.Input(
                    rule: owners[id]!, groupBy: correlation.groupBy.map { FieldPath(correlation.field($0, in: id)) },
                    values: valueFields.map { FieldPath(correlation.field($0, in: id)) })
            })
    }
}
