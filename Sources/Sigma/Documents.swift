import Yams

/// The only door to the YAML parser: a source's text becomes documents, each on its own.
enum Documents {
    /// Aliases may repeat a node, and repeated repetition grows without bound.
    static let nodesMax = 100_000
    static let depthMax = 100

    /// Every document of a source in order; a document that is not YAML is a refusal and spares its neighbours.
    static func read(_ text: String) -> [Result<Node, Refusal>] {
        chunks(text).flatMap { chunk -> [Result<Node, Refusal>] in
            var documents: [Result<Node, Refusal>] = []
            do {
                let parser = try Parser(yaml: chunk.text)
                while let root = try parser.nextRoot() {
                    var reader = NodeReader(lineOffset: chunk.lineOffset)
                    documents.append(Result { () throws(Refusal) in try reader.read(root, depth: 0) })
                }
            } catch {
                documents.append(.failure(refusal(for: error, in: chunk)))
            }
            return documents
        }
    }

    private struct Chunk {
        var text = ""
        var lineOffset = 0
        /// Comments and directives alone belong to the document that follows.
        var hasContent = false
    }

    /// Cuts at document markers (YAML 1.2.2, section 9.1.2): `---` at the start of a line is never content.
    private static func chunks(_ text: String) -> [Chunk] {
        var chunks: [Chunk] = []
        var current = Chunk()
        for (index, line) in text.split(separator: /\r\n|\n|\r/, omittingEmptySubsequences: false).enumerated() {
            let isMarker = line == "---" || line.hasPrefix("--- ") || line.hasPrefix("---\t")
            if isMarker, current.hasContent {
                chunks.append(current)
                current = Chunk(lineOffset: index)
            }
            let isRemark = line.hasPrefix("#") || line.hasPrefix("%") || line.allSatisfy(\.isWhitespace)
            current.hasContent = current.hasContent || !isRemark
            current.text += line + "\n"
        }
        return current.hasContent ? chunks + [current] : chunks
    }

    private static func refusal(for error: any Error, in chunk: Chunk) -> Refusal {
        let remedy = "Correct the YAML; quote values that begin with a special character"
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let words = [context?.text, problem].compactMap { $0 }.filter { !$0.isEmpty }
            return Refusal(
                chunk.lineOffset + mark.line, "not valid YAML: " + words.joined(separator: " "), remedy: remedy)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.sorted().map { "“\($0)”" }.joined(separator: ", ")
            return Refusal(
                chunk.lineOffset + context.mark.line, "the same key stands twice in one map: \(names)",
                remedy: "Keep one, or put both values in a list under one key")
        case .reader(let problem, _, _, _):
            return Refusal(
                chunk.lineOffset + 1, "not valid YAML: \(problem)", remedy: "Remove control characters from the text")
        default:
            return Refusal(chunk.lineOffset + 1, "not valid YAML: \(error)", remedy: remedy)
        }
    }
}

/// Turns the parser's nodes into ours, within stated bounds.
private struct NodeReader {
    let lineOffset: Int
    private var count = 0

    init(lineOffset: Int) { self.lineOffset = lineOffset }

    mutating func read(_ node: Yams.Node, depth: Int) throws(Refusal) -> Node {
        let line = lineOffset + (node.mark?.line ?? 1)
        count += 1
        guard count <= Documents.nodesMax, depth <= Documents.depthMax else {
            throw Refusal(
                line, "the document is larger than \(Documents.nodesMax) values or deeper than \(Documents.depthMax)",
                remedy: "Split the rule, and write repeated parts out instead of nesting aliases")
        }
        switch node {
        case .scalar(let scalar):
            return Node(line: line, content: .scalar(try read(scalar, line)))
        case .sequence(let sequence):
            var nodes: [Node] = []
            for element in sequence { nodes.append(try read(element, depth: depth + 1)) }
            return Node(line: line, content: .list(nodes))
        case .mapping(let mapping):
            var entries: [Node.Entry] = []
            for (key, value) in mapping { entries.append(try entry(key, value, depth)) }
            return Node(line: line, content: .map(entries))
        case .alias:
            throw Refusal(line, "an alias without its anchor", remedy: "Write the value out")
        }
    }

    private mutating func entry(_ key: Yams.Node, _ value: Yams.Node, _ depth: Int) throws(Refusal) -> Node.Entry {
        let line = lineOffset + (key.mark?.line ?? 1)
        guard case .scalar(let name) = key else {
            throw Refusal(line, "a key that is a list or a map", remedy: "Use text as the key")
        }
        if name.string == "<<", name.style == .plain {
            throw Refusal(line, "YAML merge keys (`<<`) are not part of Sigma", remedy: "Write the merged keys out")
        }
        return Node.Entry(key: name.string, line: line, value: try read(value, depth: depth + 1))
    }

    private func read(_ scalar: Yams.Node.Scalar, _ line: Int) throws(Refusal) -> Node.Scalar {
        switch scalar.tag.rawValue {
        case "" where scalar.style == .plain: return Node.Scalar(plain: scalar.string)
        case "", "!", Tag.Name.str.rawValue: return Node.Scalar(quoted: scalar.string)
        case let tag where tag.hasPrefix("tag:yaml.org,2002:"): return Node.Scalar(plain: scalar.string)
        case let tag:
            throw Refusal(line, "the YAML tag “\(tag)” has no meaning in Sigma", remedy: "Remove the tag")
        }
    }
}
