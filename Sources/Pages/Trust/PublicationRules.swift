import OnRecord

/// What we publish, what it contains, and what happens to it afterwards.
struct PublicationRules {
    let policy: Policy

    var body: HTML {
        """
        <h2 id="published">What we publish</h2>
        \(group(.page, "With a page of its own, whose address is reserved when we confirm the incident:"))
        \(group(.note, "As a line in the monthly note:"))
        \(group(.none, "Kept in our private journal, not published:"))
        \(postMortem)
        \(credits)
        <h2 id="corrections">We do not rewrite</h2>
        <p>A published post-mortem is never edited. If it was wrong, we append a correction under it, with the time, and both \
        stay. Each page keeps its address for the life of this site. A promise we missed is shown as missed.</p>
        """
    }

    private func group(_ publication: EventClass.Publication, _ heading: HTML) -> HTML? {
        let classes = policy.classes.filter { $0.publish == publication }
        guard !classes.isEmpty else { return nil }
        let items = classes.map { it -> HTML in
            let threshold = it.publishWhen.inWords
            return threshold.isEmpty
                ? "<li>\(it.title) <small>(\(it.severity))</small></li>\n"
                : "<li>\(it.title), \(threshold) <small>(\(it.severity))</small></li>\n"
        }
        return "<p>\(heading)</p>\n<ul>\n\(items)</ul>"
    }

    private var postMortem: HTML {
        let parts = policy.postMortem.parts.map { "<li>\($0.title)</li>\n" as HTML }
        let followUps: HTML? =
            policy.postMortem.followUps
            ? "<p>It ends with follow-ups; each has an owner and a target date, and is marked when it is done.</p>"
            : nil
        return """
            <p>A post-mortem has \(counted(policy.postMortem.parts.count, "part")), and cannot be published until each is \
            written:</p>
            <ol>
            \(parts)</ol>
            \(followUps)
            """
    }

    private var credits: HTML? {
        policy.credits.map { rule in
            let condition: HTML? = rule.when.inWords.isEmpty ? nil : " You get it \(rule.when.inWords)."
            return """
                <h2 id="credits">What you get back</h2>
                <p>\(rule.says)\(condition)</p>
                """
        }
    }
}
