import Foundation
import OnRecord

/// A duty's standing in words.
enum DutyText {
    /// `Owed`, `Owed, and late`, `Not owed`, …
    static func headline(_ standing: DutyStanding) -> String {
        switch standing {
        case .undecided: "Undecided"
        case .notOwed: "Not owed"
        case .waiting(.start(let start)) where start.isJudgement: "Not owed so far"
        case .waiting: "Owed, its clock waits"
        case .running: "Owed"
        case .overdue: "Owed, and late"
        case .fulfilled(let at, false): "Fulfilled at \(at.text)"
        case .fulfilled(let at, true): "Fulfilled late, at \(at.text)"
        case .waived(let at): "Waived at \(at.text)"
        case .replaced: "Its clock has fallen away"
        }
    }

    static func style(_ standing: DutyStanding) -> String {
        switch standing {
        case .overdue: "bad"
        case .fulfilled(_, let late): late ? "bad" : "good"
        case .undecided, .waiting, .running: "state"
        case .notOwed, .waived, .replaced: "quiet"
        }
    }

    /// `Because personal data is involved, confidentiality was lost and we are controller.`
    static func because(_ view: DutyView) -> String {
        let verdict = view.verdict
        let clauses = verdict.reasons.map(\.text)
        guard !clauses.isEmpty else { return "" }
        let lead: String =
            switch verdict {
            case .notOwed: "Not owed, because"
            case .undecided: "So far"
            case .owed: view.awaitsJudgement ? "Not owed so far:" : "Owed, because"
            }
        return "\(lead) \(listed(clauses))."
    }

    /// `Mon 2026-11-23 16:40 Europe/Berlin`; nil where the zone is UTC, which stands beside it anyway.
    static func local(_ moment: Timestamp, _ calendar: BusinessCalendar) -> String? {
        let zone = calendar.zone.identifier
        guard zone != "UTC", zone != "GMT" else { return nil }
        return "\(calendar.wallText(moment)) \(zone)"
    }

    /// From which moment it counts, and how.
    static func counting(_ view: DutyView) -> String {
        switch view.due {
        case .by(let deadline): return "From \(deadline.start.text) on. \(deadline.counted)"
        case .missing(let fact): return "Its clock waits for \(fact.text)."
        case .fallenAway(let why): return why
        case .notLive(let status, let note): return "\(status.text.capitalizedFirst). \(note)"
        }
    }

    /// What else a reader should know before relying on it.
    static func footnotes(_ view: DutyView) -> [String] {
        let obligation = view.adoption.obligation
        var notes: [String] = []
        if let deadline = view.due.deadline {
            if let standard = obligation.standard { notes.append("The law says: \(standard.text).") }
            if let latest = deadline.latest { notes.append("Guidance tolerates it until \(latest.text).") }
            if let formal = deadline.formalEnd {
                notes.append(
                    "Counted the formal way of Regulation 1182/71 it ends at \(formal.text); work to the earlier end.")
            }
        }
        if let exception = obligation.exception { notes.append("Exception: \(exception)") }
        if obligation.confidence != .text {
            notes.append("\(obligation.confidence.explanation.capitalizedFirst).")
        }
        return notes
    }

    /// What ends it, as the next act.
    static func act(_ view: DutyView, incident: IncidentID) -> (path: String, text: String)? {
        let room = "/incidents/\(incident)"
        switch view.adoption.to {
        case .filed: return ("\(room)/filings?duty=\(view.promise.id)", "File it")
        case .customersNotified: return ("\(room)/deliveries", "Who was told")
        case .subjectsNotified: return ("\(room)#act-notices-people_notice", "Tell the people")
        case .assessed, .assessmentConcluded: return ("\(room)/assessment", "Assess the breach")
        default: return nil
        }
    }
}
