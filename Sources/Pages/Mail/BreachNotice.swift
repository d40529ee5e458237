import OnRecord

/// What an affected customer reads: what happened, what was exposed, what we did, what to do, and what is not known.
public enum BreachNotice {
    /// - Parameter impact: the impact in a sentence, where the operator has stated one.
    /// - Parameter tokens: this customer's tokens within the scope, as the registry has them now; empty when unknown.
    /// - Parameter reissueURL: where this customer makes a new token with one button.
    public static func compose(
        policy: Policy, incident: Incident, impact: String = "", customer: Customer, tokens: [Token] = [],
        reissueURL: String
    ) -> MailText {
        let notice = Notice(policy: policy, incident: incident, impact: impact, tokens: tokens)
        let organisation = policy.organisation
        var blocks: [MailBlock] = [
            .title("\(organisation.name): an incident affects your account"),
            .paragraph("To \(customer.name):"),
            .paragraph(
                "We have confirmed a security incident, and you are among the customers it affects. This mail says what we "
                    + "know, and what we do not know yet."),
            .heading("What happened"), .paragraph(notice.happened),
            .heading("What was exposed"), .paragraph(notice.exposed),
            .heading("What we have done"), .bullets(notice.done),
            .heading("What you should do"),
        ]
        if notice.needsNewToken {
            blocks.append(
                .paragraph(
                    "Make a new API token and put it in place of the old one. The link is yours alone: do not pass it on."
                ))
            blocks.append(.button("Make a new token", url: reissueURL))
            blocks.append(.paragraph("Then look through your own logs for use of the old token that was not yours."))
        } else {
            blocks.append(
                .paragraph(
                    "Look through your own logs for anything unusual. We will write again if more is needed from you."))
        }
        blocks += [
            .heading("What we do not know yet"), .bullets(notice.unknown),
            .heading("When you hear more"), .paragraph(notice.next),
        ]
        if let page = incident.page {
            blocks.append(.address("The public account of this incident", url: organisation.site + page.path))
        }
        blocks += [
            .heading("If you have duties of your own"), .paragraph(notice.aware),
            .paragraph("Questions: write to \(organisation.contact)."),
            .paragraph("\(organisation.name), reference \(incident.id)"),
        ]
        return MailText(
            subject: "\(organisation.name): security incident affecting your account (\(incident.id))", blocks)
    }
}

/// The sentences, each from what the incident holds.
private struct Notice {
    let policy: Policy
    let incident: Incident
    let impact: String
    let tokens: [Token]

    private func at(_ milestone: Milestone) -> Timestamp? { incident.milestones[milestone] }
    private var title: String { policy.eventClass(incident.eventClass)?.title ?? incident.eventClass }
    private var data: [DataKind] { incident.scope?.data ?? [] }

    var needsNewToken: Bool { data.contains(.tokens) || data.contains(.keys) || !tokens.isEmpty }

    var happened: String {
        var text = "\(title), first seen \((at(.detected) ?? incident.openedAt).text)"
        if let confirmed = at(.confirmed) { text += " and confirmed \(confirmed.text)" }
        text += "."
        if let services = incident.scope?.services, !services.isEmpty {
            let titles = services.map { id in policy.services.first { $0.id == id }?.title ?? id }
            text += " It concerns: \(listed(titles))."
        }
        return impact.isEmpty ? text : text + " " + impact
    }

    var exposed: String {
        guard !data.isEmpty else {
            return
                "We do not know yet which of your data was within reach. Until we do, treat all of it as exposed."
        }
        return
            "Within reach of others: \(listed(data.map(\.text))). We count that as exposed, used or not."
    }

    var done: [String] {
        var steps: [String] = []
        if data.contains(.tokens) || !tokens.isEmpty { steps.append(revocation) }
        if let contained = at(.contained) { steps.append("The incident is contained since \(contained.text).") }
        if let rolledBack = at(.rolledBack) {
            steps.append("The service runs on a version known to be good since \(rolledBack.text).")
        }
        if at(.contained) == nil { steps.append("People are working on containing it now.") }
        return steps
    }

    private var revocation: String {
        let revoked = tokens.compactMap(\.revokedAt)
        if !tokens.isEmpty, revoked.count == tokens.count, let last = revoked.max() {
            let count = tokens.count == 1 ? "1 token of yours was" : "\(tokens.count) tokens of yours were"
            let they = tokens.count == 1 ? "It no longer opens anything." : "They no longer open anything."
            return "\(count) revoked, without waiting for a person: done \(last.text). \(they)"
        }
        if let all = at(.tokensRevoked), tokens.isEmpty {
            return
                "Every token involved was revoked, without waiting for a person: done \(all.text). None opens anything now."
        }
        let whose =
            tokens.isEmpty
            ? "Every token involved is"
            : "\(counted(tokens.count, "token")) of yours \(tokens.count == 1 ? "is" : "are")"
        let since = at(.confirmed).map { " That began \($0.text), with the confirmation." } ?? ""
        return "\(whose) being revoked, without waiting for a person.\(since) Do not count on the old token any more."
    }

    var unknown: [String] {
        var gaps: [String] = []
        if at(.forensicsCompleted) == nil {
            let due = incident.clocks.first { $0.to == .forensicsCompleted && $0.state == .pending }?.due
            gaps.append(
                "Exactly how access was gained, and everything that was done with it"
                    + (due.map { "; our forensic review is due \($0.text)." }
                        ?? "; our forensic review is not complete."))
        }
        if incident.risk == .unknown {
            gaps.append("How likely it is that this harms you or people whose data you keep with us.")
        }
        if at(.contained) == nil { gaps.append("Whether more customers or data are affected.") }
        if at(.postmortemPublished) == nil { gaps.append("What we will change so that it does not happen again.") }
        return gaps.isEmpty ? ["Nothing that we are aware of. If that changes, a correction says so."] : gaps
    }

    var next: String {
        if let published = at(.postmortemPublished) {
            return "The post-mortem was published \(published.text). Corrections, if any, are appended there."
        }
        let place = incident.page == nil ? "on our public trust site" : "at the address below"
        let pending = incident.clocks.filter { $0.to == .postmortemPublished && $0.state == .pending }.map(\.due).min()
        if let pending { return "The next full account appears \(place), at the latest \(pending.text)." }
        let owed = policy.promises.first { $0.to == .postmortemPublished && $0.when.holds(in: incident.circumstances) }
        if let owed {
            return
                "The next full account appears \(place), \(owed.limitInWords). Its exact deadline stands there from then on."
        }
        return "What we learn appears \(place)."
    }

    var aware: String {
        guard let aware = at(.aware) else { return "We are still establishing since when we can be certain of this." }
        return
            "We have been reasonably certain of this incident since \(aware.text). If you must notify an authority or "
            + "people whose data you keep with us, this mail may start your own clocks."
    }
}
