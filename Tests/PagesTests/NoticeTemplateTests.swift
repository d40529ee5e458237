import OnRecord
import Pages
import Testing

@Suite("Templates of notices")
struct NoticeTemplateTests {
    private let head = "Subject: {{organisation}}\n\n# Title\n\n"

    private func refusals(_ body: String, name: String = "breach-notice.en.mustache") -> [PolicyProblem] {
        do {
            _ = try NoticeTemplates([TemplateSource(path: "/etc/notices/\(name)", text: body)])
            return []
        } catch let problems as PolicyProblems {
            return problems.problems
        } catch {
            Issue.record("\(error)")
            return []
        }
    }

    @Test("all that ship are good, one for each kind and language")
    func shipped() throws {
        _ = try NoticeTemplates()
        let names = ShippedTemplates.all.map(\.name)
        let expected = NoticeForm.allCases.flatMap { kind in
            Language.allCases.map { "\(kind.rawValue).\($0.rawValue).mustache" }
        }
        #expect(Set(names) == Set(expected) && names.count == expected.count)
    }

    @Test("an operator's own takes the place of the shipped one of its name, and of no other")
    func override() throws {
        let own = TemplateSource(
            path: "breach-notice.en.mustache",
            text: "Subject: Short\n\n# Hello {{customer}}\n\n{{what_happened}}\n\n{{#unknown}}\n- {{.}}\n{{/unknown}}\n"
        )
        let notice = try NoticeComposer(.breach, .breach(), templates: NoticeTemplates([own]))
        let mail = notice.compose(for: Reader.nord())
        #expect(mail.subject == "Short" && mail.plain.hasPrefix("Hello Nord & Süd\n\nUnauthorised access"))
        #expect(notice.compose(for: Reader.nord(.german)).flat.contains("WAS GESCHEHEN IST"))
    }

    @Test("a template that names a missing fact is refused with file, line, name, what there is and a guess")
    func missingFact() throws {
        let problem = try #require(refusals(head + "{{organization}} writes.\n").first)
        #expect(problem.file == "/etc/notices/breach-notice.en.mustache" && problem.line == 5)
        #expect(problem.key == "{{organization}}" && problem.expected.contains("organisation, "))
        #expect(problem.remedy == "Did you mean `organisation`?")
    }

    @Test("every mistake in it is named at once, each with its line")
    func allAtOnce() {
        let lines = refusals(head + "{{one_thing}}\n{{#unknown}}\n- {{.}} {{titel}}\n{{/unknown}}\n{{.}}\n")
        #expect(lines.map(\.line) == [5, 7, 9])
    }

    @Test(
        "broken Mustache is refused where it breaks",
        arguments: [
            ("{{organisation", 5), ("{{#unknown}}\n- {{.}}\n", 5), ("{{/unknown}}", 5),
            ("{{#page}}\n{{#unknown}}\n{{/page}}\n{{/unknown}}", 7), ("{{> other}}", 5), ("{{=<% %>=}}", 5),
            ("{{uppercased(organisation)}}", 5), ("{{unknown}}", 5), ("{{may_start_clocks}}", 5), ("{{.}}", 5),
            ("{{}}", 5), ("{{#customer}}x{{/customer}}", 5),
        ])
    func broken(body: String, line: Int) throws {
        let problems = refusals(head + body)
        #expect(problems.first?.line == line, "\(problems)")
    }

    @Test(
        "a link stands alone on its line and leads somewhere",
        arguments: ["See [this](https://a.example) now.", "[x](javascript:alert(1))", "[x](/trust/)", "[x]()"])
    func links(line: String) {
        #expect(refusals(head + line + "\n").map(\.line) == [5])
        #expect(refusals(head + "[Read it](https://a.example/x)\n\n**[Press]({{reissue_link}})**\n") == [])
    }

    @Test("it begins with its subject", arguments: ["# Title\n", "", "Subject:   \n\n# Title\n"])
    func subject(text: String) {
        #expect(refusals(text).map(\.line) == [1])
        #expect(refusals("{{! Ours. }}\nSubject: x\n\n# Title\n") == [])
    }

    @Test("a file whose name is no notice's is refused, with the name that was meant")
    func name() throws {
        let problem = try #require(refusals(head, name: "breach-notise.en.mustache").first)
        #expect(problem.found == "“breach-notise.en.mustache”")
        #expect(problem.remedy == "Did you mean `breach-notice.en.mustache`?")
        #expect(refusals(head, name: "README.md").first?.remedy.contains("take it out") == true)
    }

    @Test("a text of unbounded length is refused before it is read")
    func length() {
        #expect(refusals(head + String(repeating: "word ", count: 10_000)).first?.key == "the template")
    }

    @Test("facts about one reader are no facts of a text for nobody in particular")
    func impersonal() {
        #expect(refusals(head + "{{customer}}\n", name: "changelog-entry.en.mustache").map(\.line) == [5])
    }

    @Test("every name a template may use has a value", arguments: NoticeForm.allCases)
    func everyName(kind: NoticeForm) throws {
        // A list or flag is opened; a text is written out. What is unknown says so, or is empty, but is never an error.
        let body = ContentKey.allCases.map { "{{\($0.rawValue)}}" }.joined(separator: "\n\n")
        let own = TemplateSource(path: "\(kind.rawValue).en.mustache", text: head + body + "\n")
        let notice = try NoticeComposer(kind, .breach(assessment: .processor), templates: NoticeTemplates([own]))
        let plain = notice.compose(for: Reader.nord()).plain
        let paragraphs = plain.split(separator: "\n\n")
        #expect(paragraphs.count > ContentKey.allCases.count)
        #expect(plain.contains("about 1,200") && plain.contains("not yet known; we will update you by"))
    }
}
