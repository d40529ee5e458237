import OnRecord
import Pages
import Testing

@Suite("The trust site")
struct TrustSiteTests {
    private let incident = "/trust/incidents/2026-11-22-access/"

    @Test("every public page nests, says its language, has one main part and one heading, and needs nothing else")
    func pagesAreWhole() throws {
        for view in try [Story.atHouse().view(record: nil), Story.corrected().view()] {
            for file in TrustSite.files(view) where file.contentType.hasPrefix("text/html") {
                let source = String(decoding: file.bytes, as: UTF8.self)
                let page = Markup(source)
                #expect(page.complaints.isEmpty, "\(file.path)")
                #expect(page.all("html").first?.attributes["lang"] == "en")
                #expect(
                    [page.all("main").count, page.all("h1").count, page.all("title").count] == [1, 1, 1], "\(file.path)"
                )
                #expect(page.all("script").isEmpty && page.all("img").isEmpty)
                #expect(!source.contains("url(") && !source.contains("@import"))
                #expect(file.bytes.count < 30_000, "\(file.path)")
            }
        }
    }

    @Test("the style sheet stays under 8 KB")
    func styleSheetIsSmall() throws {
        let page = try #require(Story.atHouse().view().text("/trust/"))
        let start = try #require(page.firstRange(of: "<style>")), end = try #require(page.firstRange(of: "</style>"))
        #expect(page[start.upperBound..<end.lowerBound].utf8.count < 8192)
    }

    @Test("links between pages lead somewhere, and to a place that exists")
    func linksLeadSomewhere() throws {
        let files = try TrustSite.files(Story.corrected().view())
        let pages = Dictionary(
            uniqueKeysWithValues: files.map { ($0.path, Markup(String(decoding: $0.bytes, as: UTF8.self))) })
        for file in files where file.contentType.hasPrefix("text/html") {
            let targets = try #require(pages[file.path]).all("a").compactMap { $0.attributes["href"] }
            for target in targets where target.hasPrefix("/") || target.hasPrefix("#") {
                let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                let path = parts[0].isEmpty ? file.path : parts[0]
                if path.hasPrefix("/trust/record/") { continue }
                let page = try #require(pages[path], "\(target) on \(file.path)")
                if parts.count == 2 {
                    #expect(page.elements.contains { $0.attributes["id"] == parts[1] }, "\(target) on \(file.path)")
                }
            }
        }
    }

    @Test("without incidents, the list says since when there were none")
    func emptyState() throws {
        let page = try #require(Story.atHouse().view().text("/trust/incidents/"))
        #expect(page.contains("No reportable incidents since <time datetime=\"2026-01-01\">1 January 2026</time>."))
    }

    @Test("every promise stands on the policy page with its sentence, limit and standing")
    func policyPage() throws {
        let page = try #require(Story.corrected().view().text("/trust/"))
        for words in [
            "You hear from us within 15 minutes.", "Within 15 minutes of confirmation; when API tokens are involved.",
            "best effort", "Duty under <cite>GDPR Art. 33(1)</cite>", "1 kept</span>", "Not tested yet",
            "onrecord record verify https://vault.example/trust/record/", "mailto:security@vault.example",
        ] { #expect(page.contains(words), "\(words)") }
    }

    @Test("a reserved page shows its own deadline, first in words of time until it starts, then as a date")
    func reservedPageShowsItsDeadline() throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        #expect(try #require(story.view().text(incident)).contains("Within 72 hours of containment"))
        try story.contain()
        let due = try #require(story.last.clocks.first { $0.promise == "post-mortem" }).due
        let page = try #require(story.view().text(incident))
        #expect(page.contains("Post-mortem due by"))
        #expect(page.contains("datetime=\"\(due.rfc3339)\""))
        #expect(try #require(story.view().text("/trust/incidents/")).contains("datetime=\"\(due.rfc3339)\""))
    }

    @Test("a post-mortem that did not come in time is shown as overdue, and the promise as missed")
    func overdueIsShown() throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        try story.contain()
        try story.pass(.hours(73))
        #expect(try #require(story.view().text(incident)).contains("Post-mortem overdue"))
        #expect(
            try #require(story.view().text("/trust/promises/")).contains(
                "not done within 72\u{a0}hours, and not done yet"))
    }

    @Test("a correction stands under the text it corrects, with its time, and the text stays as it was")
    func correctionFollowsTheText() throws {
        let story = try Story.corrected()
        let page = try #require(story.view().text(incident))
        let text = try #require(page.firstRange(of: "was used 12 times"))
        let correction = try #require(page.firstRange(of: "It was used 14 times, not 12."))
        let label = try #require(page.firstRange(of: "<b>Correction</b>, appended \(Markup.time(story.now))"))
        #expect(text.upperBound < label.lowerBound && label.upperBound < correction.lowerBound)
        #expect(page.contains("1 correction was appended"))
    }

    @Test("the record's size stands on every incident page; without a checkpoint the page says so")
    func recordStands() throws {
        let story = try Story.corrected()
        #expect(try #require(story.view().text(incident)).contains("checkpoint of size <b class=\"num\">17</b>"))
        #expect(
            try #require(story.view(record: nil).text(incident)).contains(
                "No checkpoint of the record has been signed yet."))
    }

    @Test("each promise's result stands with the times that prove it")
    func resultsHaveTheirTimes() throws {
        let story = try Story.corrected()
        let clock = try #require(story.last.clocks.first { $0.promise == "tell" })
        guard case .kept(let told) = clock.state else { return #expect(clock.word == "kept") }
        for path in [incident, "/trust/promises/"] {
            let page = try #require(story.view().text(path))
            for moment in [clock.started, told, clock.due] { #expect(page.contains("datetime=\"\(moment.rfc3339)\"")) }
        }
    }

    @Test("what is for people inside stays inside")
    func insideStaysInside() throws {
        var story = try Story.atHouse()
        try story.take(.declare(eventClass: "access", severity: nil, title: "Ada left her laptop", by: .operator))
        try story.take(.acknowledge(story.last.id, by: .responder("first")))
        try story.take(.confirm(story.last.id, awareAt: nil, by: .operator))
        for file in TrustSite.files(story.view()) {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(!text.contains("laptop") && !text.contains("oncall@vault.example"), "\(file.path)")
        }
    }

    @Test("a follow-up past its target is overdue until its completion is published")
    func followUps() throws {
        var story = try Story.corrected()
        #expect(try #require(story.view().text(incident)).contains("mark missed\">Overdue"))
        try story.take(
            .write(
                story.last.id, .followUpDone, parts: ["text": "Mask tokens in build logs\nDone."], followUps: [],
                by: .operator))
        let page = try #require(story.view().text(incident))
        #expect(page.contains("mark kept\">Done") && !page.contains("mark missed\">Overdue"))
    }
}

extension Markup {
    static func time(_ at: Timestamp) -> String { "<time datetime=\"\(at.rfc3339)\">\(at.text)</time>" }
}
