import Sigma

extension PolicyBuilder {
    /// What each rule does when it fires. A rule that only feeds a correlation needs no `onrecord:` key.
    func readOpenings(classes: [String]) -> [String: Opening] {
        var openings: [String: Opening] = [:]
        for rule in rules.rules {
            guard let custom = rule.custom["onrecord"]?.map else { continue }
            for key in custom.keys.sorted() where !["priority", "class", "says", "opens", "evidence"].contains(key) {
                problem(
                    rule, key: "onrecord.\(key)", found: "an unknown key",
                    expected: "priority, class, says, opens or evidence",
                    remedy: "Remove it.")
            }
            let priority = custom["priority"]?.text ?? "missing"
            guard let number = ["P1": 1, "P2": 2, "P3": 3, "P4": 4][priority] else {
                problem(
                    rule, key: "onrecord.priority", found: "“\(priority)”", expected: "P1, P2, P3 or P4",
                    remedy: "Say how urgent an alert of this rule is.")
                continue
            }
            let eventClass = custom["class"]?.text ?? "missing"
            guard classes.isEmpty || classes.contains(eventClass) else {
                problem(
                    rule, key: "onrecord.class", found: "“\(eventClass)”",
                    expected: "one of \(classes.joined(separator: ", "))", remedy: "Use a class this policy declares.")
                continue
            }
            if let opens = custom["opens"], !["incident", "nothing"].contains(opens.text) {
                problem(
                    rule, key: "onrecord.opens", found: "“\(opens.text)”", expected: "incident or nothing",
                    remedy: "Leave it out to open an incident.")
            }
            openings[rule.id] = Opening(
                rule: rule.id, title: rule.title, priority: number, eventClass: eventClass,
                says: custom["says"]?.text ?? rule.title, opensIncident: custom["opens"]?.text != "nothing",
                evidence: (custom["evidence"]?.list ?? custom["evidence"].map { [$0] } ?? []).map(\.text))
        }
        return openings
    }

    private func problem(_ rule: Rule, key: String, found: String, expected: String, remedy: String) {
        top.reader.note(
            PolicyProblem(
                file: rule.path, line: rule.line, key: "rule \(rule.id): \(key)", found: found, expected: expected,
                remedy: remedy))
    }
}
