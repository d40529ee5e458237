/// Gives events the field names that rules use: `CommandLine: process.command_line`.
///
/// A name stands for the first of its candidates that the event has. Names that begin with `logsource_` are constants:
/// they say where events come from that do not say so themselves. Names under a section apply to events whose log
/// source has that category, product or service, and to events that name none.
public struct FieldMap: Sendable {
    struct Entry: Sendable {
        let name: String
        let candidates: [FieldPath]
    }

    struct Section: Sendable {
        /// Folded: a log source's category, product or service.
        let logsource: String
        let entries: [Entry]
    }

    let constants: [String: Value]
    let entries: [Entry]
    /// In the order of the file; an earlier one wins over a later one, and each over the names of all log sources.
    let sections: [Section]

    /// Changes nothing.
    public static let none = FieldMap(constants: [:], entries: [], sections: [])

    public var isEmpty: Bool { constants.isEmpty && entries.isEmpty && sections.isEmpty }

    /// The event's fields under the rules' names as well; a field that no candidate is found for stays as it is.
    public func apply(to fields: inout [String: Value]) {
        for (name, value) in constants where fields[name] == nil { fields[name] = value }
        if entries.isEmpty && sections.isEmpty { return }
        var named: [String: Value] = [:]
        let sources = ["logsource_category", "logsource_product", "logsource_service"]
            .compactMap { fields[$0]?.string.map(folded) }
        for section in sections where sources.isEmpty || sources.contains(section.logsource) {
            find(section.entries, in: fields, &named)
        }
        find(entries, in: fields, &named)
        fields.merge(named) { _, found in found }
    }

    private func find(_ entries: [Entry], in fields: [String: Value], _ named: inout [String: Value]) {
        for entry in entries where named[entry.name] == nil {
            named[entry.name] = entry.candidates.lazy.compactMap { $0.value(in: fields) }.first
        }
    }
}

private func folded(_ name: String) -> String { name.lowercased() }

// MARK: Reading

extension FieldMap {
    /// Everything that is wrong is reported at once; the map is nil if anything is.
    public static func load(_ source: RuleSource) -> (map: FieldMap?, problems: [RuleProblem]) {
        var reader = FieldMapReader()
        let map = reader.read(Documents.read(source.text))
        let problems = reader.refusals.map {
            RuleProblem(path: source.path, line: $0.line, rule: nil, reason: $0.reason, remedy: $0.remedy)
        }
        return (problems.isEmpty ? map : nil, problems)
    }
}

private struct FieldMapReader {
    private(set) var refusals: [Refusal] = []

    mutating func read(_ documents: [Result<Node, Refusal>]) -> FieldMap {
        var constants: [String: Value] = [:]
        var entries: [FieldMap.Entry] = []
        var sections: [FieldMap.Section] = []
        if documents.count > 1 {
            refusals.append(Refusal(1, "\(documents.count) YAML documents", remedy: "Write one map of names to fields"))
        }
        for document in documents.prefix(1) {
            guard let node = attempt(document), let members = map(node, "the field map") else { continue }
            for member in members {
                if member.key.hasPrefix(EventSource.fieldPrefix) {
                    constants[member.key] = constant(member)
                } else if let inner = member.value.map {
                    let read = inner.compactMap { entry($0, section: member.key) }
                    sections.append(FieldMap.Section(logsource: folded(member.key), entries: read))
                } else if let read = entry(member, section: nil) {
                    entries.append(read)
                }
            }
        }
        return FieldMap(constants: constants, entries: entries, sections: sections)
    }

    private mutating func attempt(_ document: Result<Node, Refusal>) -> Node? {
        switch document {
        case .success(let node): return node
        case .failure(let refusal):
            refusals.append(refusal)
            return nil
        }
    }

    private mutating func map(_ node: Node, _ what: String) -> [Node.Entry]? {
        if node.map == nil {
            refusals.append(
                Refusal(
                    node.line, "\(what) is \(node.summary); expected a map",
                    remedy: "Write lines such as “Image: process.executable”"))
        }
        return node.map
    }

    private mutating func constant(_ member: Node.Entry) -> Value? {
        let known = ["logsource_category", "logsource_product", "logsource_service"]
        if !known.contains(member.key) {
            refusals.append(
                Refusal(
                    member.line, "“\(member.key)” is no part of a log source",
                    remedy: "Use one of: \(known.joined(separator: ", "))"))
        } else if let text = member.value.string {
            return .string(text)
        } else {
            refusals.append(
                Refusal(
                    member.value.line, "“\(member.key)” is \(member.value.summary); expected one text",
                    remedy: "Write a constant such as “\(member.key): windows”"))
        }
        return nil
    }

    private mutating func entry(_ member: Node.Entry, section: String?) -> FieldMap.Entry? {
        if section != nil, member.value.map != nil || member.key.hasPrefix(EventSource.fieldPrefix) {
            refusals.append(
                Refusal(
                    member.line, "“\(member.key)” inside the section “\(section ?? "")” is neither a field nor a list",
                    remedy: "Sections hold names and fields only; move it to the left margin"))
            return nil
        }
        guard let candidates = member.value.strings, !candidates.isEmpty, candidates.allSatisfy({ !$0.isEmpty }) else {
            refusals.append(
                Refusal(
                    member.value.line,
                    "“\(member.key)” is \(member.value.summary); expected an event's field or a list of them",
                    remedy:
                        "Write “\(member.key): field.of.the.event”, or a list of which the first that is there counts"))
            return nil
        }
        return FieldMap.Entry(name: member.key, candidates: candidates.map(FieldPath.init))
    }
}
