import OnRecord

/// What a person copies into an authority's form, or files as it is: every content the duty asks for, what is new since
/// the last filing, and room for the receipt. For any duty of the catalogue.
public enum FilingSheet {
    /// The Content-Security-Policy to serve it with.
    public static let contentSecurityPolicy = """
        default-src 'none'; script-src 'sha256-\(Console.base64SHA256(script))'; \
        style-src 'sha256-\(Console.base64SHA256(style))'; img-src data:; form-action 'self'; frame-ancestors 'none'; \
        base-uri 'none'
        """

    /// A private page of its own, made to be printed on A4.
    public static func html(_ view: FilingView) -> HTML {
        let words = FilingWords(view: view)
        return """
            <!doctype html>
            <html lang="\(view.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>\(view.title) · \(view.reference)</title>
            <link rel="icon" href="data:,">
            <style>\(style)</style>
            </head>
            <body>
            <main>
            <header>
            <p class="house">\(view.matter.policy.organisation.name)</p>
            <button type="button" id="print">\(words.print)</button>
            </header>
            <h1>\(view.title)</h1>
            <p class="kind">\(words.filing) · \(view.reference)</p>
            \(head(view, words))
            \(notices(view, words))
            \(news(view, words))
            <h2>\(words.asked)</h2>
            \(fields(view.draft.checklist.items, view, words))
            \(besides(view, words))
            \(earlier(view, words))
            \(receipt(words))
            <footer>\(words.footer)</footer>
            </main>
            <script>\(script)</script>
            </body>
            </html>

            """
    }

    private static func head(_ view: FilingView, _ words: FilingWords) -> HTML {
        var rows: [(String, HTML)] = [(words.recipient, HTML(escaping: view.recipient))]
        if let citation = view.citation { rows.append((words.basis, HTML(escaping: citation))) }
        rows.append((words.event, HTML(escaping: view.eventTitle)))
        if let started = view.started {
            let start: HTML = view.start.isEmpty ? .nothing : " <small>\(view.start)</small>"
            rows.append((words.clock, "\(time(started, view))\(start)"))
        }
        if let due = view.due {
            let standing: HTML =
                words.standing.map {
                    " <strong class=\"\(view.isLate ? "late" : "left")\">\($0)</strong>"
                } ?? .nothing
            rows.append((words.due, "\(time(due, view))\(standing)"))
        }
        rows.append((words.asOf, time(view.matter.now, view)))
        return "<dl class=\"head\">\n\(rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>\n" as HTML })</dl>"
    }

    private static func time(_ moment: Timestamp, _ view: FilingView) -> HTML {
        "<time datetime=\"\(moment.rfc3339)\">\(view.moment(moment))</time>"
    }

    private static func notices(_ view: FilingView, _ words: FilingWords) -> HTML {
        let late: HTML = view.isLate ? "<p class=\"call late\">\(words.late)</p>\n" : .nothing
        let gaps: HTML =
            view.draft.checklist.isComplete
            ? "<p class=\"call\">\(words.complete)</p>" : "<p class=\"call open\">\(words.missing)</p>"
        return "\(late)\(gaps)"
    }

    private static func news(_ view: FilingView, _ words: FilingWords) -> HTML? {
        guard view.previous != nil else { return nil }
        let items = view.news
        guard !items.isEmpty else { return "<h2>\(words.news)</h2>\n<p>\(words.nothingNew)</p>" }
        return "<h2>\(words.news)</h2>\n\(fields(items, view, words, showsBefore: true))"
    }

    private static func fields(
        _ items: [Checklist.Item], _ view: FilingView, _ words: FilingWords, showsBefore: Bool = false,
        isAsked: Bool = true
    ) -> HTML {
        let rows = items.enumerated().map { number, item -> HTML in
            let change = isAsked ? view.change(of: item) : nil
            let marks = [
                view.demand.contents.contains(item.key) ? words.requirement(item) : nil, words.origin(item),
                change.map(words.change),
            ].compactMap { $0 }.map { "<span>\($0)</span>" as HTML }
            var before = HTML.nothing
            if showsBefore {
                switch change {
                case .changed(let text), .withdrawn(let text): before = "<p class=\"before\">\(words.before(text))</p>"
                default: break
                }
            }
            return """
                <div class="field\(item.isKnown ? "" : " gap")">
                <h3><span class="number">\(number + 1)</span> \(item.key.title(in: view.language))</h3>
                <div class="value">\(value(item, view))\(before)</div>
                <p class="marks">\(marks.joined(separator: " · "))</p>
                </div>

                """
        }
        return "<div class=\"fields\">\n\(rows)</div>"
    }

    private static func value(_ item: Checklist.Item, _ view: FilingView) -> HTML {
        guard let entry = item.entry else { return "<p>\(view.draft.notYetKnown.capitalizedFirst).</p>" }
        return Markdown.html(entry.text)
    }

    private static func besides(_ view: FilingView, _ words: FilingWords) -> HTML? {
        let items = view.besides
        guard !items.isEmpty else { return nil }
        return """
            <h2>\(words.besides)</h2>
            <p class="note">\(words.besidesNote)</p>
            \(fields(items, view, words, isAsked: false))
            """
    }

    private static func earlier(_ view: FilingView, _ words: FilingWords) -> HTML? {
        guard !view.matter.earlier.isEmpty else { return nil }
        let items = view.matter.earlier.enumerated().map { "<li>\(words.earlier($0 + 1, $1))</li>\n" as HTML }
        return "<h2>\(words.earlier)</h2>\n<ul class=\"plain\">\n\(items)</ul>"
    }

    private static func receipt(_ words: FilingWords) -> HTML {
        let rows = words.receiptFields.map { "<div><dt>\($0)</dt><dd></dd></div>\n" as HTML }
        return """
            <section class="receipt" aria-labelledby="receipt">
            <h2 id="receipt">\(words.receipt)</h2>
            <p class="note">\(words.receiptNote)</p>
            <dl>
            \(rows)</dl>
            </section>
            """
    }

    private static let script: HTML = """
        document.getElementById('print').addEventListener('click', function () { window.print(); });
        """
}
