import Foundation
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

    @Test("Atom and JSON tell the same incidents under the same ids, which stay while their dates move")
    func otherFormats() throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        let reserved = try #require(story.view().text("/trust/incidents/feed.atom"))
        try story.update("We are <b>on it</b>.")
        let view = story.view()
        let (atom, json) = (
            try #require(view.text("/trust/incidents/feed.atom")), try #require(view.text("/trust/incidents/feed.json"))
        )
        let id = "https://vault.example/trust/incidents/2026-11-22-access/"
        #expect(Markup(atom).complaints.isEmpty && Markup(atom).all("entry").count == 1)
        #expect(reserved.contains("<id>\(id)</id>") && atom.contains("<id>\(id)</id>"))
        #expect(atom.contains("<updated>\(story.now.rfc3339)</updated>") && !reserved.contains(story.now.rfc3339))
        #expect(atom.contains("href=\"https://vault.example/trust/incidents/feed.atom\""))
        #expect(atom.contains("We are &amp;lt;b&amp;gt;on it"))
        let feed = try JSONDecoder().decode(JSONFeed.self, from: Data(json.utf8))
        #expect(feed.version == "https://jsonfeed.org/version/1.1")
        #expect(feed.items.map(\.id) == [id] && feed.items[0].date_modified == story.now.rfc3339)
        #expect(feed.items[0].content_html.contains("We are &lt;b&gt;on it"))
    }

    private struct JSONFeed: Decodable {
        var version: String
        var items: [Item]
        struct Item: Decodable { var id, content_html, date_modified: String }
    }

    @Test("an empty house has feeds in every format, and each page names them")
    func emptyFormats() throws {
        let view = try Story.atHouse().view()
        let atom = try #require(view.text("/trust/incidents/feed.atom"))
        #expect(Markup(atom).complaints.isEmpty && atom.contains("<updated>2026-01-01T00:00:00Z</updated>"))
        #expect(view.text("/history.atom") == atom && view.text("/history.rss") == view.text(path))
        let links = Markup(try #require(view.text("/trust/"))).all("link").filter {
            $0.attributes["rel"] == "alternate"
        }
        #expect(links.compactMap { $0.attributes["href"] }.allSatisfy { view.text($0) != nil })
        #expect(links.count == 3)
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
