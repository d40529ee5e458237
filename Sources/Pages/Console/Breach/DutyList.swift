import OnRecord

/// Duties in the order of their urgency, for the assessment's outcome and for the room.
struct DutyList {
    let views: [DutyView]
    let incident: IncidentID
    let calendar: BusinessCalendar
    let now: Timestamp

    private func standing(_ view: DutyView) -> DutyStanding { view.standing(at: now) }

    /// What is late or due stands first, then what nobody has decided, then what waits.
    var open: [DutyView] {
        views.filter { standing($0).isOpen }.sorted { (rank($0), dueKey($0)) < (rank($1), dueKey($1)) }
    }

    var notOwed: [DutyView] { views.filter { [.notOwed].contains(standing($0)) } }

    /// Done, waived or replaced.
    var over: [DutyView] { views.filter { !standing($0).isOpen && standing($0) != .notOwed } }

    private func rank(_ view: DutyView) -> Int {
        switch standing(view) {
        case .overdue: 0
        case .running: 1
        case .undecided: 2
        default: 3
        }
    }

    private func dueKey(_ view: DutyView) -> Timestamp { view.dueAt ?? Timestamp(milliseconds: .max) }

    // MARK: - Rows

    /// With everything that is known about it.
    func row(_ view: DutyView) -> HTML {
        let standing = standing(view)
        let notes = DutyText.footnotes(view)
        return """
            <li class="duty" id="duty-\(view.promise.id)">
            \(head(view, standing))
            \(deadline(view, standing))
            <p class="small">\(DutyText.because(view))</p>
            \(view.verdict.questions.isEmpty ? HTML.nothing : """
            <ul class="effects small">\(view.verdict.questions.map { "<li>\($0.text)</li>" as HTML })</ul>
            """ as HTML)
            <details id="about-\(view.promise.id)"><summary class="small">How it is counted, and where it stands</summary>
            <div class="small">
            \(standing == .notOwed ? HTML.nothing : "<p>\(DutyText.counting(view))</p>" as HTML)
            <p>Owed when: \(view.adoption.obligation.appliesWhen)</p>
            \(notes.map { "<p>\($0)</p>" as HTML })
            <p class="quiet">\(view.adoption.obligation.citation) · <code>\(view.promise.id)</code></p>
            </div></details>
            </li>

            """
    }

    /// As the room shows it: the clock, and the act that ends it.
    func clock(_ view: DutyView) -> HTML {
        let standing = standing(view)
        return """
            <li class="duty">
            \(head(view, standing))
            \(deadline(view, standing))
            \(reason(view, standing))
            \(standing.isOpen ? act(view, standing) : .nothing)
            </li>

            """
    }

    private func head(_ view: DutyView, _ standing: DutyStanding) -> HTML {
        """
        <p class="split"><strong class="\(DutyText.style(standing))">\(DutyText.headline(standing))</strong>
        \(isCounting(standing) ? view.dueAt.map { TimeLeft(due: $0, now: now).markup } ?? .nothing : .nothing)</p>
        <p><strong>\(view.adoption.obligation.title)</strong> <span class="quiet">to \(view.adoption.recipient)</span></p>

        """
    }

    private func isCounting(_ standing: DutyStanding) -> Bool { standing == .running || standing == .overdue }

    private func deadline(_ view: DutyView, _ standing: DutyStanding) -> HTML {
        guard standing.isOpen, let due = view.dueAt, let started = view.startedAt else { return .nothing }
        let local = DutyText.local(due, calendar).map { " · \($0)" } ?? ""
        let mark: HTML = view.isSuggested ? " <span class=\"mark\">our target, not the law’s number</span>" : .nothing
        return """
            \(isCounting(standing) ? bar(from: started, to: due) : .nothing)
            <p class="small">\(standing == .undecided ? "If owed, due" : "Due") \
            <time datetime="\(due.rfc3339)">\(due.text)</time>\(local)\(mark)</p>

            """
    }

    /// What is used of the time. The words beside it say the same.
    private func bar(from started: Timestamp, to due: Timestamp) -> HTML {
        let whole = max(1, (due - started).milliseconds)
        let used = min(whole, max(0, (now - started).milliseconds))
        return """
            <meter class="use" min="0" max="1000" high="750" value="\(used * 1000 / whole)" \
            aria-label="Time used"></meter>
            """
    }

    private func reason(_ view: DutyView, _ standing: DutyStanding) -> HTML {
        switch standing {
        case .overdue where view.adoption.to == .filed:
            "<p class=\"small bad\">\(view.adoption.obligation.late ?? "It is still owed. File it, with the reasons for the delay.")</p>"
        case .overdue: "<p class=\"small bad\">It is still owed.</p>"
        case .undecided:
            "<p class=\"small\">Turns on: \(view.verdict.questions.map(\.text).joined(separator: " "))</p>"
        case .waiting: "<p class=\"small\">\(DutyText.counting(view))</p>"
        case .notOwed: "<p class=\"small\">\(DutyText.because(view))</p>"
        case .replaced(let why): "<p class=\"small\">\(why)</p>"
        case .running, .fulfilled, .waived: .nothing
        }
    }

    private func act(_ view: DutyView, _ standing: DutyStanding) -> HTML {
        if standing == .undecided {
            return
                "<p><a class=\"touch\" href=\"/incidents/\(incident)/assessment\">Answer it in the assessment</a></p>"
        }
        if case .waiting(let fact) = standing { return moment(fact) }
        guard let act = DutyText.act(view, incident: incident) else { return .nothing }
        return "<p><a class=\"touch\" href=\"\(act.path)\">\(act.text)</a></p>"
    }

    /// A clock that waits for a moment which a person states.
    private func moment(_ fact: DutyFact) -> HTML {
        guard case .start(let start) = fact, let milestone = Milestone(rawValue: start.rawValue),
            Milestone.startingClocks.contains(milestone)
        else { return .nothing }
        return """
            <form method="post" action="/incidents/\(incident)/milestones">
            <input type="hidden" name="milestone" value="\(milestone.rawValue)">
            <div class="fields"><label>Since when<span>UTC, such as \(now.rfc3339). Empty: now.</span>
            <input name="at" autocapitalize="off" spellcheck="false" placeholder="\(now.rfc3339)"></label></div>
            <button>\(Milestone.stating(milestone))</button></form>
            """
    }
}

extension Milestone {
    /// A moment that starts clocks, as somebody says it.
    static func stating(_ milestone: Milestone) -> String {
        switch milestone {
        case .aware: "We are aware of it"
        case .suspected: "We suspect it"
        case .informed: "Somebody else told us"
        case .discovered: "It was discovered"
        case .determined: "We find it reportable"
        case .classified: "We classify it as major"
        case .materialityDetermined: "We find it material to investors"
        case .paymentMade: "A payment was made"
        case .requested: "An authority asked for a report"
        case .outageEnded: "The outage is over"
        case .correctiveMeasureAvailable: "A fix is available"
        case .handled: "The handling has ended"
        default: milestone.text.capitalizedFirst
        }
    }
}
