import Foundation
import OnRecord

/// What the law asks for after a rehearsed breach, for a terminal.
enum ScenarioTable {
    /// One block a duty: what it is, whom it is owed to, from when and until when, and why.
    static func text(_ duties: [DutyView], calendar: BusinessCalendar) -> String {
        let blocks = duties.map { block($0, calendar) }
        let owed = duties.count { $0.clock != nil && $0.verdict.isOwed }
        return blocks.joined(separator: "\n") + "\n  \(owed) of \(duties.count) adopted duties started."
    }

    private static func block(_ view: DutyView, _ calendar: BusinessCalendar) -> String {
        let obligation = view.adoption.obligation
        var lines = ["  \(mark(view.verdict)) \(view.verdict.word): \(obligation.title) (\(obligation.id))"]
        lines.append("to \(view.adoption.recipient); \(obligation.citation)")
        if view.verdict.isOwed { lines += clock(view, calendar) }
        let reasons = view.verdict.reasons.map(\.text)
        if !reasons.isEmpty { lines.append("because \(reasons.joined(separator: "; "))") }
        lines += view.verdict.questions.map { "open: \($0.text)" }
        return lines.enumerated().map { index, line in index == 0 ? line : "      " + line }.joined(separator: "\n")
            + "\n"
    }

    private static func clock(_ view: DutyView, _ calendar: BusinessCalendar) -> [String] {
        switch view.due {
        case .by(let deadline):
            let result = view.clock.map { $0.state == .pending ? "" : "; \($0.word)" } ?? ""
            return [
                "start \(view.promise.from.text) \(deadline.start.text)",
                "due   \(deadline.due.text) (\(calendar.wallText(deadline.due)) \(calendar.zone.identifier))\(result)",
                deadline.counted,
            ]
        case .missing(let fact): return ["not started: it waits for \(fact.text)"]
        case .fallenAway(let why): return ["no clock: \(why)"]
        case .notLive(_, let note): return ["no clock: \(note)"]
        }
    }

    private static func mark(_ verdict: DutyVerdict) -> String {
        switch verdict {
        case .owed: "✓"
        case .notOwed: "·"
        case .undecided: "?"
        }
    }
}
