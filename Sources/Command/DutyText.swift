import Foundation
import OnRecord

/// Duties for a terminal, in lines of at most 100 columns.
enum DutyText {
    /// - Parameter rows: those of one jurisdiction follow each other.
    static func list(_ rows: [Obligation]) -> String {
        let idWidth = (rows.map(\.id.count).max() ?? 0) + 2
        let clocks = rows.map(clock)
        let clockWidth = (clocks.map(\.count).max() ?? 0) + 2
        var text = ""
        var last: Jurisdiction?
        for (row, clock) in zip(rows, clocks) {
            if last != row.jurisdiction {
                text += "\(last == nil ? "" : "\n")\(row.jurisdiction.rawValue)  \(row.jurisdiction.name)\n"
            }
            last = row.jurisdiction
            let mark = row.status == .inForce ? "" : " (\(row.status.text))"
            text +=
                "  " + Columns.padded(row.id, idWidth) + Columns.padded(clock, clockWidth)
                + Columns.wrapped(row.title + mark, indent: 2 + idWidth + clockWidth) + "\n"
        }
        if clocks.contains(where: { $0.hasPrefix("~") }) {
            text += "\n~ the law sets a standard and no number; the time is our own target.\n"
        }
        return text + "\(rows.count) \(rows.count == 1 ? "duty" : "duties"), as of "
            + "\(ObligationCatalogue.shipped.asOf.text). Not legal advice."
    }

    private static func clock(_ row: Obligation) -> String {
        row.within?.text ?? row.target.map { "~ \($0.text)" } ?? ""
    }

    static func show(_ row: Obligation) -> String {
        var lines = [row.id, Columns.wrapped(row.title, indent: 0), ""]
        func add(_ name: String, _ text: String?) {
            if let text, !text.isEmpty { lines.append(Columns.field(name, text)) }
        }
        add("recipient", row.recipient)
        add("our role", row.role)
        add("owed when", row.appliesWhen)
        add("unless", row.exception)
        if let within = row.within {
            let chained = row.after.map { " of \($0)" } ?? ""
            add("due", "\(within.text) from `\(row.starts.rawValue)`\(chained): \(row.starts.explanation)")
        } else if let target = row.target {
            let chained = row.after.map { " of \($0)" } ?? ""
            add(
                "due",
                "\(row.standard?.text ?? "no number") from `\(row.starts.rawValue)`\(chained): \(row.starts.explanation)"
            )
            add("our target", target.text)
        }
        add("tolerated", row.atLatest.map { "up to \($0.text), by guidance" })
        if row.within != nil {
            add("besides", row.standard.map { "it is owed \($0.text); the number is the outer limit" })
        }
        add("counted by", row.calendar?.text)
        switch row.rollover {
        case .none: break
        case .nextWorkingDayEnd: add("closed days", "an end on a closed day moves to the end of the next working day")
        case .noonNextWorkingDay: add("closed days", "an end on a closed day moves to noon of the next working day")
        case .beginNextBusinessDay:
            add("closed days", "from a start on a closed day the count begins on, and includes, the next open day")
        }
        add("if late", row.late)
        let siblings = ObligationCatalogue.shipped.siblings(of: row).filter { $0.id != row.id }.map(\.id)
        add("same filing", siblings.isEmpty ? nil : siblings.joined(separator: ", ") + "; the first clock to end binds")
        lines.append("")
        lines.append("  What must be in it")
        let keyWidth = (row.contents.map(\.rawValue.count).max() ?? 0) + 2
        for key in row.contents {
            lines.append(
                "    " + Columns.padded(key.rawValue, keyWidth) + Columns.wrapped(key.explanation, indent: keyWidth + 4)
            )
        }
        if let note = row.contentsNote { lines.append("    " + Columns.wrapped(note, indent: 4)) }
        add("form", row.form.isEmpty ? nil : row.form.map(\.text).joined(separator: "; "))
        lines.append("")
        add("note", row.note)
        add("keep", row.keep.map { "its record for \($0.text)" })
        add("source", row.citation)
        if row.status != .inForce { add("status", "\(row.status.text): \(row.statusNote ?? "")") }
        add("confidence", row.confidence.explanation)
        return lines.joined(separator: "\n")
    }

    static func due(_ query: DutyQuery) -> String {
        let row = query.row
        var lines = [row.id, Columns.wrapped(row.title, indent: 0), "", Columns.field("recipient", row.recipient)]
        lines += answer(query.due, row, query.calendars)
        lines.append(Columns.field("source", row.citation))
        let others = query.others
        if !others.isEmpty {
            lines.append("")
            for (other, due) in others { lines.append(Columns.field("also", "\(other.id): \(short(due))")) }
            if let binding = query.binding { lines.append(Columns.field("binds", "\(binding), the first to end")) }
        }
        return lines.joined(separator: "\n")
    }

    private static func answer(_ due: DutyDue, _ row: Obligation, _ calendars: DutyCalendars) -> [String] {
        switch due {
        case .by(let deadline):
            var lines = [moment("start", deadline.start, calendars)]
            lines.append(moment(deadline.isSuggested ? "our target" : "due", deadline.due, calendars))
            if let latest = deadline.latest { lines.append(moment("tolerated to", latest, calendars)) }
            if let formal = deadline.formalEnd { lines.append(moment("formal end", formal, calendars)) }
            if let unmoved = deadline.movedFrom { lines.append(moment("moved from", unmoved, calendars)) }
            lines.append(Columns.field("counted", deadline.counted))
            if let standard = deadline.standard {
                lines.append(
                    Columns.field(
                        "standard",
                        deadline.isSuggested ? standard.text : "\(standard.text); the number is the outer limit"))
            }
            if deadline.formalEnd != nil {
                lines.append(
                    Columns.field(
                        "",
                        "The formal end leaves out the hour of the event (Reg. (EEC, Euratom) 1182/71 Art. 3). It is there "
                            + "for lawyers; work to the deadline."))
            }
            if deadline.movedFrom != nil, let exception = row.exception {
                lines.append(Columns.field("relief", exception))
            }
            if deadline.isUncertain { lines.append(Columns.field("uncertain", row.statusNote ?? "")) }
            return lines
        case .missing(let fact): return [Columns.field("waits for", fact.text)]
        case .fallenAway, .notLive: return [Columns.field("no clock", due.reasonForNone ?? "")]
        }
    }

    private static func short(_ due: DutyDue) -> String {
        switch due {
        case .by(let deadline): "due \(deadline.due.text)"
        case .missing(let fact): "waits for `\(fact.start.rawValue)`"
        case .fallenAway(let reason): "falls away. \(reason)"
        case .notLive(let status, _): "\(status.text), no clock"
        }
    }

    /// In UTC, and as the organisation's wall clock shows it.
    private static func moment(_ name: String, _ moment: Timestamp, _ calendars: DutyCalendars) -> String {
        let days = calendars.organisation
        return "  " + Columns.padded(name, 14)
            + (days.zoneName == "UTC"
                ? "\(days.wallText(moment).prefix(3)) \(moment.text)"
                : "\(moment.text)   \(days.wallText(moment)) \(days.zoneName)")
    }
}
