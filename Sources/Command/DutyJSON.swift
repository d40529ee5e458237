import Foundation
import OnRecord

/// The stable shape of duties for other programs; docs/duties.md describes it. A key without a value is left out.
enum DutyJSON {
    struct Row: Encodable {
        var id, title, kind, jurisdiction, role, recipient, audience, citation, starts: String
        var after, within, target, standard, calendar, group, late, exception, note, keep: String?
        var atLatest, overtakenBy, contentsNote, statusNote: String?
        var rollover, appliesWhen, status, confidence: String
        var contents, form: [String]

        init(_ row: Obligation) {
            (id, title, kind) = (row.id, row.title, row.kind.rawValue)
            (jurisdiction, role, recipient) = (row.jurisdiction.rawValue, row.role, row.recipient)
            (audience, citation, starts) = (row.audience.rawValue, row.citation, row.starts.rawValue)
            (after, within, target, atLatest) = (row.after, row.within?.text, row.target?.text, row.atLatest?.text)
            (standard, calendar, group) = (row.standard?.rawValue, row.calendar?.rawValue, row.group)
            (late, exception, note, keep) = (row.late, row.exception, row.note, row.keep?.text)
            (overtakenBy, contentsNote, statusNote) = (row.overtakenBy?.rawValue, row.contentsNote, row.statusNote)
            (rollover, appliesWhen) = (row.rollover.rawValue, row.appliesWhen)
            (status, confidence) = (row.status.rawValue, row.confidence.rawValue)
            (contents, form) = (row.contents.map(\.rawValue), row.form.map(\.rawValue))
        }
    }

    struct Due: Encodable {
        var id: String
        /// `due`, `fallen_away` or `not_live`.
        var result: String
        var zone: String
        var starts: String
        var start, due, dueLocal, latest, formalEnd, movedFrom, within, standard, counted, reason: String?
        var suggested, uncertain: Bool?
        /// The clock of the same filing that ends first.
        var binding: String?

        init(_ query: DutyQuery) {
            let days = query.calendars.organisation
            (id, starts) = (query.row.id, query.row.starts.rawValue)
            (zone, binding) = (days.zoneName, query.others.isEmpty ? nil : query.binding)
            switch query.due {
            case .by(let deadline):
                result = "due"
                (start, due) = (deadline.start.rfc3339, deadline.due.rfc3339)
                dueLocal = String(days.wallText(deadline.due).dropFirst(4))
                (latest, formalEnd) = (deadline.latest?.rfc3339, deadline.formalEnd?.rfc3339)
                (movedFrom, within) = (deadline.movedFrom?.rfc3339, deadline.term.text)
                (standard, counted) = (deadline.standard?.rawValue, deadline.counted)
                (suggested, uncertain) = (deadline.isSuggested, deadline.isUncertain)
            case .missing(let fact): (result, reason) = ("missing", fact.text)
            case .fallenAway: (result, reason) = ("fallen_away", query.due.reasonForNone)
            case .notLive: (result, reason) = ("not_live", query.due.reasonForNone)
            }
        }
    }

    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
