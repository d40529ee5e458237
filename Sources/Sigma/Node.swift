/// A place in a rule's YAML: a value with the line it stands on.
struct Node: Sendable {
    let line: Int
    let content: Content

    enum Content: Sendable {
        case scalar(Scalar)
        case list([Node])
        case map([Entry])
    }

    struct Entry: Sendable {
        let key: String
        let line: Int
        let value: Node
    }

    /// A scalar keeps the characters it was written with: `0x17` and `4.10` are numbers, yet compare as text too.
    struct Scalar: Sendable {
        let text: String
        let value: Value
    }
}

extension Node {
    var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    var list: [Node]? {
        if case .list(let nodes) = content { nodes } else { nil }
    }

    var map: [Entry]? {
        if case .map(let entries) = content { entries } else { nil }
    }

    var value: Value {
        switch content {
        case .scalar(let scalar): scalar.value
        case .list(let nodes): .list(nodes.map(\.value))
        case .map(let entries): .map(Dictionary(entries.map { ($0.key, $0.value.value) }) { first, _ in first })
        }
    }

    /// Written text: any scalar but null.
    var string: String? {
        guard let scalar, !scalar.value.isNull else { return nil }
        return scalar.text
    }

    /// One string, or a list of them.
    var strings: [String]? {
        if let string { return [string] }
        guard let list else { return nil }
        let strings = list.compactMap(\.string)
        return strings.count == list.count ? strings : nil
    }

    subscript(key: String) -> Node? { map?.first { $0.key == key }?.value }

    /// What a refusal says was found here.
    var summary: String {
        switch content {
        case .scalar(let scalar): scalar.value.isNull ? "nothing" : "“\(scalar.text)”"
        case .list: "a list"
        case .map: "a map"
        }
    }
}
