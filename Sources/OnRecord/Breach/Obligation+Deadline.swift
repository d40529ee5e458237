import Foundation

extension Obligation {
    /// Counts from a start that is known.
    public func deadline(from start: Timestamp, in calendars: DutyCalendars) -> Deadline? {
        guard let term = within ?? target else { return nil }
        let unmoved = end(of: term, from: start, in: calendars)
        let due = moved(unmoved, in: calendars)
        var formalEnd: Timestamp?
        if hasFormalEnd, case .elapsed(let span) = term, due == unmoved, within != nil {
            formalEnd = start.nextFullHour + span
        }
        return Deadline(
            obligation: id, start: start, due: due, term: term, isSuggested: within == nil, standard: standard,
            latest: atLatest.map { moved(end(of: $0, from: start, in: calendars), in: calendars) },
            formalEnd: formalEnd == due ? nil : formalEnd, movedFrom: due == unmoved ? nil : unmoved,
            isUncertain: status == .uncertain,
            counted: counted(term, unmoved: unmoved, due: due, calendars))
    }

    func end(of term: Term, from start: Timestamp, in calendars: DutyCalendars) -> Timestamp {
        let own = calendars.organisation
        switch term {
        case .elapsed(let span): return start + span
        case .days(let count): return own.end(of: own.date(at: start).adding(days: count))
        case .months(let count): return own.end(of: own.date(at: start).adding(months: count))
        case .businessDays(let count):
            let days = calendars[calendar]
            // It can be Monday here and Tuesday where the days are counted; the earlier day is the safe one.
            let first = min(days.date(at: start), own.date(at: start))
            return calendars.close(of: days.businessDay(count, after: first), in: calendar)
        }
    }

    private func moved(_ end: Timestamp, in calendars: DutyCalendars) -> Timestamp {
        let days = calendars[calendar]
        guard !days.isBusinessDay(at: end) else { return end }
        switch rollover {
        // A count that begins on the next open day is the same as one that skips closed days.
        case .none, .beginNextBusinessDay: return end
        case .nextWorkingDayEnd: return days.end(of: days.businessDay(1, after: days.date(at: end)))
        case .noonNextWorkingDay: return days.wallClock(days.businessDay(1, after: days.date(at: end)), hour: 12)
        }
    }

    private func counted(_ term: Term, unmoved: Timestamp, due: Timestamp, _ calendars: DutyCalendars) -> String {
        let zone = calendars.organisation.zoneName
        var sentences: [String]
        switch term {
        case .elapsed: sentences = ["\(term.text) from \(starts.noun), through weekends, holidays and clock changes."]
        case .days, .months:
            sentences = ["\(term.text) after the day of \(starts.noun), to the end of that day (\(zone))."]
        case .businessDays:
            let days = calendar?.text ?? CalendarName.euMemberState.text
            let close =
                calendar == .usSEC ? "to 17:30 Eastern, when EDGAR's day ends" : "to the end of that day (\(zone))"
            sentences = ["\(term.text) after the day of \(starts.noun), \(close); counted: \(days)."]
        }
        if within == nil { sentences.insert("The law has no number; this target is ours.", at: 0) }
        if due != unmoved {
            let days = calendars[calendar]
            let to = rollover == .noonNextWorkingDay ? "noon" : "the end"
            sentences.append(
                "It ended on a closed day, \(days.wallText(unmoved)), and moved to \(to) of the next working day.")
        }
        return sentences.joined(separator: " ")
    }
}

extension Timestamp {
    /// Itself, where it is one.
    fileprivate var nextFullHour: Timestamp {
        let past = milliseconds - Timestamp.floorDivide(milliseconds, 3_600_000) * 3_600_000
        return past == 0 ? self : self + .milliseconds(3_600_000 - past)
    }
}
