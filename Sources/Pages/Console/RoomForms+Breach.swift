import OnRecord

/// Acts about the breach: most lead to a page of their own.
extension RoomForms {
    private func way(_ path: String, _ text: String, _ main: Bool) -> HTML {
        """
        <p><a class="button\(main ? " primary" : "")"\(main ? " id=\"primary\"" as HTML : HTML.nothing) \
        href="/incidents/\(incident.id)/\(path)">\(text)</a></p>
        """
    }

    func assessment(_ main: Bool) -> HTML {
        """
        <p>\(assessmentSays)</p>
        \(way("assessment", incident.assessment == nil ? "Answer the questions" : "Open the assessment", main))
        """
    }

    private var assessmentSays: String {
        if let conclusion = incident.conclusion, incident.isConcluded {
            return conclusion.isNotifiable ? "Concluded: somebody must be told." : "Concluded: not notifiable."
        }
        return incident.assessment == nil
            ? "A few questions decide whom the law makes us tell, and by when. That it was no breach is a decision, too."
            : "It is not concluded yet. Its answers can change as facts arrive."
    }

    func filing(_ duty: String, _ main: Bool) -> HTML {
        let adoption = policy.promise(duty)?.adoption
        return """
            <p>To \(adoption?.recipient ?? "the authority"). You send it; its time, reference and receipt are kept as proof.</p>
            \(way("filings?duty=\(duty)", "Open the filing", main))
            """
    }

    /// By our own mail, or on another way that a person states.
    func tellPeople(_ main: Bool) -> HTML {
        let customers = incident.scope?.customers ?? 0
        let mails = customers > 0 && incident.milestones[.aware] != nil
        return """
            <p>In plain words, as a message of its own (GDPR Art. 34(2)). Nobody can unsubscribe from it.</p>
            \(mails ? send(
                "notices", fields: "<input type=\"hidden\" name=\"kind\" value=\"\(NoticeKind.people.rawValue)\">",
                button: "Mail \(counted(customers, "customer")) now", main) : .nothing)
            \(incident.milestones[.aware] == nil
                ? "<p class=\"quiet\">First state since when we are aware.</p>" as HTML
                : send(
                    "milestones",
                    fields: "<input type=\"hidden\" name=\"milestone\" value=\"\(Milestone.subjectsNotified.rawValue)\">",
                    button: "They were told another way", main && !mails))
            """
    }

    func notice(_ kind: NoticeKind, _ help: String, _ button: String, _ main: Bool) -> HTML {
        let isThis = typed("notices", "kind") == kind.rawValue
        return send(
            "notices",
            fields: """
                <input type="hidden" name="kind" value="\(kind.rawValue)">
                <label>Text<span>\(help)</span>
                <textarea name="text" rows="6" required>\(isThis ? typed("notices", "text") ?? "" : "")</textarea></label>
                """,
            button: "\(button) to \(counted(incident.scope?.customers ?? 0, "customer"))", main)
    }
}
