/// Gathers rules from sources, then settles what they say about each other.
struct RuleSetLoader {
    struct Candidate {
        let reader: RuleReader
        var rule: Rule?
        var logic: RuleReader.Logic?
    }

    /// A filter, with the number of rules read before it.
    private struct FilterCandidate {
        let reader: RuleReader
        let filter: Filter
        let order: Int
    }

    private let placeholders: Placeholders
    var candidates: [Candidate] = []
    private var filters: [FilterCandidate] = []
    private var problems: [(order: Int, problem: RuleProblem)] = []

    init(placeholders: Placeholders) { self.placeholders = placeholders }

    mutating func read(_ source: RuleSource) {
        /// The line of a document whose content was meant to go into those that follow.
        var global: Int?
        for document in Documents.read(source.text) {
            switch document {
            case .failure(let refusal):
                report(refusal, path: source.path, rule: nil)
            case .success(let node):
                if node.scalar?.value.isNull == true { continue }
                var reader = RuleReader(node, path: source.path, placeholders: placeholders)
                var result = reader.read()
                for refusal in reader.refusals { report(refusal, path: source.path, rule: reader.identity) }
                switch node["action"]?.string {
                case "global": global = node.line
                case "reset": global = nil
                default:
                    guard let line = global, result != nil else { break }
                    let refusal = Refusal(
                        node.line, "the document at line \(line) was to add to this one by “action: global”",
                        remedy: "Write out here what that document says, and remove it")
                    report(refusal, path: source.path, rule: reader.identity)
                    result = nil
                }
                if case .filter(let filter)? = result?.1 {
                    filters.append(FilterCandidate(reader: reader, filter: filter, order: candidates.count))
                } else if node["filter"] == nil {
                    candidates.append(Candidate(reader: reader, rule: result?.0, logic: result?.1))
                }
            }
        }
    }

    mutating func finish() -> (rules: RuleSet, problems: [RuleProblem]) {
        refuseDuplicates()
        applyFilters()
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

    mutating func refuse(_ index: Int, _ line: Int, _ reason: String, _ remedy: String) {
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

// MARK: Filters

extension RuleSetLoader {
    /// Filters add up, in the order of their sources. One that cannot be applied to all its rules is refused and
    /// applied to none: these then match more than was meant, and nothing is missed.
    private mutating func applyFilters() {
        let owners = self.owners
        for candidate in filters {
            do throws(Refusal) {
                for index in try targets(of: candidate.filter, owners) {
                    guard case .detection(let selections, let condition)? = candidates[index].logic else { continue }
                    let filtered = candidate.filter.applied(to: selections, condition)
                    candidates[index].logic = .detection(filtered.selections, filtered.condition)
                }
            } catch {
                report(
                    error, path: candidate.reader.path, rule: candidate.reader.identity, order: candidate.order)
            }
        }
    }

    private func targets(of filter: Filter, _ owners: [String: Int]) throws(Refusal) -> [Int] {
        guard case .rules(let names) = filter.targets else {
            return candidates.indices.filter { index in
                candidates[index].rule.map { filter.covers($0.logsource) } ?? false
            }
        }
        var targets: [Int] = []
        for name in names {
            guard let index = owners[name] else {
                throw Refusal(
                    filter.line, "no rule has the id or name “\(name)”",
                    remedy: "Load that rule too, or correct the reference")
            }
            // A refused rule has a problem of its own, and matches nothing that could be filtered.
            guard let rule = candidates[index].rule else { continue }
            if case .correlation? = candidates[index].logic {
                throw Refusal(
                    filter.line, "“\(name)” is a correlation, and filters are for rules about single events",
                    remedy: "Name the rules that it counts")
            }
            guard filter.covers(rule.logsource) else {
                throw Refusal(
                    filter.line, "the filter is for another log source than the rule “\(name)”",
                    remedy: "Give the filter the rule's log source, or leave out what differs")
            }
            if !targets.contains(index) { targets.append(index) }
        }
        return targets
    }

    /// Who answers to which id or name: a rule that loaded before one that was refused.
    var owners: [String: Int] {
        var owners: [String: Int] = [:]
        for index in candidates.indices {
            for name in [candidates[index].reader.node["name"]?.string, candidates[index].reader.identity] {
                if let name, owners[name] == nil || candidates[index].rule != nil { owners[name] = index }
            }
        }
        return owners
    }
}
