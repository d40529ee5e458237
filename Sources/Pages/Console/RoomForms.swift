import OnRecord

/// The room's forms: one per act, each filled with what is known or with what was typed and not accepted.
struct RoomForms {
    let view: RoomView
    var incident: Incident { view.incident }
    var policy: Policy { view.policy }
    var acts: RoomActs { RoomActs(policy: view.policy, incident: view.incident, now: view.now) }

    /// The act in an operator's words.
    func title(_ act: RoomAct) -> String {
        switch act {
        case .acknowledge: "Acknowledge"
        case .scope: incident.scope == nil ? "Set the scope" : "Change the scope"
        case .impact: "State the impact"
        case .assessment: incident.assessment == nil ? "Assess the breach" : "Review the assessment"
        case .confirm: "Confirm the incident"
        case .action(let id): policy.action(id)?.title ?? id
        case .milestone(let milestone): question(milestone)
        case .filing(let duty): "File: \(policy.promise(duty)?.adoption?.obligation.title ?? duty)"
        case .tellPeople: "Tell the people concerned"
        case .noticeUpdate: "Send an update to those affected"
        case .report: "Send the report to those affected"
        case .changelog: "Put it into the changelog"
        case .update: "Publish an update"
        case .note: "Write a note for the room"
        case .postMortem: "Publish the post-mortem"
        case .correction: "Append a correction"
        case .credits: creditsTitle
        case .waiver: "Waive a promise"
        case .dismissal: "Dismiss a false alarm"
        }
    }

    /// - Parameter main: Whether it is the one next act, whose button is the page's primary one.
    func form(_ act: RoomAct, main: Bool = false) -> HTML {
        switch act {
        case .acknowledge: acknowledgement(main)
        case .scope: scope(main)
        case .impact: impact(main)
        case .assessment: assessment(main)
        case .confirm: confirmation(main)
        case .action(let id): action(id, main)
        case .milestone(let milestone): statement(milestone, main)
        case .filing(let duty): filing(duty, main)
        case .tellPeople: tellPeople(main)
        case .noticeUpdate:
            notice(.update, "Everybody who had the first notice gets this as a reply to it.", "Send the update", main)
        case .report: notice(.report, "To everybody in scope, as a message of its own.", "Send the report", main)
        case .changelog:
            writing(
                "changelog", "Entry", "The public reads it at once. For incidents without effect on data.",
                "Publish the entry", main)
        case .update:
            writing("updates", "Text", "The public reads this at once. No names, no addresses.", "Publish now", main)
        case .note: writing("notes", "Note", "For the people in this room; never published.", "Keep the note", main)
        case .postMortem: postMortem(main)
        case .correction:
            writing(
                "corrections", "Correction", "Stands below the post-mortem with its time; the text above it stays.",
                "Append and publish", main)
        case .credits: credits(main)
        case .waiver: waiver(main)
        case .dismissal: dismissal(main)
        }
    }

    // MARK: - What forms are made of

    /// - Parameter path: Last segment of the route below the incident.
    func send(_ path: String, fields: HTML = .nothing, button: String, _ main: Bool) -> HTML {
        """
        <form method="post" action="/incidents/\(incident.id)/\(path)"\(view.refused?.form == path ? " data-kept" : "")>
        \(fields.text.isEmpty ? HTML.nothing : "<div class=\"fields\">\(fields)</div>" as HTML)
        <button\(main ? " class=\"primary\" id=\"primary\"" as HTML : HTML.nothing)>\(button)</button>
        </form>

        """
    }

    func typed(_ form: String, _ field: String) -> String? { all(form, field)?.joined(separator: "\n") }

    /// Nil unless this form was refused; then the field's values, of which there may be none.
    func all(_ form: String, _ field: String) -> [String]? {
        guard let refused = view.refused, refused.form == form else { return nil }
        return refused.fields[field] ?? []
    }

    private func writing(_ path: String, _ label: String, _ help: String, _ button: String, _ main: Bool) -> HTML {
        send(
            path,
            fields: """
                <label>\(label)<span>\(help)</span>
                <textarea name="text" rows="4" required>\(typed(path, "text") ?? "")</textarea></label>
                """,
            button: button, main)
    }

    private func acknowledgement(_ main: Bool) -> HTML {
        """
        <p>Says that you are on it. Nobody else is woken.</p>
        \(send("acknowledgement", button: "I am on it", main))
        """
    }

    private func action(_ id: String, _ main: Bool) -> HTML {
        let action = policy.action(id)
        let isByHand = action?.connector == .manual
        let how =
            isByHand
            ? "A person does this. Press the button when it is done: that moment is kept."
            : "Starts at once, by itself. Without an answer within \(action?.timeout.text ?? "") it is tried again."
        return """
            <p>\(how)</p>
            \(send(
                "actions", fields: "<input type=\"hidden\" name=\"action\" value=\"\(id)\">",
                button: isByHand ? "It is done" : "Start it now", main))
            """
    }

    /// What stands on an action's button beside others: pressing a manual one says that it is done.
    func button(_ action: ActionSpec) -> String {
        action.connector == .manual ? "Done by hand: \(action.title.lowercasedFirst)" : action.title
    }

    private func statement(_ milestone: Milestone, _ main: Bool) -> HTML {
        let running = milestone == .contained ? acts.runningActions : []
        return """
            \(running.map { run in
                """
                <p>“\(run.action.title)” has been running since \(run.since.clock) UTC; its result appears here.</p>
                """ as HTML
            })
            <p>Stated for this moment; it cannot be taken back.</p>
            \(send(
                "milestones", fields: "<input type=\"hidden\" name=\"milestone\" value=\"\(milestone.rawValue)\">",
                button: answer(milestone), main))
            """
    }

    private func credits(_ main: Bool) -> HTML {
        switch incident.creditStage {
        case .none, .listingFailed:
            """
            <p>\(policy.credits?.says ?? "") For \(counted(incident.scope?.customers ?? 0, "customer")) in scope. \
            Listing gives nobody anything.</p>
            \(send("credits", button: "List credits", main))
            """
        default:
            """
            <p>\(policy.credits?.says ?? "")</p>
            <p><a class="button\(main ? " primary" : "")" href="/incidents/\(incident.id)/credits">Look at the list</a></p>
            """
        }
    }

    private var creditsTitle: String {
        switch incident.creditStage {
        case .approved: "Carry out the credits"
        case .partlyGranted: "Finish the credits"
        case .listed: "Approve the credits"
        default: "List credits"
        }
    }

    private func waiver(_ main: Bool) -> HTML {
        let chosen = typed("waivers", "promise")
        let options = incident.clocks.running.filter(\.isWaivable).enumerated().map { index, clock -> HTML in
            let selected = chosen.map { $0 == clock.promise } ?? (index == 0)
            return "<option value=\"\(clock.promise)\"\(selected ? " selected" : "")>\(clock.says)</option>"
        }
        return send(
            "waivers",
            fields: """
                <label>Promise<select name="promise">\(options)</select></label>
                <label>Reason<span>The public reads it beside the promise. No names, no addresses.</span>
                <textarea name="reason" rows="3" required>\(typed("waivers", "reason") ?? "")</textarea></label>
                """,
            button: "Waive it", main)
    }

    private func dismissal(_ main: Bool) -> HTML {
        """
        <p>Closes the incident and waives its running clocks. Nothing of it is published, for it was never confirmed.</p>
        \(send(
            "dismissal",
            fields: """
                <label>Reason<span>Why it was no incident.</span>
                <textarea name="reason" rows="3" required>\(typed("dismissal", "reason") ?? "")</textarea></label>
                """,
            button: "Dismiss it", main))
        """
    }

    /// A moment as something to be done.
    private func question(_ milestone: Milestone) -> String {
        switch milestone {
        case .contained: "Contain it"
        case .forensicsCompleted: "Finish the forensic review"
        case .authorityNotified: "Notify the authority"
        case .subjectsNotified: "Notify the people concerned"
        case .reportSent: "Send the report"
        case .noted: "Put it into the monthly note"
        case .resolved: "Resolve it"
        case .closed: "Close it"
        default: milestone.text.capitalizedFirst
        }
    }

    /// The word that it has been done.
    func answer(_ milestone: Milestone) -> String {
        switch milestone {
        case .aware: "We are aware since now"
        case .contained: "It is contained"
        case .forensicsCompleted: "The forensic review is complete"
        case .authorityNotified: "The authority is notified"
        case .subjectsNotified: "The people concerned are notified"
        case .reportSent: "The report is sent"
        case .noted: "It stands in the monthly note"
        case .resolved: "It is resolved"
        case .closed: "Close the incident"
        default: Milestone.stating(milestone)
        }
    }
}
