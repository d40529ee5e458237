import Yams

/// The only door to the YAML parser: a source's text becomes documents, each on its own.
enum Documents {
    /// Every document of a source in order; a document that is not YAML is a refusal and spares its neighbours.
    static func read(_ text: String) -> [Result<Node, Refusal>] {
        chunks(text).flatMap { chunk -> [Result<Node, Refusal>] in
            var documents: [Result<Node, Refusal>] = []
            if let refusal = excess(of: chunk) { return [.failure(refusal)] }
            do {
                // Without a resolver, because what a plain scalar means is decided here and not by the parser.
                let parser = try Parser(yaml: chunk.text, resolver: .basic)
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

    /// Comments and directives alone belong to the document that follows.
    private struct Chunk {
        let text: String
        let lineOffset: Int
    }

    /// Cuts at document markers (YAML 1.2.2, section 9.1.2): `---` at the start of a line is never content. Carriage
    /// returns alone or before a line feed end lines too.
    private static func chunks(_ text: String) -> [Chunk] {
        let text = unified(text)
        let lines = text.utf8.split(separator: newline, omittingEmptySubsequences: false)
        var chunks: [Chunk] = []
        var first = 0
        var hasContent = false
        func close(_ end: Int) {
            guard hasContent else { return }
            let part = lines[first..<end]
            let content = text[part[part.startIndex].startIndex..<part[part.endIndex - 1].endIndex]
            chunks.append(Chunk(text: content + "\n", lineOffset: first))
        }
        for (index, line) in lines.enumerated() {
            let isMarker = line.starts(with: marker) && (line.dropFirst(3).first.map(blanks.contains) ?? true)
            if isMarker, hasContent {
                close(index)
                (first, hasContent) = (index, false)
            }
            let isRemark = line.first.map { remarks.contains($0) } ?? true || line.allSatisfy(blanks.contains)
            hasContent = hasContent || !isRemark
        }
        close(lines.count)
        return chunks
    }

    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let marker = Array("---".utf8)
    private static let blanks = Array(" \t".utf8)
    private static let remarks = Array("#%".utf8)

    /// The text with line feeds only.
    private static func unified(_ text: String) -> String {
        guard text.utf8.contains(carriageReturn) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var last: UInt8?
        for byte in text.utf8 {
            if byte == newline, last == carriageReturn { bytes.removeLast() }
            bytes.append(byte == carriageReturn ? newline : byte)
            last = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What would take long before the parser even answers.
    private static func excess(of chunk: Chunk) -> Refusal? {
        let line = chunk.lineOffset + 1
        guard chunk.text.utf8.count <= RuleLimits.documentBytes else {
            return Refusal(
                line, "the document is larger than \(RuleLimits.documentBytes) bytes", remedy: "Split the rule")
        }
        guard partMarks(chunk.text) <= RuleLimits.marks else {
            return Refusal(
                line, "the document is larger than \(RuleLimits.marks) lines, colons and commas, which count twice",
                remedy: "Split the rule")
        }
        let marks = referenceMarks(chunk.text)
        let limit = chunk.text.utf8.count <= RuleLimits.aliasedBytes ? RuleLimits.aliases : 0
        guard marks.anchors == 0 || marks.aliases <= limit else {
            return Refusal(
                line, "the document repeats its own parts \(marks.aliases) times, which can make it larger than any",
                remedy: "Write repeated parts out; a document of up to \(RuleLimits.aliasedBytes) bytes may have "
                    + "\(RuleLimits.aliases) aliases")
        }
        return nil
    }

    private static func partMarks(_ text: String) -> Int {
        var count = 0
        var last = UInt8(ascii: "\n")
        for byte in text.utf8 {
            if byte == newline || byte == UInt8(ascii: " ") { count += last == UInt8(ascii: ":") ? 1 : 0 }
            count += byte == newline ? 1 : byte == UInt8(ascii: ",") ? 2 : 0
            last = byte
        }
        return count
    }

    /// How often something that may be an anchor or an alias begins where YAML lets one begin.
    private static func referenceMarks(_ text: String) -> (anchors: Int, aliases: Int) {
        let openers = Array("\n:-?[{,".utf8)
        var (anchors, aliases) = (0, 0)
        var last = UInt8(ascii: "\n")
        var mark: UInt8?
        for byte in text.utf8 {
            let isSpace = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
            if let pending = mark, !isSpace, byte != UInt8(ascii: "\n") {
                if pending == UInt8(ascii: "&") { anchors += 1 } else { aliases += 1 }
            }
            mark = (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")) && openers.contains(last) ? byte : nil
            if !isSpace { last = byte }
        }
        return (anchors, aliases)
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
        guard count <= RuleLimits.values, depth <= RuleLimits.depth else {
            throw Refusal(
                line, "the document is larger than \(RuleLimits.values) values or deeper than \(RuleLimits.depth)",
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
        count += 1
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
