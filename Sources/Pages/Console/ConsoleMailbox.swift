import OnRecord

extension Console {
    /// The mails that were caught instead of leaving, as given: the caller puts the newest first.
    public static func mailbox(_ mails: [CaughtMailView]) -> HTML {
        page(
            title: "Caught mail",
            """
            <div class="narrow">
            <h1>Caught mail</h1>
            <p class="quiet small">No mail server is configured, so these never left this machine.</p>
            \(mails.isEmpty ? "<section><p>No mail has been sent yet.</p></section>" as HTML : list(mails))
            </div>
            """)
    }

    /// One mail. Its HTML part came from outside: it stands in a frame without scripts, forms or remote loads, and its links
    /// open in a tab of their own. Send it with `mailContentSecurityPolicy`.
    public static func mail(_ mail: CaughtMailView) -> HTML {
        page(
            title: mail.subject.isEmpty ? "Mail" : mail.subject,
            """
            <div class="narrow">
            <p><a class="touch" href="/mail">← Caught mail</a></p>
            <h1>\(mail.subject.isEmpty ? "(no subject)" : mail.subject)</h1>
            <dl class="facts"><dt>From</dt><dd>\(mail.from)</dd><dt>To</dt><dd>\(mail.to)</dd>
            <dt>At</dt><dd>\(mail.at.html)</dd></dl>
            \(mail.plain.isEmpty ? HTML.nothing : """
            <section aria-labelledby="plain-title"><h2 id="plain-title">As plain text</h2>
            <p class="words">\(linked(mail.plain))</p></section>
            """ as HTML)
            \(mail.html.map { html in
                """
                <section aria-labelledby="html-title"><h2 id="html-title">As HTML</h2>
                \(mailFrame(html))</section>
                """ as HTML
            })
            </div>
            """)
    }

    /// The HTML part of a mail where it can do nothing.
    static func mailFrame(_ html: String) -> HTML {
        """
        <iframe sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" \
        title="The HTML part of this mail" srcdoc="\(frameHead.text + html)"></iframe>
        """
    }

    private static func list(_ mails: [CaughtMailView]) -> HTML {
        let rows = mails.map { mail -> HTML in
            """
            <li><p><a class="touch" href="/mail/\(mail.id)">\(mail.subject.isEmpty ? "(no subject)" : mail.subject)</a></p>
            <p class="quiet small split"><span>To \(mail.to)</span> \(mail.at.html)</p></li>

            """
        }
        return "<section><ul class=\"rows\">\(rows)</ul></section>"
    }

    /// Says it once more inside the frame, so that it holds whatever policy the page is sent with.
    private static let frameHead: HTML = """
        <!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
        img-src data:; form-action 'none'"><base target="_blank">
        """

    /// Makes addresses of the web clickable; everything else stays text.
    private static func linked(_ text: String) -> HTML {
        var markup = HTML.nothing
        var rest = text[...]
        while let match = rest.firstMatch(of: /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/) {
            let address = String(match.output)
            markup += HTML(escaping: rest[..<match.range.lowerBound])
            markup += "<a href=\"\(address)\" rel=\"noreferrer noopener\">\(address)</a>"
            rest = rest[match.range.upperBound...]
        }
        return markup + HTML(escaping: rest)
    }
}
