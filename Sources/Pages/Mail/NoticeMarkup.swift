/// The small markup that notice templates are written in, read after Mustache has chosen their parts:
/// `# ` a title, `## ` a heading, `- ` a list, `**[Press](url)**` a button and `[Read](url)` an address, each alone on its
/// line; everything else is paragraphs, parted by empty lines.
enum NoticeMarkup {
    static func blocks(_ text: some StringProtocol) -> [MailBlock] {
        read(text) { line in
            if let label = link(line, before: "**[", after: ")**") { return .button(label.text, url: label.url) }
            if let label = link(line, before: "[", after: ")") { return .address(label.text, url: label.url) }
            if let text = line.after("# ") { return .title(text) }
            if let text = line.after("## ") { return .heading(text) }
            if let text = line.after("### ") { return .subheading(text) }
            return nil
        } paragraph: {
            .written($0)
        } list: {
            .writtenBullets($0)
        }
    }

    /// Somebody's own text inside a notice: no buttons, and no heading as large as ours.
    static func prose(_ text: some StringProtocol) -> [MailBlock] {
        read(text) { line in
            for mark in ["# ", "## ", "### ", "#### "] {
                if let text = line.after(mark) { return .subheading(text) }
            }
            return nil
        } paragraph: {
            .written($0)
        } list: {
            .writtenBullets($0)
        }
    }

    /// The same on one line, for a place in the middle of a sentence or a list.
    static func flat(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 10 || $0 == 13 }) || text.hasPrefix("- ") || text.hasPrefix("* ") else {
            return text
        }
        let lines = text.split(whereSeparator: \.isNewline).map { line -> String in
            let line = line.drop(while: \.isWhitespace)
            return line.after("- ") ?? line.after("* ") ?? String(line)
        }.filter { !$0.isEmpty }
        var flat = ""
        for line in lines {
            if let last = flat.last { flat += ".!?:;".contains(last) ? " " : "; " }
            flat += line
        }
        return flat
    }

    /// A line that is a link and nothing else.
    static func link(_ line: Substring, before: String, after: String) -> (text: String, url: String)? {
        guard line.hasPrefix(before), line.hasSuffix(after), let middle = line.firstRange(of: "](") else { return nil }
        let start = line.index(line.startIndex, offsetBy: before.count)
        let end = line.index(line.endIndex, offsetBy: -after.count)
        guard start < middle.lowerBound, middle.upperBound < end else { return nil }
        return (String(line[start..<middle.lowerBound]), String(line[middle.upperBound..<end]))
    }

    private static func read(
        _ text: some StringProtocol, special: (Substring) -> MailBlock?, paragraph: (String) -> MailBlock,
        list: ([String]) -> MailBlock
    ) -> [MailBlock] {
        var blocks: [MailBlock] = []
        var prose: [Substring] = []
        var items: [String] = []
        func close() {
            if !prose.isEmpty { blocks.append(paragraph(prose.joined(separator: " "))) }
            if !items.isEmpty { blocks.append(list(items)) }
            prose = []
            items = []
        }
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let content = Substring(line).trimmed
            if content.isEmpty {
                close()
            } else if let block = special(content) {
                close()
                blocks.append(block)
            } else if let item = content.after("- ") ?? content.after("* ") {
                if !prose.isEmpty { close() }
                items.append(item)
            } else if !items.isEmpty {
                items[items.count - 1] += " \(content)"
            } else {
                prose.append(content)
            }
        }
        close()
        return blocks
    }
}

extension Substring {
    fileprivate func after(_ mark: String) -> String? {
        hasPrefix(mark) ? String(dropFirst(mark.count).trimmed) : nil
    }

    var trimmed: Substring {
        var view = drop(while: \.isWhitespace)
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return view
    }
}
