import OnRecord

/// Small public pages made on request. Each has at most one button, which posts to the page's own address, because mail
/// scanners open links: looking never acts.
public enum PublicForms {
    /// - Parameter alreadyAcknowledgedAt: then there is nothing left to press.
    public static func acknowledge(
        incidentTitle: String, severity: String, detectedAt: Timestamp, alreadyAcknowledgedAt: Timestamp?,
        policy: Policy
    ) -> [UInt8] {
        let what: HTML = """
            <p class="kicker">\(severity), detected \(detectedAt.html)</p>
            <h1>\(incidentTitle)</h1>
            """
        if let earlier = alreadyAcknowledgedAt {
            return page(
                "Already acknowledged", policy,
                "\(what)\n<p class=\"lead\">Somebody is on it since \(earlier.html).</p>")
        }
        return page(
            "Acknowledge", policy,
            """
            \(what)
            <p class="lead">By acknowledging you say that you are on it. Nobody else is woken for it.</p>
            <form method="post"><button>I am on it</button></form>
            """)
    }

    /// - Parameter roomURL: where the response goes on; shown when given.
    public static func acknowledged(
        incidentTitle: String, severity: String, acknowledgedAt: Timestamp, policy: Policy, roomURL: String? = nil
    ) -> [UInt8] {
        let room: HTML? = roomURL.flatMap(LinkTarget.init).map {
            "<p>The incident room: <a href=\"\($0.text)\">\($0.text)</a></p>"
        }
        return page(
            "Acknowledged", policy,
            """
            <p class="kicker">\(severity)</p>
            <h1>\(incidentTitle)</h1>
            <div class="panel kept" role="status"><p><span class="mark kept">Acknowledged</span> \(acknowledgedAt.html)</p></div>
            <p class="lead">The incident is yours. The next page stays silent.</p>
            \(room)
            """)
    }

    public static func reissue(customerName: String, policy: Policy) -> [UInt8] {
        page(
            "A new token", policy,
            """
            <p class="kicker">For \(customerName)</p>
            <h1>Make a new API token</h1>
            <p class="lead">Tokens involved in the incident no longer work. This makes a clean one in their place.</p>
            <p>It is shown once. Have the place ready where you keep your secrets.</p>
            <form method="post"><button>Make a new token</button></form>
            """)
    }

    /// - Parameter secret: the new token; this page is the only place it ever appears.
    public static func reissued(secret: String, policy: Policy) -> [UInt8] {
        page(
            "Your new token", policy,
            """
            <h1>Your new token</h1>
            <p class="lead">Copy it now. It is shown this once, and we keep only a hash of it.</p>
            <code class="secret" tabindex="0">\(secret)</code>
            <p class="note">One tap or click selects all of it. Store it where you keep your secrets, put it to use, and close \
            this page.</p>
            """)
    }

    public static func notFound(_ policy: Policy) -> [UInt8] {
        page(
            "Not found", policy,
            """
            <h1>There is nothing at this address</h1>
            <p class="lead">If you followed a link from a mail, check that it was not cut off at a line’s end.</p>
            <p>Pages about incidents never move: you will find all of them in <a href="/trust/incidents/">the list of \
            incidents</a>. If one is missing, <a href="/trust/report">tell us</a>.</p>
            """)
    }

    /// - Parameter detail: what to do about it.
    public static func problem(title: String, detail: String) -> [UInt8] {
        Layout.privatePage(
            title: title, organisation: nil, body: "<h1>\(title)</h1>\n<p class=\"lead\">\(detail)</p>"
        ).bytes
    }

    private static func page(_ title: String, _ policy: Policy, _ body: HTML) -> [UInt8] {
        Layout.privatePage(title: title, organisation: policy.organisation, body: body).bytes
    }
}
