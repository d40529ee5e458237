import Mustache
import OnRecord

/// The compiled templates of all notices: the shipped ones, and in their place those an operator wrote.
public struct NoticeTemplates: Sendable {
    private var templates: [Name: MustacheTemplate] = [:]

    struct Name: Hashable {
        var form: NoticeForm
        var language: Language

        var file: String { "\(form.rawValue).\(language.rawValue).mustache" }

        static let all = NoticeForm.allCases.flatMap { form in Language.allCases.map { Name(form: form, language: $0) }
        }
    }

    static let subjectMark = "Subject:"
    /// Ten times the longest that ships.
    static let bytesMax = 32_768

    /// - Parameter sources: an operator's own; each takes the place of the shipped one of the same name.
    /// - Throws: `PolicyProblems` with every mistake in every template.
    public init(_ sources: [TemplateSource] = []) throws {
        var problems: [PolicyProblem] = []
        for source in ShippedTemplates.all + sources {
            guard let name = Name.all.first(where: { $0.file == source.name }) else {
                problems.append(NoticeTemplates.unknownFile(source))
                continue
            }
            if source.text.utf8.count > NoticeTemplates.bytesMax {
                problems.append(
                    PolicyProblem(
                        file: source.path, line: 1, key: "the template", found: "\(source.text.utf8.count) bytes long",
                        expected: "at most \(NoticeTemplates.bytesMax)",
                        remedy: "Shorten it; nobody reads so much at once."))
                continue
            }
            let found = TemplateReader.problems(in: source, form: name.form)
            problems += found
            guard found.isEmpty else { continue }
            do {
                templates[name] = try MustacheTemplate(string: source.text)
            } catch {
                let line = (error as? MustacheTemplate.ParserError)?.context.lineNumber ?? 1
                problems.append(
                    PolicyProblem(
                        file: source.path, line: line, key: "the template", found: "not readable as Mustache",
                        expected: "tags such as {{organisation}} and {{#unknown}} … {{/unknown}}",
                        remedy: "Check the braces near this line."))
            }
        }
        guard problems.isEmpty else {
            throw PolicyProblems(problems: problems.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
        }
    }

    private static func unknownFile(_ source: TemplateSource) -> PolicyProblem {
        let files = Name.all.map(\.file)
        let near = files.min { editDistance($0, source.name) < editDistance($1, source.name) }
        let guess = near.flatMap { editDistance($0, source.name) <= 4 ? "Did you mean `\($0)`?" : nil }
        return PolicyProblem(
            file: source.path, line: 1, key: "the template’s name", found: "“\(source.name)”",
            expected: "one of \(files.joined(separator: ", "))",
            remedy: guess ?? "Rename it, or take it out of the folder.")
    }

    subscript(form: NoticeForm, language: Language) -> MustacheTemplate? {
        templates[Name(form: form, language: language)]
    }
}
