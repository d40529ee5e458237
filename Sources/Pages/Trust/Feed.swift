import OnRecord

/// `/trust/incidents/feed.xml`: RSS 2.0 with the full texts.
enum Feed {
    static let path = "/trust/incidents/feed.xml"
    /// Older items leave the feed; their pages stay.
    static let itemsMax = 50

    static func file(_ view: SiteView, incidents: [PublicIncident]) -> PublicFile {
        PublicFile(
            path: path, contentType: "application/rss+xml; charset=utf-8", bytes: xml(view, incidents: incidents).bytes)
    }

    private static func xml(_ view: SiteView, incidents: [PublicIncident]) -> HTML {
        let organisation = view.policy.organisation
        let changed = incidents.map(\.changedAt).max()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
            <channel>
            <title>Incidents at \(organisation.name)</title>
            <link>\(organisation.site)/trust/incidents/</link>
            <description>Every published incident of \(organisation.name), with post-mortems and corrections.</description>
            <language>en</language>
            \(changed.map { "<lastBuildDate>\($0.rfc822)</lastBuildDate>\n" as HTML })\
            <atom:link href="\(organisation.site)\(path)" rel="self" type="application/rss+xml"/>
            \(incidents.prefix(itemsMax).map(item))</channel>
            </rss>

            """
    }

    /// The page's address is the item's identity; a reader sees a changed item again by its date and text.
    private static func item(_ it: PublicIncident) -> HTML {
        """
        <item>
        <title>\(it.titleAndDay)</title>
        <link>\(it.url)</link>
        <guid isPermaLink="true">\(it.url)</guid>
        <pubDate>\(it.changedAt.rfc822)</pubDate>
        <description>\(fullText(it).text)</description>
        </item>

        """
    }

    private static func fullText(_ it: PublicIncident) -> HTML {
        let account: HTML =
            switch it.account {
            case .published(let at): "The post-mortem was published \(at.html)."
            case .due(let due, _): "The post-mortem is due by \(due.html)."
            case .overdue(let since): "The post-mortem was due \(since.html) and is overdue."
            case .waived: "The post-mortem was waived."
            case .notStarted(let promise): "The post-mortem is due \(promise.limitInWords)."
            case .notPromised: "No post-mortem is promised for this kind of incident."
            }
        let corrections = it.corrections.reversed().map {
            "<h2>Correction, \($0.at.html)</h2>\n\(Markdown.html($0.text))" as HTML
        }
        let parts = it.parts.map { "<h2>\($0.title)</h2>\n\(Markdown.html($0.text))" as HTML }
        let updates = it.updates.reversed().map { "<h2>Update, \($0.at.html)</h2>\n\(Markdown.html($0.text))" as HTML }
        return """
            <p>\(it.incident.severity). Began \(it.began.html). \(account)</p>
            \(corrections)\(parts)\(updates)
            """
    }
}
