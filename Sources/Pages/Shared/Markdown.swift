/// The part of Markdown that post-mortems need, as markup: paragraphs, headings (all as `h3`, for the page owns the
/// levels above), lists, quotes, fenced code, and `Markdown+Inline`'s emphasis, code and links.
/// HTML in the text is text. The work is linear in the length of the text, whatever stands in it.
public enum Markdown {
    public static func html(_ text: String) -> HTML {
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
        return blocks(lines[...], depth: 0)
    }

    /// Quotes inside quotes beyond this are shown as text.
    private static let depthMax = 4

    private static func blocks(_ all: ArraySlice<Substring>, depth: Int) -> HTML {
        var rest = all
        var blocks: [HTML] = []
        while let line = rest.first {
            if line.allSatisfy(\.isWhitespace) {
                rest.removeFirst()
            } else if let fence = Line.fence(line) {
                blocks.append(code(&rest, fence: fence))
            } else if let heading = Line.heading(line) {
                rest.removeFirst()
                blocks.append("<h3>\(inline(heading))</h3>\n")
            } else if depth < depthMax, Line.quoted(line) != nil {
                let quoted = take(&rest) { Line.quoted($0) }
                blocks.append("<blockquote>\n\(Markdown.blocks(quoted[...], depth: depth + 1))</blockquote>\n")
            } else if let item = Line.item(line) {
                blocks.append(list(&rest, ordered: item.ordered))
            } else {
                blocks.append("<p>\(inline(paragraph(&rest, depth: depth)))</p>\n")
            }
        }
        return blocks.joined()
    }

    private static func take(_ rest: inout ArraySlice<Substring>, while read: (Substring) -> Substring?) -> [Substring]
    {
        var taken: [Substring] = []
        while let line = rest.first, let content = read(line) {
            taken.append(content)
            rest.removeFirst()
        }
        return taken
    }

    /// An unclosed fence runs to the end of the text.
    private static func code(_ rest: inout ArraySlice<Substring>, fence: Substring) -> HTML {
        rest.removeFirst()
        let content = take(&rest) { Line.closes($0, fence) ? nil : $0 }
        rest = rest.dropFirst()
        return "<pre><code>\(content.joined(separator: "\n"))</code></pre>\n"
    }

    private static func list(_ rest: inout ArraySlice<Substring>, ordered: Bool) -> HTML {
        var items: [[Substring]] = []
        let start = rest.first.flatMap(Line.item)?.number ?? 1
        while let line = rest.first {
            if let item = Line.item(line), item.ordered == ordered {
                items.append([item.text])
            } else if Line.isProse(line), Line.item(line) == nil {
                // A line that starts nothing of its own continues the item above.
                items[items.count - 1].append(line)
            } else {
                break
            }
            rest.removeFirst()
        }
        let rows = items.map { "<li>\(inline($0.joined(separator: "\n")))</li>\n" as HTML }
        if !ordered { return "<ul>\n\(rows)</ul>\n" }
        return start == 1 ? "<ol>\n\(rows)</ol>\n" : "<ol start=\"\(start)\">\n\(rows)</ol>\n"
    }

    private static func paragraph(_ rest: inout ArraySlice<Substring>, depth: Int) -> String {
        var taken = [rest.removeFirst()]
        while let line = rest.first, Line.isProse(line, quotesAreProse: depth >= depthMax), Line.item(line) == nil {
            taken.append(line)
            rest.removeFirst()
        }
        return taken.map { $0.drop(while: \.isWhitespace) }.joined(separator: "\n")
    }
}

/// What a line begins.
private enum Line {
    static func isProse(_ line: Substring, quotesAreProse: Bool = false) -> Bool {
        !line.allSatisfy(\.isWhitespace) && fence(line) == nil && heading(line) == nil
            && (quotesAreProse || quoted(line) == nil)
    }

    /// Three or more backticks or tildes.
    static func fence(_ line: Substring) -> Substring? {
        guard let first = line.first, first == "`" || first == "~" else { return nil }
        let run = line.prefix { $0 == first }
        return run.count >= 3 ? run : nil
    }

    static func closes(_ line: Substring, _ fence: Substring) -> Bool {
        line.hasPrefix(fence) && line.allSatisfy { $0 == fence.first || $0.isWhitespace }
    }

    static func heading(_ line: Substring) -> String? {
        let level = line.prefix { $0 == "#" }.count
        guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
        let text = line.dropFirst(level).drop(while: \.isWhitespace)
        return text.isEmpty ? nil : String(text)
    }

    static func quoted(_ line: Substring) -> Substring? {
        guard line.first == ">" else { return nil }
        let content = line.dropFirst()
        return content.first == " " ? content.dropFirst() : content
    }

    static func item(_ line: Substring) -> (ordered: Bool, number: Int, text: Substring)? {
        let content = line.drop { $0 == " " }
        guard line.count - content.count <= 3 else { return nil }
        if let mark = content.first, "-*+".contains(mark), content.dropFirst().first == " " {
            return (false, 1, content.dropFirst(2))
        }
        let digits = content.prefix { $0.isASCII && $0.isNumber }
        guard (1...4).contains(digits.count), let number = Int(digits) else { return nil }
        let rest = content.dropFirst(digits.count)
        guard rest.first == "." || rest.first == ")", rest.dropFirst().first == " " else { return nil }
        return (true, number, rest.dropFirst(2))
    }
}
