import OnRecord

extension Console {
    /// One breach on paper: everything that a supervisory authority may ask to see (GDPR Art. 33(5)).
    public static func registerEntry(_ entry: RegisterEntry, policy: Policy, now: Timestamp) -> HTML {
        page(title: "Register \(entry.id)", RegisterPage(entry: entry, policy: policy, now: now).html)
    }
}

struct RegisterPage {
    let entry: RegisterEntry
    let policy: Policy
    let now: Timestamp

    var html: HTML {
        """
        <div class="paper">
        <p class="links screen"><a class="touch" href="/register">← Register</a>
        <a class="touch" href="/incidents/\(entry.id)">Incident room</a></p>
        <h1>Breach register: \(entry.id)</h1>
        <p><strong>\(entry.nature.text.capitalizedFirst)</strong> · <strong>\(BreachWords.notifiable(entry.isNotifiable))</strong> · \
        \(entry.isOpen ? "open" : "closed")</p>
        <p class="quiet small">\(policy.organisation.name) · as of \(now.text)</p>
        \(section("what", "What happened", what))
        \(section("times", "When", times))
        \(section("extent", "Whose data, and how many", extent))
        \(section("effects", "Effects and risk", effects))
        \(section("remedy", "What was done", remedy))
        \(section("decisions", "Decisions", decisions))
        \(section("duties", "Duties, one by one", duties))
        \(section("filings", "Filings", filings))
        \(section("notices", "Notices sent", notices))
        \(section("corrections", "Corrections", corrections))
        </div>
        """
    }

    private func section(_ id: String, _ title: String, _ content: HTML) -> HTML {
        """
        <section id="\(id)" aria-labelledby="\(id)-title"><h2 id="\(id)-title">\(title)</h2>
        \(content)
        </section>

        """
    }

    private func facts(_ rows: [(String, String?)]) -> HTML {
        let known = rows.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : (name, $0) } }
        guard !known.isEmpty else { return .nothing }
        return """
            <dl class="facts">\(known.map { name, value in "<dt>\(name)</dt><dd class=\"words\">\(value)</dd>\n" as HTML })</dl>
            """
    }

    private func none(_ text: String) -> HTML { "<p class=\"quiet\">\(text)</p>" }

    /// `2026-11-22 10:00:00 UTC`, with the organisation's own time behind it.
    private func moment(_ moment: RegisterEntry.Moment) -> HTML {
        let local = DutyText.local(moment.at, policy.organisation.calendar).map { " (\($0))" } ?? ""
        return "<time datetime=\"\(moment.at.rfc3339)\">\(moment.at.text)</time>\(local)"
    }

    // MARK: - Facts

    private var what: HTML {
        facts(
            [
                ("Kind of event", "\(entry.eventClass), \(entry.severity)"),
                ("Title", entry.title == entry.eventClass ? nil : entry.title), ("Came to light", entry.cameToLight),
            ]
                + stated([
                    .whatHappened, .howDiscovered, .breachNature, .cause, .rootCause, .occurredAt, .affectedSystems,
                ]))
    }

    private func stated(_ keys: [ContentKey]) -> [(String, String?)] {
        keys.map { key in
            (
                Console.contentName(key.rawValue).capitalizedFirst,
                entry.particulars.first { $0.key == key }.map { "\($0.text)\n(stated \($0.at.at.text))" }
            )
        }
    }

    private var times: HTML {
        let rows = entry.times.map { time -> HTML in
            let later = time.recorded.at == time.at.at ? "" : ", recorded \(time.recorded.at.text)"
            return """
                <tr><th scope="row">\(time.milestone.caption)</th><td>\(moment(time.at))</td>
                <td class="quiet">\(FactText.author(time.by))\(later)</td></tr>

                """
        }
        return """
            <div class="scroll"><table><thead><tr><th scope="col">Moment</th><th scope="col">When</th>
            <th scope="col">By</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private var extent: HTML {
        let extent = entry.extent
        func answer(_ question: Question) -> String { BreachWords.answer(extent.answers[question.rawValue]?.rawValue) }
        let sets = extent.dataSets.map { set in
            let roles = set.roles.map(\.rawValue)
            return
                "\(set.title)\(roles.isEmpty ? "" : " (\(listed(roles)))")\(set.people.isEmpty ? "" : ": \(set.people)")"
        }
        return facts(
            [
                ("Personal data", answer(.personalData)), ("It happened", answer(.happened)),
                ("Confidentiality lost", answer(.confidentiality)), ("Integrity lost", answer(.integrity)),
                ("Availability lost", answer(.availability)), ("Data unreadable, keys safe", answer(.unreadable)),
                ("Our role", listed(extent.roles.map(\.rawValue))), ("Data sets", sets.joined(separator: "\n")),
                ("Kinds of data", listed(extent.data.map(\.text))), ("Services", listed(extent.services)),
                ("People", extent.people.isEmpty ? "unknown" : BreachWords.people(extent.people)),
                ("Records", extent.records.map { "about \($0)" } ?? "unknown"),
                ("Customers in scope", extent.customers.map(String.init)),
                ("Numbers as of", extent.asOf.map { $0.at.text }),
            ]
                + stated([
                    .subjectCategories, .vulnerableSubjectCount, .recordCategories, .dataTypes, .statesAffected,
                    .protectionBefore,
                ]))
    }

    private var effects: HTML {
        let risk = entry.risk
        let judged = risk.by.flatMap { by in risk.at.map { " (\(FactText.author(by)), \($0.at.text))" } } ?? ""
        let minutes = entry.effects.unavailableMinutes
        return facts(
            [
                ("Risk to people", risk.level.text.capitalizedFirst + judged),
                (
                    "Severity aid",
                    risk.aidScore.map {
                        "\($0), \(risk.aidLevel?.replacing("_", with: " ") ?? ""); a pre-fill, not the decision"
                    }
                ),
                ("Service unavailable", minutes == 0 ? nil : counted(Int(minutes), "minute")),
                (
                    "Customers touched",
                    entry.effects.customersShare == 0 ? nil : FactText.percent(entry.effects.customersShare)
                ),
                ("In words", entry.effects.text),
            ] + stated([.likelyConsequences, .harmAssessment, .secondaryHarm, .severityAndImpact]))
    }

    private var remedy: HTML {
        let measures = entry.measures.map { one -> HTML in
            let ended = one.ended.map { ", ended \($0.at.text)" } ?? ""
            return """
                <li><p><strong>\(one.title)</strong>: \(one.result.rawValue)</p>
                <p class="quiet small">started \(one.started.at.text)\(ended)\(one.detail.isEmpty ? "" : " · \(one.detail)")</p></li>

                """
        }
        let tasks = entry.followUps.map { one -> HTML in
            "<li><p><strong>\(one.title)</strong>: \(one.isDone ? "done" : "open")</p><p class=\"quiet small\">\(one.owner), by \(one.target)</p></li>\n"
        }
        let words = facts(
            stated([.measuresTaken, .mitigationMeasures, .preventiveMeasures, .protectionAfter, .userMeasures]))
        guard !measures.isEmpty || !tasks.isEmpty || !words.isEmpty else { return none("Nothing is recorded.") }
        return """
            \(words)
            \(measures.isEmpty && tasks.isEmpty ? HTML.nothing : "<ul class=\"rows\">\(measures)\(tasks)</ul>" as HTML)
            """
    }

    // MARK: - Decisions and duties

    private func words(_ words: RegisterEntry.Words) -> HTML {
        """
        <p class="words">\(words.text ?? "The text is withheld.")</p>
        <p class="quiet small"><span class="hash">\(words.document) · SHA-256 \(words.sha256)</span></p>

        """
    }

    private var decisions: HTML {
        guard !entry.decisions.isEmpty else { return none("None yet.") }
        return """
            <ol class="rows">\(entry.decisions.map { one in
                """
                <li><p class="split"><strong>\(BreachWords.decision(one, policy: policy))</strong>
                <span class="quiet small">\(FactText.author(one.by)) · \(one.at.at.text)</span></p>
                \(one.changes.isEmpty ? HTML.nothing : """
                <ul class="effects small">\(one.changes.map { "<li>\(BreachWords.sentence($0))</li>" as HTML })</ul>
                """ as HTML)
                \(one.reasoning.map(words))</li>

                """ as HTML
            })</ol>
            """
    }

    private var duties: HTML {
        guard !entry.duties.isEmpty else { return none("The policy has adopted none.") }
        return """
            <ul class="rows">\(entry.duties.map { duty in
                """
                <li><p class="split"><strong>\(duty.verdict.capitalizedFirst)\(duty.verdict == duty.standing ? "" : ", \(duty.standing)")</strong>
                <span class="quiet small">\(duty.due.map { "due \($0.at.text)" } ?? "")\(duty.isOurTarget && duty.due != nil ? ", our target" : "")</span></p>
                <p>\(duty.title) <span class="quiet">to \(duty.recipient)</span></p>
                <p class="small">\(duty.why.isEmpty ? "" : "\(listed(duty.why).capitalizedFirst).")\
                \(duty.fulfilled.map { " Fulfilled \($0.at.text)." } ?? "")</p>
                <p class="quiet small">\(duty.citation) · <code>\(duty.id)</code></p></li>

                """ as HTML
            })</ul>
            """
    }

    private var filings: HTML {
        entry.filings.isEmpty
            ? none("None.")
            : "<ol class=\"rows\">\(entry.filings.map { Console.filing($0, of: entry.id) })</ol>"
    }

    private var notices: HTML {
        guard !entry.notices.isEmpty else { return none("None.") }
        return """
            <ul class="rows">\(entry.notices.map { one in
                """
                <li><p><strong>\(BreachWords.notice(one.kind))</strong>: \(BreachWords.counts(one))</p>
                <p class="quiet small">queued \(one.queued.at.text)\(one.ended.map { ", ended \($0.at.text)" } ?? "")</p></li>

                """ as HTML
            })</ul>
            """
    }

    private var corrections: HTML {
        guard !entry.corrections.isEmpty else {
            return none("None. What stands above is never rewritten; corrections are added here.")
        }
        return """
            <ol class="rows">\(entry.corrections.map { one in
                """
                <li><p class="quiet small">\(FactText.author(one.by)) · \(one.at.at.text)</p>\(words(one.words))</li>

                """ as HTML
            })</ol>
            """
    }
}
