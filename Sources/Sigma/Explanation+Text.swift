/// The explanation for a person, plain text, several lines: the verdict first, then what it rests on.
extension Explanation: CustomStringConvertible {
    public var description: String { lines.joined(separator: "\n") }

    private static let listedMax = 5
    private static let shownMax = 120

    private var lines: [String] {
        if let counting { return counted(counting) }
        var lines = ["\(name): \(isMatch ? "matches" : "does not match")."]
        if !isLogsourceAdmitted {
            lines.append("  The rule is for another log source than the one the event names in its logsource_* fields.")
        }
        if let condition { lines.append("  Condition: \(condition)") }
        return lines + selections.flatMap(\.lines)
    }

    private var name: String { title.isEmpty || title == rule ? "“\(rule)”" : "“\(title)” (\(rule))" }

    private func counted(_ counting: Counting) -> [String] {
        var lines = ["\(name): the event \(isMatch ? "counts" : "does not count")."]
        for group in counting.groups where !group.isEmpty {
            let parts = group.sorted { $0.key < $1.key }.map { "\($0.key) = \(Self.shown(.string($0.value)))" }
            lines.append("  Its group: \(parts.joined(separator: ", "))")
        }
        if !counting.missing.isEmpty {
            lines.append("  It is missing from the event: \(counting.missing.joined(separator: ", "))")
        }
        let things =
            counting.fields.isEmpty
            ? "\(counting.threshold) \(counting.threshold == 1 ? "event" : "events")"
            : "\(counting.threshold) distinct \(counting.fields.joined(separator: " with "))"
        lines.append("  Fires at \(things) of one group within \(Self.span(counting.timespan)). Counted rules:")
        return lines + inputs.flatMap(\.lines).map { "    " + $0 }
    }

    /// The largest unit that divides it, as the rule would write it.
    private static func span(_ milliseconds: Int64) -> String {
        for (size, unit) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s")] as [(Int64, String)]
        where milliseconds >= size && milliseconds % size == 0 {
            return "\(milliseconds / size)\(unit)"
        }
        return "\(milliseconds) ms"
    }

    /// A value as JSON, cut where it would fill the screen.
    fileprivate static func shown(_ value: Value) -> String {
        if case .list(let members) = value, members.count > listedMax {
            return members.prefix(listedMax).map(shown).joined(separator: ", ")
                + " … (\(members.count - listedMax) more)"
        }
        let json = value.json
        return json.count > shownMax ? json.prefix(shownMax) + " …" : json
    }
}

extension Explanation.Selection {
    fileprivate var lines: [String] {
        var lines = ["  \(name): \(isMatch ? "yes" : "no")"]
        for (index, tests) in alternatives.enumerated() {
            if index > 0 { lines.append("    or") }
            lines += tests.map { "    \($0.line)" }
        }
        return lines
    }
}

extension Explanation.Test {
    fileprivate var line: String {
        let verdict = isMatch ? "yes  " : "no   "
        let wanted = Explanation.shown(expected)
        if isAboutKeywords { return "\(verdict)keywords\(key): \(wanted)" }
        guard let found else { return "\(verdict)\(key): \(wanted); the event has no such field" }
        return "\(verdict)\(key): \(wanted); found \(Explanation.shown(found))"
    }
}
