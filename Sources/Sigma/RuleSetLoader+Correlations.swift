extension RuleSetLoader {
    private enum Visit: Equatable {
        case underWay
        /// With the number of correlations that build on each other up to this one.
        case done(height: Int)
    }

    /// Resolves what correlations refer to, refuses those that cannot be, and orders the rest by dependence.
    mutating func settleCorrelations() -> [Int] {
        let owners = self.owners
        var visits: [Int: Visit] = [:]
        var order: [Int] = []
        for index in candidates.indices { settle(index, depth: 1, owners, &visits, &order) }
        return order
    }

    private mutating func settle(
        _ index: Int, depth: Int, _ owners: [String: Int], _ visits: inout [Int: Visit], _ order: inout [Int]
    ) {
        guard visits[index] == nil, case .correlation(var correlation)? = candidates[index].logic else { return }
        visits[index] = .underWay
        var height = 1
        defer { visits[index] = .done(height: height) }

        let line = candidates[index].reader.node["correlation"]?["rules"]?.line ?? candidates[index].reader.node.line
        var ids: [String] = []
        var seen: Set<String> = []
        for name in correlation.rules {
            guard let target = owners[name] else {
                return refuse(
                    index, line, "no rule has the id or name “\(name)”", "Load that rule too, or correct the reference")
            }
            if visits[target] == .underWay {
                return refuse(index, line, "the correlation builds on itself through “\(name)”", "Remove the circle")
            }
            if depth <= Correlation.chainMax { settle(target, depth: depth + 1, owners, &visits, &order) }
            if case .done(let below)? = visits[target] { height = max(height, below + 1) }
            guard depth <= Correlation.chainMax, height <= Correlation.chainMax else {
                return refuse(
                    index, line, "more than \(Correlation.chainMax) correlations build on each other",
                    "Count the same with fewer steps")
            }
            guard let id = candidates[target].rule?.id else {
                return refuse(index, line, "the rule “\(name)” it builds on was refused", "Correct that rule first")
            }
            if seen.insert(id).inserted {
                ids.append(id)
            } else if correlation.kind == .temporalOrdered {
                return refuse(
                    index, line, "the sequence has the rule “\(name)” twice",
                    "List each rule once; for a repetition, count it with event_count and list that correlation")
            }
        }
        correlation.rules = ids
        guard settleThreshold(of: &correlation, index, line) else { return }
        guard resolveAliases(of: &correlation, index, owners) else { return }
        candidates[index].logic = .correlation(correlation)
        candidates[index].rule?.correlation = correlation
        order.append(index)
    }

    /// How many different rules a temporal correlation asks for.
    private mutating func settleThreshold(of correlation: inout Correlation, _ index: Int, _ line: Int) -> Bool {
        guard correlation.kind == .temporal || correlation.kind == .temporalOrdered else { return true }
        let count = correlation.rules.count
        if correlation.kind == .temporalOrdered, count > Correlation.orderedRulesMax {
            refuse(
                index, line, "a sequence of \(count) rules",
                "List at most \(Correlation.orderedRulesMax), or chain correlations of parts of it")
            return false
        }
        if correlation.threshold == 0 { correlation.threshold = count }
        if correlation.threshold > count {
            refuse(
                index, line, "the condition first holds for \(correlation.threshold) rules, and \(count) are listed",
                "Ask for at most \(count)")
            return false
        }
        return true
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
    mutating func silenceReferences() {
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

    func compile(_ index: Int, _ positions: [Int: Int]) -> CompiledCorrelation {
        guard let correlation = candidates[index].rule?.correlation else {
            preconditionFailure("only correlations that settled are compiled")
        }
        let owners = Dictionary(
            uniqueKeysWithValues: positions.compactMap { candidate, position in
                candidates[candidate].rule.map { ($0.id, position) }
            })
        return CompiledCorrelation(
            rule: positions[index]!, correlation: correlation,
            inputs: correlation.rules.map { id in
                CompiledCorrelation.Input(
                    rule: owners[id]!, groupBy: correlation.groupBy.map { FieldPath(correlation.field($0, in: id)) },
                    values: correlation.valueFields.map { FieldPath(correlation.field($0, in: id)) })
            })
    }
}
