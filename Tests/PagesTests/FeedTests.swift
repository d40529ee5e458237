import OnRecord
import Pages
import Testing

@Suite("The feed and security.txt")
struct FeedTests {
    private let path = "/trust/incidents/feed.xml"

    @Test("an item keeps its guid over its whole life, and its date moves when something is added")
    func guidIsStable() throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        let reserved = try #require(story.view().text(path))
        try story.update("We are on it.")
        let updated = try #require(story.view().text(path))
        let guid = "<guid isPermaLink=\"true\">https://vault.example/trust/incidents/2026-11-22-access/</guid>"
        #expect(reserved.contains(guid) && updated.contains(guid))
        let written = try #require(story.last.published.last).at
        #expect(updated.contains("<pubDate>\(written.rfc822)</pubDate>") && !reserved.contains(written.rfc822))
    }

    @Test("the feed nests, names itself and carries the full text with its corrections, escaped once more")
    func fullText() throws {
        let feed = try #require(Story.corrected().view().text(path))
        #expect(Markup(feed).complaints.isEmpty)
        #expect(feed.contains("<atom:link href=\"https://vault.example\(path)\" rel=\"self\""))
        #expect(feed.contains("A &lt;strong&gt;stolen&lt;/strong&gt; token was used 12 times."))
        #expect(feed.contains("It was used 14 times, not 12."))
    }

    @Test("an empty house has a feed without items")
    func emptyFeed() throws {
        let feed = try #require(Story.atHouse().view().text(path))
        #expect(Markup(feed).complaints.isEmpty)
        #expect(Markup(feed).all("item").isEmpty && Markup(feed).all("channel").count == 1)
    }

    @Test("security.txt names contact, policy and its own address, and expires 180 days after it was made")
    func securityText() throws {
        let view = try Story.atHouse().view()
        let lines = try #require(view.text("/.well-known/security.txt")).split(separator: "\n").map(String.init)
        #expect(lines.contains("Contact: mailto:security@vault.example"))
        #expect(lines.contains("Expires: \((view.madeAt + .days(180)).rfc3339)"))
        #expect(lines.contains("Canonical: https://vault.example/.well-known/security.txt"))
        #expect(lines.contains("Policy: https://vault.example/trust/"))
    }
}
