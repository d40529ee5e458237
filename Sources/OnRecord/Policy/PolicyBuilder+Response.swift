/// Reads what is done about incidents: playbook, actions, people, mail, post-mortems.
extension PolicyBuilder {
    func readPlaybook(_ conditions: ConditionReader, actions: [String]) -> [PlaybookStep] {
        let known = PlaybookStep.Verb.builtIn.map(\.word) + actions
        return top.list("playbook", keys: ["on", "when", "after", "unless", "do"]).compactMap { section in
            let when = conditions.read(section)
            let verbs = section.each(
                "do", expected: "any of \(known.joined(separator: ", "))",
                remedy: "Use one of these, or declare it under `actions:` with a connector that needs no person."
            ) { word -> PlaybookStep.Verb? in
                PlaybookStep.Verb.builtIn.first { $0.word == word } ?? (actions.contains(word) ? .act(word) : nil)
            }
            if !section.has("do") {
                section.refuse("do", expected: "a list of steps", remedy: "For example `do: [page]`.")
            }
            let after = section.duration("after") ?? .zero
            let unless = section.optionalWord("unless", Milestone.self)
            guard let on = section.word("on", Milestone.self) else { return nil }
            return PlaybookStep(on: on, when: when, after: after, unless: unless, verbs: verbs)
        }
    }

    func readActions() -> [ActionSpec] {
        let actions = top.list(
            "actions", keys: ["id", "title", "connector", "url_from", "timeout", "starts", "reaches"]
        ).map {
            section in
            let connector: ActionSpec.Connector
            switch section.string("connector") {
            case "webhook":
                connector = .webhook(variable: section.identifier("url_from"))
            case "manual":
                connector = .manual
            case let other:
                if !other.isEmpty {
                    section.refuse("connector", expected: "webhook or manual", remedy: "Use one of these words.")
                }
                connector = .manual
            }
            let timeout = section.duration("timeout") ?? .minutes(2)
            if timeout > ActionSpec.timeoutMax {
                section.refuse(
                    "timeout", expected: "at most 10m",
                    remedy: "Let the hook answer when it has begun, and say the rest later.")
            }
            if section.optionalString("connector") == "manual", section.has("starts") {
                section.refuse(
                    "starts", expected: "no `starts` on a manual action",
                    remedy:
                        "A person says when it is done, so nothing could measure how long it took. Keep `reaches` only."
                )
            }
            return ActionSpec(
                id: section.identifier(), title: section.string("title"), connector: connector,
                timeout: timeout,
                starts: section.optionalWord("starts", Milestone.self),
                reaches: section.optionalWord("reaches", Milestone.self))
        }
        refuseRepeats(actions.map { ($0.id, "actions") })
        return actions
    }

    func readOnCall() -> [Responder] {
        let people = top.list("on_call", keys: ["id", "mail"]).map { section in
            let mail = section.string("mail")
            if !mail.isEmpty && !MailAddress.isPlausible(mail) {
                section.refuse("mail", expected: "one mail address", remedy: "For example `oncall@vault.example`.")
            }
            return Responder(id: section.identifier(), mail: mail)
        }
        if people.isEmpty {
            top.refuse(
                "on_call", expected: "at least one person",
                remedy: "Add `on_call: [{id: first, mail: you@vault.example}]`.")
        }
        return people
    }

    func readPostMortem() -> PostMortemFormat {
        guard let section = top.requiredSection("post_mortem", keys: ["parts", "follow_ups"]) else {
            return PostMortemFormat(parts: [], followUps: false)
        }
        let parts = section.list("parts", keys: ["id", "title"]).map {
            PostMortemFormat.Part(id: $0.identifier(), title: $0.string("title"))
        }
        if parts.isEmpty {
            section.refuse(
                "parts", expected: "at least one part", remedy: "Add `- {id: cause, title: Why it happened}`.")
        }
        refuseRepeats(parts.map { ($0.id, "post_mortem") })
        if parts.contains(where: { $0.id == "summary" }) {
            section.refuse(
                "parts", expected: "ids other than `summary`",
                remedy: "Every post-mortem may have a summary; it needs no part of its own.")
        }
        return PostMortemFormat(parts: parts, followUps: section.bool("follow_ups"))
    }
}
