/// Reads one document as a rule: what Sigma defines at the top level, and the section that does the work.
struct RuleReader {
    /// Keys of a rule or a correlation (rules specification and correlation rules specification, 2.1).
    private static let keys: Set = [
        "title", "id", "related", "name", "taxonomy", "status", "description", "license", "author", "references",
        "date",
        "modified", "logsource", "detection", "fields", "falsepositives", "level", "tags", "scope", "correlation",
        "generate", "filter",
    ]

    let node: Node
    let path: String
    private let placeholders: Placeholders
    private(set) var refusals: [Refusal] = []

    init(_ node: Node, path: String, placeholders: Placeholders) {
        self.node = node
        self.path = path
        self.placeholders = placeholders
    }

    /// What a rule is compiled to.
    enum Logic: Sendable {
        case detection([Selection], Condition)
        case correlation(Correlation)
        case filter(Filter)
    }

    var identity: String? {
        ["id", "name", "title"].lazy.compactMap { node[$0]?.string }.first { !$0.isEmpty }
    }

    /// The rules this document would build on, known even if it is refused, and whether they speak for themselves.
    var references: [String] { node["correlation"]?["rules"]?.strings ?? [] }

    var lettingReferencesGenerate: Bool {
        // The specification puts it beside `correlation`; many rules in the field put it inside.
        [node["generate"], node["correlation"]?["generate"]].contains { $0?.scalar?.value.bool == true }
    }

    /// Nil if anything was refused.
    mutating func read() -> (Rule, Logic)? {
        guard node.map != nil else {
            refuse(node.line, "the document is \(node.summary)", "Write one rule for each YAML document")
            return nil
        }
        if identity == nil { refuse(node.line, "the rule has no id, name or title", "Add a title and an id") }
        refuseUnsupportedKinds()
        let logsource = logsource()
        let logic = readLogic(logsource)
        let rule = Rule(
            id: identity ?? "", name: text("name"), title: text("title") ?? "", description: text("description"),
            level: level(), status: status(), tags: tags(), logsource: logsource,
            custom: custom, path: path, line: node.line)
        guard let logic, refusals.isEmpty else { return nil }
        return (rule, logic)
    }

    private mutating func refuse(_ line: Int, _ reason: String, _ remedy: String) {
        refusals.append(Refusal(line, reason, remedy: remedy))
    }

    private mutating func refuseUnsupportedKinds() {
        if let action = node["action"], ["global", "repeat", "reset"].contains(action.string) {
            refuse(
                action.line, "“action: \(action.string ?? "")” belongs to rule collections of Sigma before version 2",
                "Write each rule out in a document of its own")
        }
        for case let generate? in [node["generate"], node["correlation"]?["generate"]]
        where generate.scalar?.value.bool == nil {
            refuse(generate.line, "“generate” is \(generate.summary)", "Write true or false")
        }
    }

    private mutating func readLogic(_ logsource: Logsource) -> Logic? {
        let sections = ["detection", "correlation", "filter"].compactMap { key in node[key].map { (key, $0) } }
        guard let (key, section) = sections.first, sections.count == 1 else {
            let found = sections.map { "“\($0.0)”" }.joined(separator: " and ")
            if sections.isEmpty {
                refuse(
                    node.line, "the rule has neither detection nor correlation, and is no filter", "Add one of them")
            } else {
                refuse(sections[1].1.line, "one document has two kinds of rule: \(found)", "Write two documents")
            }
            return nil
        }
        switch key {
        case "detection":
            var reader = DetectionReader(placeholders: placeholders)
            let compiled = reader.read(section)
            refusals += reader.refusals
            return compiled.map { .detection($0.selections, $0.condition) }
        case "correlation":
            do throws(Refusal) {
                return .correlation(try CorrelationReader(node: section).read())
            } catch {
                refusals.append(error)
            }
        default:
            do throws(Refusals) {
                return .filter(try Filter.read(section, logsource, placeholders))
            } catch {
                refusals += error.all
            }
        }
        return nil
    }

    private mutating func text(_ key: String) -> String? {
        guard let value = node[key], value.scalar?.value.isNull != true else { return nil }
        if value.string == nil { refuse(value.line, "“\(key)” is \(value.summary)", "Write text") }
        return value.string
    }

    private mutating func level() -> Rule.Level? {
        guard let value = node["level"] else { return nil }
        let level = value.string.flatMap(Rule.Level.init)
        if level == nil {
            let names = Rule.Level.allCases.map(\.rawValue).joined(separator: ", ")
            refuse(value.line, "the level is \(value.summary)", "Use one of: \(names)")
        }
        return level
    }

    private mutating func status() -> String? {
        let status = text("status")
        if status == "unsupported", let line = node["status"]?.line {
            refuse(line, "the rule's own status says that it cannot be used", "Correct the rule and change its status")
        }
        return status
    }

    private mutating func tags() -> [String] {
        guard let value = node["tags"], value.scalar?.value.isNull != true else { return [] }
        guard let tags = value.strings else {
            refuse(value.line, "the tags are \(value.summary)", "Write a list of texts")
            return []
        }
        return tags
    }

    private mutating func logsource() -> Logsource {
        if node["detection"] == nil, node["filter"] == nil { return Logsource() }
        guard let section = node["logsource"], let entries = section.map, !entries.isEmpty else {
            refuse(
                node["logsource"]?.line ?? node.line, "the rule does not say which log source it is for",
                "Add “logsource: {category: …}”, {product: …} or {service: …}")
            return Logsource()
        }
        let known: Set = ["category", "product", "service", "definition"]
        for entry in entries where known.contains(entry.key) && entry.value.string == nil {
            refuse(
                entry.line, "“\(entry.key)” of the log source is \(entry.value.summary)",
                "Write text, or remove the key")
        }
        return Logsource(
            category: section["category"]?.string, product: section["product"]?.string,
            service: section["service"]?.string, definition: section["definition"]?.string)
    }

    private var custom: [String: Value] {
        let entries = (node.map ?? []).filter { !Self.keys.contains($0.key) }
        return Dictionary(entries.map { ($0.key, $0.value.value) }) { first, _ in first }
    }
}
