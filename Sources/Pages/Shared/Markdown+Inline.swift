extension Markdown {
    /// Bold, emphasis, code and links within one block.
    static func inline(_ text: String) -> HTML {
        var reader = InlineReader(Array(text), linksAllowed: true, depth: 0)
        return reader.html()
    }
}

/// Reads marks from left to right. A mark without its partner is text; that there is none is remembered, so that a
/// text full of them is searched once and not once per mark.
private struct InlineReader {
    private let characters: [Character]
    private let linksAllowed: Bool
    private let depth: Int
    private var at = 0
    private var plain = ""
    private var markup = HTML.nothing
    private var unmatched: Set<String> = []
    private var link: Link?

    private static let depthMax = 4
    private static let escapable: Set<Character> = Set("\\`*_[]()#+-.!>~{}|")

    init(_ characters: [Character], linksAllowed: Bool, depth: Int) {
        (self.characters, self.linksAllowed, self.depth) = (characters, linksAllowed, depth)
    }

    mutating func html() -> HTML {
        while at < characters.count {
            switch characters[at] {
            case "\\" where at + 1 < characters.count && InlineReader.escapable.contains(characters[at + 1]):
                plain.append(characters[at + 1])
                at += 2
            case "`" where takeCode(): continue
            case "*" where takeEmphasis("**") || takeEmphasis("*"): continue
            case "_" where takeEmphasis("_"): continue
            case "[" where takeLink(): continue
            default:
                plain.append(characters[at])
                at += 1
            }
        }
        flush()
        return markup
    }

    private mutating func flush() {
        markup += HTML(escaping: plain)
        plain = ""
    }

    private mutating func takeCode() -> Bool {
        var run = 1
        while at + run < characters.count, characters[at + run] == "`" { run += 1 }
        let fence = String(repeating: "`", count: run)
        guard let end = find(fence, from: at + run) else {
            plain += fence
            at += run
            return true
        }
        flush()
        markup += "<code>\(String(characters[at + run..<end]))</code>"
        at = end + run
        return true
    }

    /// Opens before a word and closes behind one; underscores only at a word's edge, so that `token_id` stays itself.
    private mutating func takeEmphasis(_ mark: String) -> Bool {
        let start = at + mark.count
        guard depth < InlineReader.depthMax, matches(mark, at: at), start < characters.count,
            !characters[start].isWhitespace, characters[start] != "*", mark != "_" || !isWord(at - 1),
            let end = find(mark, from: start + 1, closing: true)
        else { return false }
        flush()
        let content = nested(start..<end, linksAllowed: linksAllowed)
        markup += mark == "**" ? "<strong>\(content)</strong>" : "<em>\(content)</em>"
        at = end + mark.count
        return true
    }

    private func closes(_ mark: String, at index: Int) -> Bool {
        guard !characters[index - 1].isWhitespace else { return false }
        switch mark {
        case "_": return !isWord(index + 1)
        // One star of two closes nothing.
        case "*": return characters[index - 1] != "*" && (index + 1 == characters.count || characters[index + 1] != "*")
        default: return true
        }
    }

    private mutating func takeLink() -> Bool {
        guard linksAllowed, let link = nextLink(), link.open == at, let target = link.target else { return false }
        flush()
        markup += "<a href=\"\(target.text)\">\(nested(link.open + 1..<link.middle, linksAllowed: false))</a>"
        at = link.end + 1
        return true
    }

    /// The next `[label](target)` whose label holds no bracket of its own; found once for all brackets before it.
    private mutating func nextLink() -> Link? {
        if let link, link.middle > at { return link }
        guard let middle = find("](", from: at + 1), let end = find(")", from: middle + 2),
            let open = characters[..<middle].lastIndex(of: "[")
        else { return nil }
        let target = LinkTarget(String(characters[middle + 2..<end]))
        link = Link(open: open, middle: middle, end: end, target: target)
        return link
    }

    private struct Link {
        var open, middle, end: Int
        var target: LinkTarget?
    }

    private func nested(_ range: Range<Int>, linksAllowed: Bool) -> HTML {
        var reader = InlineReader(Array(characters[range]), linksAllowed: linksAllowed, depth: depth + 1)
        return reader.html()
    }

    /// - Parameter closing: the mark must also stand where it can close an emphasis.
    private mutating func find(_ mark: String, from start: Int, closing: Bool = false) -> Int? {
        guard !unmatched.contains(mark) else { return nil }
        var index = start
        while index + mark.count <= characters.count {
            if matches(mark, at: index), !closing || closes(mark, at: index) { return index }
            index += 1
        }
        unmatched.insert(mark)
        return nil
    }

    private func matches(_ mark: String, at index: Int) -> Bool {
        index + mark.count <= characters.count && characters[index..<index + mark.count].elementsEqual(mark)
    }

    private func isWord(_ index: Int) -> Bool {
        characters.indices.contains(index) && (characters[index].isLetter || characters[index].isNumber)
    }
}
