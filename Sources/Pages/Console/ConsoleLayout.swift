import OnRecord

extension Console {
    /// What stands around a page's content. `live` pages carry the script.
    static func page(title: String, signedIn: Bool = true, live: Bool = false, _ content: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>\(title) · OnRecord</title>
        <link rel="icon" href="data:,">
        <style>\(style)</style>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        \(signedIn ? navigation : HTML.nothing)
        <main id="content">
        \(content)
        </main>
        \(live ? "<script>\(script)</script>" as HTML : HTML.nothing)
        </body>
        </html>

        """
    }

    private static let navigation: HTML = """
        <header class="bar">
        <nav aria-label="Console">
        <a class="brand" href="/">OnRecord</a>
        <a href="/alerts">Alerts</a>
        <a href="/register">Register</a>
        <a href="/customers">Customers</a>
        <a href="/declare">Declare</a>
        </nav>
        <form method="post" action="/logout"><button class="plain">Sign out</button></form>
        </header>
        """

    /// Why something was not accepted; read out at once by screen readers.
    static func alert(_ reason: String?) -> HTML {
        guard let reason else { return .nothing }
        return """
            <div class="refusal" role="alert"><strong>Not done.</strong> \(reason)</div>

            """
    }

    /// The way from a page about one part of an incident back to its room.
    static func backToRoom(_ incident: Incident) -> HTML {
        """
        <p><a class="touch" href="/incidents/\(incident.id)">← Incident room</a></p>
        """
    }

    /// The public title of an incident: its class's, never what was typed inside.
    static func publicTitle(_ incident: Incident, _ policy: Policy) -> String {
        policy.eventClass(incident.eventClass)?.title ?? incident.eventClass
    }
}
