import OnRecord

/// What every public page has around its text: one request, no script, nothing from elsewhere.
public enum Layout {
    /// What a server may send with these pages as `Content-Security-Policy`.
    public static let contentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"

    /// A page of the trust site.
    /// - Parameter path: the absolute path it is served under; the navigation marks where it belongs.
    /// - Parameter provenance: when the page was made and where the record stood then; nil for pages made on request.
    public static func page(
        title: String, path: String, policy: Policy, provenance: Provenance? = nil, body: HTML
    ) -> HTML {
        let organisation = policy.organisation
        return document(
            title: "\(title) · \(organisation.name)",
            head: """
                <link rel="canonical" href="\(organisation.site)\(path)">
                \(Feed.links(organisation))
                """,
            masthead: masthead(organisation, path: path), body: body, footer: footer(provenance))
    }

    /// A page behind an address that is itself a secret: not indexed, and never sent on as a referrer.
    static func privatePage(title: String, organisation: Organisation?, body: HTML) -> HTML {
        document(
            title: organisation.map { "\(title) · \($0.name)" } ?? title,
            head: """
                <meta name="robots" content="noindex">
                <meta name="referrer" content="no-referrer">

                """,
            masthead: organisation.map {
                "<header class=\"mast\"><a class=\"house\" href=\"/trust/\">\($0.name)</a></header>"
            }
                ?? .nothing,
            body: body, footer: footer(nil))
    }

    private static func document(title: String, head: HTML, masthead: HTML, body: HTML, footer: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title)</title>
        \(head)<link rel="icon" href="data:,">
        <style>\(Stylesheet.text)</style>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the text</a>
        \(masthead)
        <main id="main">
        \(body)
        </main>
        \(footer)
        </body>
        </html>

        """
    }

    private static let sections: [(path: String, name: String)] = [
        ("/trust/", "Policy"), ("/trust/incidents/", "Incidents"), ("/trust/promises/", "Promises"),
        ("/trust/subscribe", "Subscribe"), ("/trust/report", "Report"),
    ]

    private static func masthead(_ organisation: Organisation, path: String) -> HTML {
        let links = sections.map { section -> HTML in
            let state: HTML
            if path == section.path {
                state = " aria-current=\"page\""
            } else if section.path != "/trust/" && path.hasPrefix(section.path) {
                state = " aria-current=\"true\""
            } else {
                state = .nothing
            }
            return "<a href=\"\(section.path)\"\(state)>\(section.name)</a>\n"
        }
        return """
            <header class="mast">
            <a class="house" href="/trust/">\(organisation.name)</a>
            <nav aria-label="Trust site">
            \(links)</nav>
            </header>
            """
    }

    private static func footer(_ provenance: Provenance?) -> HTML {
        guard let provenance else { return "<footer><p>Kept by OnRecord.</p></footer>" }
        let record: HTML? = provenance.record.map { record in
            """
            The public record had \(record.size) \(record.size == 1 ? "entry" : "entries"), \
            root <code>\(record.root)</code>.
            """
        }
        return """
            <footer>
            <p>This page was made at \(provenance.madeAt.html). \(record) Kept by OnRecord.</p>
            </footer>
            """
    }
}

/// When a page was made, and where the record stood then.
public struct Provenance: Sendable, Hashable {
    public var madeAt: Timestamp
    public var record: RecordView?

    public init(madeAt: Timestamp, record: RecordView?) { (self.madeAt, self.record) = (madeAt, record) }

    init(_ view: SiteView) { self.init(madeAt: view.madeAt, record: view.record) }
}
