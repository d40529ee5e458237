import Foundation
import OnRecord

/// What the law asks for after a rehearsed breach, for a terminal: what is owed first, by the time it is due.
struct ScenarioTable {
    let scenario: Scenario
    let duties: [DutyView]
    let start: Timestamp
    let policy: Policy

    private var calendar: BusinessCalendar { policy.organisation.calendar }

    var text: String {
        let owed = duties.filter(\.verdict.isOwed).sorted {
            ($0.due.deadline?.due ?? .distant, $0.promise.id) < ($1.due.deadline?.due ?? .distant, $1.promise.id)
        }
        let open = owed.filter { $0.clock?.reachedAt == nil }
        let sections = [
            ("OWED AND OPEN", open), ("OWED AND DONE", owed.filter { $0.clock?.reachedAt != nil }),
            ("UNDECIDED", duties.filter { !$0.verdict.questions.isEmpty }),
            ("NOT OWED", duties.filter(\.verdict.isNotOwed)),
        ]
        let blocks = sections.filter { !$0.1.isEmpty }.map { name, views in
            "\(name)\n" + views.map(block).joined(separator: "\n\n")
        }
        let source = "`onrecord duty show ID` tells contents and exceptions. Not legal advice."
        return ([heading, Columns.wrapped(summary(owed: owed, open: open))] + blocks + [source])
            .joined(separator: "\n\n")
    }

    private var heading: String {
        let aware = Rehearsal.awareAfter.promised
        let course =
            scenario.isConfirmed
            ? "aware \(aware) later, confirmed \(Rehearsal.confirmedAfter.promised) later"
            : "assessed and dismissed as a false alarm \(aware) later"
        return [
            "Drill of \(policy.organisation.name), scenario \(scenario.id). Nothing left the house.", "",
            Columns.wrapped(scenario.story), "",
            Columns.wrapped("Detected \(start.text) (\(wall(start))), \(course)."),
        ].joined(separator: "\n")
    }

    private func summary(owed: [DutyView], open: [DutyView]) -> String {
        let total = "of \(duties.count) adopted \(duties.count == 1 ? "duty" : "duties")"
        if owed.isEmpty { return "None \(total) is owed. The assessment and its reasoning are kept." }
        let count = "\(owed.count) \(total) \(owed.count == 1 ? "is" : "are") owed"
        guard let first = open.first?.due.deadline else { return "\(count), and done before the drill ended." }
        return "\(count), \(open.count) \(open.count == 1 ? "is" : "are") open. Due next: \(first.obligation), "
            + "\(first.due.text) (\(wall(first.due)))."
    }

    /// One duty: to whom, from when until when, and why.
    private func block(_ view: DutyView) -> String {
        let obligation = view.adoption.obligation
        var lines = ["  " + Columns.wrapped("\(obligation.id): \(obligation.title)", indent: 4)]
        func add(_ name: String, _ text: String) { lines.append(Columns.field(name, text, indent: 4)) }
        if view.verdict.isOwed {
            add("to", view.adoption.recipient)
            for (name, text) in clock(view) { add(name, text) }
        }
        let reasons = view.verdict.reasons.map(\.text)
        if !reasons.isEmpty { add("because", reasons.joined(separator: "; ")) }
        for question in view.verdict.questions { add("open", question.text) }
        add("source", obligation.citation)
        return lines.joined(separator: "\n")
    }

    private func clock(_ view: DutyView) -> [(String, String)] {
        switch view.due {
        case .by(let deadline):
            var lines = [
                ("start", "\(moment(deadline.start)), \(view.adoption.obligation.starts.text)"),
                (deadline.isSuggested ? "our target" : "due", moment(deadline.due)), ("counted", deadline.counted),
            ]
            if let done = view.clock?.reachedAt {
                lines.append(("done", "\(moment(done)), \(view.adoption.to.text)"))
            }
            return lines
        case .missing(let fact): return [("waits for", fact.text)]
        case .fallenAway, .notLive: return [("no clock", view.due.reasonForNone ?? "")]
        }
    }

    private func moment(_ moment: Timestamp) -> String { "\(moment.text) (\(wall(moment)))" }

    /// As the organisation's wall clock shows it.
    private func wall(_ moment: Timestamp) -> String { "\(calendar.wallText(moment)) \(calendar.zoneName)" }
}

extension Timestamp {
    /// After everything that has a term.
    fileprivate static let distant = Timestamp(milliseconds: .max)
}
