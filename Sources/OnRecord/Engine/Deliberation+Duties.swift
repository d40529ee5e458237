/// Arms, lifts and brings back the clocks of adopted duties, as the answers and moments of the incident have it.
/// Level-triggered like all clocks: it compares what is with what should be.
extension Deliberation {
    mutating func judgeDuties() {
        for incident in state.allIncidents
        where incident.isOpen || incident.clocks.isPending || incident.wasAnsweredAfterClosing {
            for view in policy.duties(in: incident) { judge(view, in: incident.id) }
        }
    }

    private mutating func judge(_ view: DutyView, in id: IncidentID) {
        guard let clock = view.clock else {
            if view.verdict.isOwed, let deadline = view.due.deadline {
                record(.promiseArmed(PromiseClock(view, deadline)), about: id)
            }
            return
        }
        switch clock.state {
        case .pending where view.verdict.isNotOwed || view.due.isOff:
            record(.dutyLifted(clock.promise), about: id)
        case .pending:
            // What it counts from has been stated for an earlier moment, or it follows the latest of several filings. Nothing
            // else moves a clock that runs, and a duty that is fulfilled is not counted again.
            guard let deadline = view.due.deadline,
                deadline.due < clock.due
                    || view.adoption.obligation.followsLatest && deadline.start != clock.started
            else { return }
            record(.dutyRestarted(PromiseClock(view, deadline)), about: id)
        // What nobody has answered any more is not known to be nothing.
        case .lifted where !view.verdict.isNotOwed && !view.due.isOff: record(.dutyResumed(clock.promise), about: id)
        case .kept, .missed, .waived, .lifted: break
        }
    }
}

extension PromiseClock {
    fileprivate init(_ view: DutyView, _ deadline: Deadline) {
        self.init(
            promise: view.promise.id, says: view.promise.says, from: view.promise.from, to: view.promise.to,
            started: deadline.start, due: deadline.due,
            duty: DutyTerms(
                filing: view.adoption.filing, isSuggested: deadline.isSuggested, isPublic: view.adoption.isPublic))
    }
}
