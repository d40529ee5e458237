import OnRecord
import Pages
import Testing

@Suite("The service changelog")
struct ChangelogTests {
    @Test("it lists incidents without effect on data, newest first, also those that never had a page")
    func lists() throws {
        var story = try Story.atHouse()
        try story.take(.declare(eventClass: story.policy.classes[0].id, severity: nil, title: "Slow", by: .operator))
        let id = try #require(story.state.incidentOrder.last)
        try story.take(
            .write(id, .changelog, parts: ["text": "Pages were *slow* for ten minutes."], followUps: [], by: .operator))
        let page = try #require(story.view().text("/trust/changelog/"))
        #expect(page.contains("Pages were <em>slow</em> for ten minutes."))
        #expect(!page.contains("No entries since"))
        #expect(!page.contains("The incident</a>"))
    }

    @Test("without entries it says since when")
    func empty() throws {
        let page = try #require(Story.atHouse().view().text("/trust/changelog/"))
        #expect(page.contains("No entries since"))
    }
}
