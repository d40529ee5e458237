import OnRecord

/// Facts in words that a human reads, for the room's timeline and for a terminal.
public enum FactText {
    /// One sentence about what happened, without when and by whom.
    /// Names come from the policy as it is now; what it no longer holds appears by id.
    public static func sentence(_ fact: Fact, policy: Policy) -> String {
        switch fact.what {
        case .policyAdopted(let version):
            return "Policy version \(version.prefix(12)) is in force."
        case .incidentOpened(let eventClass, let severity, _):
            return "Incident opened at \(severity): \(policy.eventClass(eventClass)?.title ?? "“\(eventClass)”")."
        case .alertJoined, .alertHeld, .alertAcknowledged, .alertEnded, .alertMarkedNoise, .silenced, .silenceLifted,
            .maintenancePlanned, .maintenanceCancelled:
            return AlertText.sentence(fact, policy: policy)
        case .milestoneReached(let milestone, let at):
            // Stated for an earlier moment: the difference is evidence and has to be seen.
            return sentence(milestone) + (at == fact.at ? "" : " Stated for \(moment(at, seenOn: fact.at.date)).")
        case .scopeSet(let scope):
            return "Scope set: \(sentence(scope, policy: policy))"
        case .impactStated(let impact):
            return "Impact stated: \(words(impact))."
        case .assessed(let assessment, _):
            return "Breach assessed: \(words(assessment))"
        case .assessmentConcluded(let notifiable, _):
            return notifiable
                ? "The assessment is concluded: notices are owed." : "The assessment is concluded: nothing is owed."
        case .filed(let filing):
            return sentence(filing)
        case .playbookRan(let key):
            guard let step = policy.playbook.first(where: { $0.key == key }) else { return "A playbook step ran." }
            return "Playbook: \(words(step, policy: policy))."
        case .queued(_, let task):
            return WorkText.queued(task, policy: policy)
        case .settled(let effect, let outcome):
            return WorkText.settled(WorkName(effect, of: fact.subject), outcome, policy: policy)
        case .customersUnreached(_, let tasks):
            let cause =
                tasks.contains { $0.cause == .bounced } ? "the mail came back" : "the mail server refused the mail"
            return
                "\(counted(tasks.count, "customer")) must be reached another way: \(cause)."
        case .customersMailed(_, let keys):
            return
                "\(counted(keys.count, "customer")) who had to be reached another way: a mail was accepted after all."
        case .customerContacted(_, let way, _):
            return way == .impossible
                ? "A customer could not be reached: everything reasonable was tried."
                : "A customer whom no mail reached was told \(way.text)."
        case .complaintsReceived(_, let count):
            return "\(counted(count, "recipient")) called the notice unwanted."
        case .promiseArmed(let clock):
            return "Clock started, due \(moment(clock.due, seenOn: fact.at.date)): \(clock.says)"
        case .promiseKept(let promise, _):
            return "Promise kept: \(says(promise, policy))"
        case .promiseMissed(let promise, let at):
            return "Promise missed\(at.map { ", reached late at \($0.text)" } ?? ""): \(says(promise, policy))"
        case .promiseWaived(let promise, _):
            return "Promise waived: \(says(promise, policy))"
        case .dutyLifted(let duty):
            return "By the latest answers this duty is not owed: \(says(duty, policy))"
        case .dutyResumed(let duty):
            return "By the latest answers this duty is owed after all: \(says(duty, policy))"
        case .dutyRestarted(let clock):
            return "Clock counted anew, due \(moment(clock.due, seenOn: fact.at.date)): \(clock.says)"
        case .pageReserved(let slug):
            return "The public page has its address: /trust/incidents/\(slug)/"
        case .documented(_, let kind, _):
            return sentence(kind)
        case .creditsApproved(let approval):
            return "Credits approved: \(approval.text). List \(approval.list), hash \(approval.hash.prefix(12))."
        case .creditsWithdrawn(let list):
            return "The approval of \(list) was withdrawn before anything of it was carried out."
        case .reportReceived:
            return "An outside report arrived."
        case .reportAnswered(let outcome):
            return "The report was answered: \(outcome.text)"
        }
    }

    /// Who did it: `OnRecord`, `operator`, `responder first`, `a rule`, `an outsider`.
    /// Which rule it was stands in its alert's sentence.
    public static func author(_ author: Author) -> String {
        switch author {
        case .house: "OnRecord"
        case .outsider: "an outsider"
        case let other where other.rawValue.hasPrefix("rule:"): "a rule"
        default: author.rawValue.replacing(":", with: " ", maxReplacements: 1)
        }
    }

    /// `03:20:05 UTC`, with the day when it is another one.
    private static func moment(_ at: Timestamp, seenOn day: CivilDate) -> String {
        at.date == day ? "\(at.clock) UTC" : at.text
    }

    private static func says(_ promise: String, _ policy: Policy) -> String {
        policy.promise(promise)?.says ?? "“\(promise)”, of an earlier policy."
    }
}
