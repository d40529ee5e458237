import OnRecord

/// The incidents as feeds, for whoever subscribes without an address: RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1, with
/// the full texts. One item per incident; the page's address is its identity for good, and its date moves when something
/// is added.
enum Feed {
    static let rss = "/trust/incidents/feed.xml"
    static let atom = "/trust/incidents/feed.atom"
    static let json = "/trust/incidents/feed.json"
    /// Where readers look that know other status pages.
    static let aliases = ["/history.rss": rss, "/history.atom": atom]
    /// Older items leave the feeds; their pages stay.
    static let itemsMax = 50

    static func files(_ view: SiteView, incidents: [PublicIncident]) -> [PublicFile] {
        let feed = Items(view: view, incidents: Array(incidents.prefix(itemsMax)))
        let types = [
            rss: ("application/rss+xml; charset=utf-8", feed.rss.bytes),
            atom: ("application/atom+xml; charset=utf-8", feed.atom.bytes),
            json: ("application/feed+json; charset=utf-8", feed.json),
        ]
        let paths = [rss: rss, atom: atom, json: json].merging(aliases) { own, _ in own }
        return paths.sorted { $0.key < $1.key }.compactMap { path, feed in
            types[feed].map { PublicFile(path: path, contentType: $0.0, bytes: $0.1) }
        }
    }

    /// For the head of every page.
    static func links(_ organisation: Organisation) -> HTML {
        [("rss+xml", rss, "RSS"), ("atom+xml", atom, "Atom"), ("feed+json", json, "JSON Feed")].map {
            type, path, name in
            """
            <link rel="alternate" type="application/\(type)" title="Incidents at \(organisation.name) (\(name))" \
            href="\(path)">

            """ as HTML
        }.joined()
    }
}

private struct Items {
    let view: SiteView
    let incidents: [PublicIncident]

    private var organisation: Organisation { view.policy.organisation }
    private var title: String { "Incidents at \(organisation.name)" }
    private var home: String { "\(organisation.site)/trust/incidents/" }
    private var description: String {
        "Every published incident of \(organisation.name), with post-mortems and corrections."
    }
    private var changed: Timestamp? { incidents.map(\.changedAt).max() }

    // MARK: - RSS

    var rss: HTML {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
        <channel>
        <title>\(title)</title>
        <link>\(home)</link>
        <description>\(description)</description>
        <language>en</language>
        \(changed.map { "<lastBuildDate>\($0.rfc822)</lastBuildDate>\n" as HTML })\
        <atom:link href="\(organisation.site)\(Feed.rss)" rel="self" type="application/rss+xml"/>
        \(incidents.map { it in
            """
            <item>
            <title>\(it.titleAndDay)</title>
            <link>\(it.url)</link>
            <guid isPermaLink="true">\(it.url)</guid>
            <pubDate>\(it.changedAt.rfc822)</pubDate>
            <description>\(fullText(it).text)</description>
            </item>

            """ as HTML
        })</channel>
        </rss>

        """
    }

    // MARK: - Atom

    /// A feed without entries still has to say when it changed: with the first day that it speaks of.
    var atom: HTML {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
        <id>\(home)</id>
        <title>\(title)</title>
        <subtitle>\(description)</subtitle>
        <updated>\(changed?.rfc3339 ?? "\(organisation.since.text)T00:00:00Z")</updated>
        <author><name>\(organisation.name)</name></author>
        <link rel="self" type="application/atom+xml" href="\(organisation.site)\(Feed.atom)"/>
        <link rel="alternate" type="text/html" href="\(home)"/>
        \(incidents.map { it in
            """
            <entry>
            <id>\(it.url)</id>
            <title>\(it.titleAndDay)</title>
            <published>\(it.page.reservedAt.rfc3339)</published>
            <updated>\(it.changedAt.rfc3339)</updated>
            <link rel="alternate" type="text/html" href="\(it.url)"/>
            <content type="html">\(fullText(it).text)</content>
            </entry>

            """ as HTML
        })</feed>

        """
    }

    // MARK: - JSON Feed

    var json: [UInt8] {
        CanonicalJSON.encode(
            JSONFeed(
                title: title, home_page_url: home, feed_url: organisation.site + Feed.json, description: description,
                authors: [.init(name: organisation.name, url: "\(organisation.site)/trust/")],
                items: incidents.map { it in
                    JSONFeed.Item(
                        id: it.url, url: it.url, title: it.titleAndDay, content_html: fullText(it).text,
                        date_published: it.page.reservedAt.rfc3339, date_modified: it.changedAt.rfc3339,
                        tags: it.services)
                }))
    }

    /// Version 1.1; members are named as the format names them.
    private struct JSONFeed: Encodable {
        var version = "https://jsonfeed.org/version/1.1"
        var title, home_page_url, feed_url, description: String
        var language = "en"
        var authors: [Author]
        var items: [Item]

        struct Author: Encodable { var name, url: String }
        struct Item: Encodable {
            var id, url, title, content_html, date_published, date_modified: String
            var tags: [String]
        }
    }

    // MARK: - The text

    private func fullText(_ it: PublicIncident) -> HTML {
        let account: HTML =
            switch it.account {
            case .published(let at): "The post-mortem was published \(at.html)."
            case .due(let due, _): "The post-mortem is due by \(due.html)."
            case .overdue(let since): "The post-mortem was due \(since.html) and is overdue."
            case .waived: "The post-mortem was waived."
            case .notStarted(let promise): "The post-mortem is due \(promise.limitInWords)."
            case .notPromised: "No post-mortem is promised for this kind of incident."
            }
        let over: HTML? = it.incident.milestones[.resolved].map { " Resolved \($0.html)." }
        let corrections = it.corrections.reversed().map {
            "<h2>Correction, \($0.at.html)</h2>\n\(Markdown.html($0.text))" as HTML
        }
        let parts = it.parts.map { "<h2>\($0.title)</h2>\n\(Markdown.html($0.text))" as HTML }
        let updates = it.updates.reversed().map { "<h2>Update, \($0.at.html)</h2>\n\(Markdown.html($0.text))" as HTML }
        return """
            <p>\(it.incident.severity). Began \(it.began.html).\(over) \(account)</p>
            \(corrections)\(parts)\(updates)
            """
    }
}
