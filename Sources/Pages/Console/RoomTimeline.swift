import OnRecord

extension RoomParts {
    /// Every fact in words. The newest moment stands on top; what happened in one moment reads downwards.
    var timeline: HTML {
        let alerts = Dictionary(view.alerts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let moments = incident.facts.chunked { $0.at == $1.at }.reversed()
        var day: CivilDate?
        let items = moments.map { facts -> HTML in
            let at = facts[0].at
            defer { day = at.date }
            return """
                <li>
                <p><time datetime="\(at.rfc3339)">\(day == at.date ? "" : "\(at.date.short), ")\(at.clock)</time>
                <span>\(author(of: facts))</span></p>
                <ul>\(facts.map { line($0, alerts) })</ul>
                </li>

                """
        }
        return """
            <section id="timeline" aria-labelledby="timeline-title">
            <h2 id="timeline-title">Timeline</h2>
            <p class="quiet small">Newest first, times in UTC.</p>
            <ol class="timeline" reversed>\(items)</ol>
            </section>
            """
    }

    private func line(_ fact: Fact, _ alerts: [AlertID: Alert]) -> HTML {
        """
        <li class="\(style(fact))">\(sentence(fact))\(detail(fact, alerts))</li>

        """
    }

    /// A waiver's reason is stored as a note, but the page that shows the waiver shows it too.
    private func sentence(_ fact: Fact) -> String {
        if case .documented(let id, .note, _) = fact.what, incident.facts.contains(where: { $0.waives(for: id) }) {
            return incident.page == nil ? "Reason for a waiver." : "Reason for a waiver, read by the public."
        }
        return FactText.sentence(fact, policy: policy)
    }

    /// Whoever caused the moment; what follows from it in the same transaction is the product's own doing.
    private func author(of facts: [Fact]) -> String {
        FactText.author(facts.first { $0.by != .house }?.by ?? .house)
    }

    /// What a fact points to: an alert's group, a document's text.
    private func detail(_ fact: Fact, _ alerts: [AlertID: Alert]) -> HTML {
        switch fact.what {
        case .alertJoined(let trace):
            guard let alert = alerts[trace.id], !alert.group.isEmpty else { return .nothing }
            let group = alert.group.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            return "<p class=\"words\">\(group)\(alert.count > 1 ? " · \(alert.count) events" : "")</p>"
        case .documented(let id, let kind, _):
            guard let document = view.documents[id] else { return "<p class=\"words quiet\">The text is withheld.</p>" }
            // The parts of a post-mortem are read on its page.
            let text = kind == .postMortem ? document.parts["summary"] ?? "" : document.text
            return text.isEmpty ? .nothing : "<p class=\"words\">\(text)</p>"
        default: return .nothing
        }
    }

    private func style(_ fact: Fact) -> String {
        switch fact.what {
        case .promiseKept: "good"
        case .promiseMissed: "bad"
        case .settled(_, let outcome): outcome.succeeded ? "plain-fact" : "bad"
        case .promiseArmed, .queued, .playbookRan: "quiet"
        case .incidentOpened, .alertJoined, .milestoneReached, .scopeSet, .documented: "key"
        default: "plain-fact"
        }
    }
}

extension Fact {
    fileprivate func waives(for document: DocumentID) -> Bool {
        if case .promiseWaived(_, document) = what { true } else { false }
    }
}

extension Array {
    /// Runs of neighbours that belong together.
    fileprivate func chunked(_ belong: (Element, Element) -> Bool) -> [[Element]] {
        reduce(into: []) { runs, element in
            if let last = runs.last?.last, belong(last, element) {
                runs[runs.count - 1].append(element)
            } else {
                runs.append([element])
            }
        }
    }
}
