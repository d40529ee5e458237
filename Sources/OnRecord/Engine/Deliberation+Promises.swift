/// Arms, keeps and misses promises. Level-triggered: it looks at what is, so three days of downtime catch up by themselves.
extension Deliberation {
    mutating func judgePromises() {
        for incident in state.allIncidents
        where incident.isOpen || incident.clocks.isPending {
            let applicable = policy.promises.filter {
                $0.adoption == nil && $0.from.subject == .incident && $0.when.holds(in: incident.circumstances)
            }
            arm(applicable, incident.id, incident.milestones, incident.clocks)
            judge(incident.id, state.incidents[incident.id]?.clocks ?? []) { incident.reached($0) }
        }
        let forReports = policy.promises.filter { $0.from.subject == .report }
        for report in state.allReports where report.milestones[.answered] == nil || report.clocks.isPending {
            arm(forReports, report.id, report.milestones, report.clocks)
            judge(report.id, state.reports[report.id]?.clocks ?? []) { report.milestones[$0.to] }
        }
    }

    private mutating func arm(
        _ promises: [Promise], _ subject: String, _ milestones: [Milestone: Timestamp], _ running: [PromiseClock]
    ) {
        for promise in promises where !running.contains(where: { $0.promise == promise.id }) {
            guard let started = milestones[promise.from],
                let due = promise.within.due(from: started, in: policy.organisation.calendar)
            else { continue }
            let clock = PromiseClock(
                promise: promise.id, says: promise.says, from: promise.from, to: promise.to, started: started,
                due: due)
            record(.promiseArmed(clock), about: subject)
        }
    }

    private mutating func judge(
        _ subject: String, _ clocks: [PromiseClock], reached: (PromiseClock) -> Timestamp?
    ) {
        for clock in clocks where clock.state == .pending {
            switch clock.judged(reached: reached(clock), at: now) {
            case .kept(let at): record(.promiseKept(promise: clock.promise, at: at), about: subject)
            case .missed(let at): record(.promiseMissed(promise: clock.promise, at: at), about: subject)
            case .pending, .waived, .lifted: continue
            }
            publishResult(of: clock.promise, subject)
        }
    }
}

extension [PromiseClock] {
    var isPending: Bool { contains { $0.state == .pending } }
}
