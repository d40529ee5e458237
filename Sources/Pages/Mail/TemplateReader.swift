import OnRecord

/// Reads a template's tags before Mustache does. Mustache writes nothing where a name is unknown, and a notice that
/// leaves out what it was meant to say must never leave the house: so unknown names are refused, each with its line.
struct TemplateReader {
    private let source: TemplateSource
    private let facts: TemplateFacts
    private(set) var problems: [PolicyProblem] = []
    private var open: [Section] = []

    private struct Section {
        var name: String
        var line: Int
        var fields: [String]
        var isList: Bool
    }

    static func problems(in source: TemplateSource, form: NoticeForm) -> [PolicyProblem] {
        var reader = TemplateReader(source: source, facts: TemplateFacts(form))
        reader.read()
        return reader.problems
    }

    private init(source: TemplateSource, facts: TemplateFacts) { (self.source, self.facts) = (source, facts) }

    private mutating func read() {
        checkSubject()
        var line = 1
        var rest = source.text[...]
        while let start = rest.firstRange(of: "{{") {
            line += rest[..<start.lowerBound].count(where: \.isNewline)
            rest = rest[start.upperBound...]
            let closing = rest.first == "{" ? "}}}" : "}}"
            guard let end = rest.firstRange(of: closing) else {
                note(line, "a tag", found: "never closed", expected: "`\(closing)` behind it", remedy: "Close the tag.")
                return
            }
            let tag = rest[..<end.lowerBound]
            take(tag, line)
            line += tag.count(where: \.isNewline)
            rest = rest[end.upperBound...]
        }
        for section in open {
            note(
                section.line, "{{#\(section.name)}}", found: "never closed", expected: "{{/\(section.name)}} below it",
                remedy: "Add it where the part ends.")
        }
        checkLinks()
    }

    private mutating func take(_ tag: Substring, _ line: Int) {
        let mark = tag.first
        switch mark {
        case "!": return
        case "#", "^": openSection(name(tag.dropFirst()), isInverted: mark == "^", line)
        case "/": closeSection(name(tag.dropFirst()), line)
        case "{", "&": use(name(tag.dropFirst()), line)
        case ">", "<", "$", "=", "%":
            note(
                line, "{{\(tag.prefix(40))}}", found: "a tag of another kind",
                expected: "a fact, {{#fact}} … {{/fact}} or {{^fact}} … {{/fact}}",
                remedy: "Write the text out: one file holds one notice.")
        default: use(name(tag), line)
        }
    }

    private func name(_ tag: Substring) -> String { String(tag.trimmed) }

    private mutating func use(_ name: String, _ line: Int) {
        if name == "." {
            guard open.contains(where: \.isList) else {
                return note(
                    line, "{{.}}", found: "outside of a list", expected: "a place inside of one",
                    remedy: "Put it between {{#unknown}} and {{/unknown}}, for example.")
            }
            return
        }
        if open.contains(where: { $0.fields.contains(name) }) { return }
        switch facts.shapes[name] {
        case .text: return
        case .flag, .list:
            note(
                line, "{{\(name)}}", found: "a fact that is no text", expected: "{{#\(name)}} … {{/\(name)}}",
                remedy: "Write what is to be said between the two.")
        case nil: unknown(name, line)
        }
    }

    private mutating func openSection(_ name: String, isInverted: Bool, _ line: Int) {
        var section = Section(name: name, line: line, fields: [], isList: false)
        if !open.contains(where: { $0.fields.contains(name) }) {
            switch facts.shapes[name] {
            case .list(let fields) where !isInverted: (section.fields, section.isList) = (fields, true)
            case nil: unknown(name, line)
            // Whether a reader has one is a flag; these texts differ for each and are always there.
            case .text where name == "customer" || name == "reissue_link":
                note(
                    line, "{{#\(name)}}", found: "a condition on what every reader has", expected: "{{\(name)}}",
                    remedy: "Use it without a section.")
            default: break
            }
        }
        open.append(section)
    }

    private mutating func closeSection(_ name: String, _ line: Int) {
        if open.last?.name == name {
            open.removeLast()
        } else if let index = open.lastIndex(where: { $0.name == name }) {
            let inner = open[open.index(after: index)...].map { "{{#\($0.name)}}" }.joined(separator: ", ")
            note(
                line, "{{/\(name)}}", found: "before the end of \(inner)", expected: "the inner parts closed first",
                remedy: "Close them above this line.")
            open.removeSubrange(index...)
        } else {
            note(
                line, "{{/\(name)}}", found: "an end without a beginning", expected: "{{#\(name)}} above it",
                remedy: "Remove it, or correct its name.")
        }
    }

    private mutating func unknown(_ name: String, _ line: Int) {
        let near = facts.names.map { ($0, editDistance($0, name)) }.min { $0.1 < $1.1 }
        let guess = near.flatMap { $0.1 <= 3 ? "Did you mean `\($0.0)`?" : nil }
        note(
            line, "{{\(name.prefix(60))}}", found: "a fact that does not exist",
            expected: "one of \(facts.names.joined(separator: ", "))",
            remedy: guess ?? "Remove it, or use one of these; docs/notices.md says what each holds.")
    }

    /// The first line that is not a comment.
    private mutating func checkSubject() {
        let withoutComments = source.text.replacing(/\{\{![^}]*\}\}/, with: "")
        let first = withoutComments.split(whereSeparator: \.isNewline).first { !$0.trimmed.isEmpty }
        guard let first, first.hasPrefix(NoticeTemplates.subjectMark) else {
            return note(
                1, "the first line", found: "“\((first ?? "").prefix(60))”", expected: "the subject",
                remedy: "Begin with `Subject: {{organisation}}: …`.")
        }
        if first.dropFirst(NoticeTemplates.subjectMark.count).trimmed.isEmpty {
            note(1, "the subject", found: "empty", expected: "a line of text", remedy: "Write what the mail is about.")
        }
    }

    private mutating func checkLinks() {
        for (index, line) in source.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            let content = Substring(line).trimmed
            guard content.contains("](") else { continue }
            let link =
                NoticeMarkup.link(content, before: "**[", after: ")**")
                ?? NoticeMarkup.link(content, before: "[", after: ")")
            guard let link else {
                note(
                    index + 1, "a link", found: "in the middle of a line", expected: "it alone on its line",
                    remedy: "Write `[Text](address)` on a line of its own, or `**[Text](address)**` for a button.")
                continue
            }
            if !link.url.hasPrefix("{{"), LinkTarget(link.url) == nil || link.url.hasPrefix("/") {
                note(
                    index + 1, "a link", found: "to “\(link.url.prefix(60))”", expected: "https://, http:// or mailto:",
                    remedy: "Write the whole address: a mail has no place of its own.")
            }
        }
    }

    private mutating func note(_ line: Int, _ key: String, found: String, expected: String, remedy: String) {
        problems.append(
            PolicyProblem(file: source.path, line: line, key: key, found: found, expected: expected, remedy: remedy))
    }
}
