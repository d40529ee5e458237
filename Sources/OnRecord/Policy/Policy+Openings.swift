import Sigma

extension PolicyBuilder {
    private static let openingKeys = [
        "priority", "class", "says", "opens", "evidence", "rearm", "acknowledges", "resolves", "confirms", "affects",
    ]

    /// What each rule does when it fires. A rule that only feeds a correlation needs no `onrecord:` key.
    func readOpenings(classes: [String]) -> [String: Opening] {
        var openings: [String: Opening] = [:]
        for rule in rules.rules {
            guard let custom = rule.custom["onrecord"]?.map else { continue }
            for key in custom.keys.sorted() where !PolicyBuilder.openingKeys.contains(key) {
                problem(
                    rule, key: "onrecord.\(key)", found: "an unknown key",
                    expected: PolicyBuilder.openingKeys.dropLast().joined(separator: ", ") + " or affects",
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
                evidence: (custom["evidence"]?.list ?? custom["evidence"].map { [$0] } ?? []).map(\.text),
                rearm: rearm(rule, custom), saysWhenOver: rule.saysWhenOver,
                acknowledges: flag(rule, custom, "acknowledges"), resolves: flag(rule, custom, "resolves"),
                confirms: flag(rule, custom, "confirms"), affects: affects(rule, custom))
        }
        return openings
    }

    /// A correlation says nothing about a group for its timespan after a firing, so only a silence beyond that tells.
    private func rearm(_ rule: Rule, _ custom: [String: Value]) -> Duration {
        let range = Duration.minutes(1) ... .days(7)
        guard let value = custom["rearm"] else {
            let timespan = rule.correlation.map { Duration.milliseconds(min($0.timespan, 7 * 86_400_000)) }
            return timespan.map { min(max($0 * 2, range.lowerBound), range.upperBound) } ?? .minutes(15)
        }
        if let span = Duration(policy: value.text), range.contains(span) { return span }
        problem(
            rule, key: "onrecord.rearm", found: "“\(value.text)”", expected: "a time from 1m to 7d",
            remedy: "For example `rearm: 30m`: how long it must be quiet before it can wake somebody anew.")
        return .minutes(15)
    }

    private func flag(_ rule: Rule, _ custom: [String: Value], _ key: String) -> Bool {
        guard let value = custom[key] else { return false }
        guard let flag = value.bool else {
            problem(
                rule, key: "onrecord.\(key)", found: "“\(value.text)”", expected: "true or false",
                remedy: "Write `\(key): true` or leave the key out.")
            return false
        }
        return flag && opensIncident(rule, custom, key)
    }

    private func affects(_ rule: Rule, _ custom: [String: Value]) -> Opening.Affects? {
        guard let value = custom["affects"] else { return nil }
        let fields = value.map?.mapValues(\.text) ?? [:]
        guard !fields.isEmpty, fields.keys.allSatisfy({ ["tokens", "customers"].contains($0) }),
            fields.values.allSatisfy({ !$0.isEmpty })
        else {
            problem(
                rule, key: "onrecord.affects", found: "“\(value.text)”",
                expected: "`tokens`, `customers` or both, each with the name of a field",
                remedy: "For example `affects: {tokens: token_id}`.")
            return nil
        }
        guard opensIncident(rule, custom, "affects") else { return nil }
        return Opening.Affects(tokens: fields["tokens"], customers: fields["customers"])
    }

    private func opensIncident(_ rule: Rule, _ custom: [String: Value], _ key: String) -> Bool {
        guard custom["opens"]?.text == "nothing" else { return true }
        problem(
            rule, key: "onrecord.\(key)", found: "set beside `opens: nothing`",
            expected: "a rule that opens an incident",
            remedy: "Remove one of the two.")
        return false
    }

    private func problem(_ rule: Rule, key: String, found: String, expected: String, remedy: String) {
        top.reader.note(
            PolicyProblem(
                file: rule.path, line: rule.line, key: "rule \(rule.id): \(key)", found: found, expected: expected,
                remedy: remedy))
    }
}
