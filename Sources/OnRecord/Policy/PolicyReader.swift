import Yams

/// Walks a YAML document key by key, turns values into types and notes every mistake with its line,
/// so that one reading of the file names all of them.
final class PolicyReader {
    let file: String
    private(set) var problems: [PolicyProblem] = []

    init(file: String) { self.file = file }

    func note(_ node: Node?, _ key: String, found: String, expected: String, remedy: String) {
        let line = node?.mark?.line ?? 1
        note(PolicyProblem(file: file, line: line, key: key, found: found, expected: expected, remedy: remedy))
    }

    /// Notes a mistake in another file that belongs to this policy.
    func note(_ problem: PolicyProblem) { problems.append(problem) }

    func section(_ node: Node, _ path: String, keys: [String]) -> Section? {
        guard case .mapping(let mapping) = node else {
            note(
                node, path.isEmpty ? "the policy" : path, found: PolicyReader.describe(node),
                expected: "a mapping of keys",
                remedy: "Write it as `key: value` lines.")
            return nil
        }
        for (key, _) in mapping {
            let name = key.string ?? "?"
            guard !keys.contains(name) else { continue }
            let near = keys.min { editDistance($0, name) < editDistance($1, name) }.flatMap {
                editDistance($0, name) <= 3 ? $0 : nil
            }
            note(
                key, path.isEmpty ? name : "\(path).\(name)", found: "an unknown key",
                expected: "one of \(keys.joined(separator: ", "))",
                remedy: near.map { "Did you mean `\($0)`?" } ?? "Remove it.")
        }
        return Section(reader: self, node: node, mapping: mapping, path: path)
    }

    static func describe(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "empty" : "“\(scalar.string.prefix(60))”"
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }
}

/// One mapping of the policy. Each accessor returns a usable value or notes why there is none.
struct Section {
    let reader: PolicyReader
    let node: Node
    let mapping: Node.Mapping
    let path: String

    func at(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func has(_ key: String) -> Bool { mapping[Node(key)] != nil }

    func refuse(_ key: String, expected: String, remedy: String) {
        let value = mapping[Node(key)]
        let found = value.map(PolicyReader.describe) ?? "missing"
        // What has no usable form at all breaks every later rule, too; it is one mistake.
        guard !reader.problems.contains(where: { $0.key == at(key) && $0.found == found }) else { return }
        reader.note(value ?? node, at(key), found: found, expected: expected, remedy: remedy)
    }

    func optionalString(_ key: String) -> String? {
        guard let value = mapping[Node(key)] else { return nil }
        guard case .scalar(let scalar) = value, !scalar.string.isEmpty else {
            refuse(key, expected: "a text", remedy: "Write one line of text.")
            return nil
        }
        return scalar.string
    }

    func string(_ key: String) -> String {
        guard has(key) else {
            refuse(key, expected: "a text", remedy: "Add `\(key):`.")
            return ""
        }
        return optionalString(key) ?? ""
    }

    /// A short name other parts of the file refer to.
    func identifier(_ key: String = "id") -> String {
        let text = string(key)
        let good = !text.isEmpty && text.utf8.count <= 64 && text.utf8.allSatisfy { $0.isIdentifierByte }
        if !text.isEmpty && !good {
            refuse(
                key, expected: "letters, digits, `-` and `_`, at most 64",
                remedy: "Shorten it or replace other characters.")
        }
        return text
    }

    func bool(_ key: String) -> Bool {
        guard has(key) else { return false }
        switch optionalString(key) {
        case "true": return true
        case "false": return false
        case nil: return false
        default:
            refuse(key, expected: "true or false", remedy: "Write `\(key): true` or leave the key out.")
            return false
        }
    }

    func duration(_ key: String) -> Duration? {
        guard has(key), let text = optionalString(key) else { return nil }
        if let span = Duration(policy: text) { return span }
        refuse(key, expected: "a whole number and s, m, h or d", remedy: "For example `\(key): 15m`.")
        return nil
    }

    /// One of a closed set of words.
    func word<T: RawRepresentable & CaseIterable>(_ key: String, _: T.Type) -> T? where T.RawValue == String {
        guard has(key) else {
            refuse(key, expected: Section.words(T.self), remedy: "Add `\(key):` with one of them.")
            return nil
        }
        return optionalWord(key, T.self)
    }

    func optionalWord<T: RawRepresentable & CaseIterable>(_ key: String, _: T.Type) -> T? where T.RawValue == String {
        guard let text = optionalString(key) else { return nil }
        if let value = T(rawValue: text) { return value }
        refuse(key, expected: Section.words(T.self), remedy: "Use one of these words.")
        return nil
    }

    func words<T: RawRepresentable & CaseIterable>(_ key: String, _: T.Type) -> [T] where T.RawValue == String {
        each(key, expected: Section.words(T.self), remedy: "Use one of these words.") { T(rawValue: $0) }
    }

    /// A list of texts read into something else; each that cannot be is named by itself.
    func each<T>(_ key: String, expected: String, remedy: String, read: (String) -> T?) -> [T] {
        texts(key).compactMap { text, element in
            if let value = read(text) { return value }
            reader.note(element, at(key), found: "“\(text.prefix(60))”", expected: expected, remedy: remedy)
            return nil
        }
    }

    /// A list of texts; a single text counts as a list of one.
    func strings(_ key: String) -> [String] { texts(key).map(\.text) }

    private func texts(_ key: String) -> [(text: String, element: Node)] {
        guard let value = mapping[Node(key)] else { return [] }
        if case .scalar(let scalar) = value { return [(scalar.string, value)] }
        guard case .sequence(let sequence) = value else {
            refuse(key, expected: "a list of texts", remedy: "Write `[one, two]`.")
            return []
        }
        return sequence.compactMap { element in
            if case .scalar(let scalar) = element { return (scalar.string, element) }
            reader.note(
                element, at(key), found: PolicyReader.describe(element), expected: "a text",
                remedy: "Write `[one, two]`.")
            return nil
        }
    }

    /// The mappings of a list, each with its own path for messages.
    func list(_ key: String, keys: [String]) -> [Section] {
        guard let value = mapping[Node(key)] else { return [] }
        guard case .sequence(let sequence) = value else {
            refuse(key, expected: "a list", remedy: "Start each element with `- `.")
            return []
        }
        return sequence.enumerated().compactMap { reader.section($1, "\(at(key))[\($0)]", keys: keys) }
    }

    /// A list whose elements are ids, or mappings that say more.
    func idsOrSections(_ key: String, keys: [String]) -> [IDOrSection] {
        guard let value = mapping[Node(key)] else { return [] }
        guard case .sequence(let sequence) = value else {
            refuse(key, expected: "a list", remedy: "Start each element with `- `.")
            return []
        }
        return sequence.enumerated().compactMap { index, element in
            if case .scalar(let scalar) = element { return .id(scalar.string, element) }
            return reader.section(element, "\(at(key))[\(index)]", keys: keys).map { .section($0) }
        }
    }

    enum IDOrSection {
        case id(String, Node)
        case section(Section)
    }

    func section(_ key: String, keys: [String]) -> Section? {
        guard let value = mapping[Node(key)] else { return nil }
        return reader.section(value, at(key), keys: keys)
    }

    func requiredSection(_ key: String, keys: [String]) -> Section? {
        guard has(key) else {
            refuse(key, expected: "a mapping with \(keys.joined(separator: ", "))", remedy: "Add `\(key):`.")
            return nil
        }
        return section(key, keys: keys)
    }

    private static func words<T: RawRepresentable & CaseIterable>(_: T.Type) -> String where T.RawValue == String {
        "one of " + T.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

extension UInt8 {
    var isIdentifierByte: Bool {
        (97...122).contains(self) || (65...90).contains(self) || (48...57).contains(self) || self == 45 || self == 95
    }
}
