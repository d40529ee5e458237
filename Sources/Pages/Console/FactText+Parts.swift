import OnRecord

/// What sentences about facts are made of.
extension FactText {
    static func sentence(_ milestone: Milestone) -> String {
        switch milestone {
        case .detected: "Detected."
        case .roomOpened: "The incident room is open."
        case .acknowledged: "Acknowledged: somebody is on it."
        case .aware: "Aware: from here the legal clocks count."
        case .confirmed: "Confirmed."
        case .tokensRevoked: "All tokens in scope are revoked."
        case .reissueOpened: "Customers can mint new tokens."
        case .customersNotified: "All affected customers have been mailed."
        case .rollbackStarted: "The rollback has started."
        case .rolledBack: "Rolled back to a version known to be good."
        case .contained: "Contained."
        case .authorityNotified: "The authority has been notified."
        case .subjectsNotified: "The people concerned have been notified."
        case .pageReserved: "The public page is reserved."
        case .forensicsCompleted: "The forensic review is complete."
        case .postmortemPublished: "The post-mortem is public."
        case .reportSent: "The report has been sent."
        case .noted: "It stands in the monthly note."
        case .credited: "All approved credits are carried out."
        case .resolved: "Resolved."
        case .closed: "Closed."
        case .reported: "Reported from outside."
        case .suspected: "Suspected: there are grounds to look closer."
        case .informed: "Another party told us."
        case .discovered: "Discovered."
        case .assessed: "The breach is assessed."
        case .determined: "Found to meet a reporting test."
        case .classified: "Classified as a major incident."
        case .materialityDetermined: "Found to be material to investors."
        case .paymentMade: "A payment was made."
        case .requested: "An authority asked for a report."
        case .outageEnded: "The outage is over."
        case .correctiveMeasureAvailable: "A fix or mitigation is available to users."
        case .handled: "The handling of the incident has ended."
        case .filed: "Filed."
        case .changelogPublished: "It stands in the service changelog."
        case .assessmentConcluded: "The assessment is concluded."
        case .answered: "Answered."
        }
    }

    static func sentence(_ kind: Document.Kind) -> String {
        switch kind {
        case .update: "Update published."
        case .impact: "Impact described for customers and public."
        case .postMortem: "Post-mortem published."
        case .correction: "Correction appended to the post-mortem."
        case .note: "Note, for the room only."
        case .report: "The report's text was kept."
        case .answer: "Answer written."
        case .followUpDone: "Follow-up marked done."
        case .reasoning: "Reasoning about the breach written."
        case .particulars: "Facts for notices and filings stated."
        case .filing: "The filed text was kept."
        case .noticeUpdate: "Update for those affected written."
        case .incidentReport: "Report for those affected written."
        case .changelog: "Changelog entry published."
        }
    }

    static func sentence(_ scope: Scope, policy: Policy) -> String {
        var parts = [counted(scope.customers, "customer"), counted(scope.tokens, "token")]
        if !scope.data.isEmpty { parts.append(listed(scope.data.map(\.text))) }
        if !scope.services.isEmpty {
            let titles = scope.services.map { id in policy.services.first { $0.id == id }?.title ?? id }
            parts.append(listed(titles))
        }
        return parts.joined(separator: "; ") + "."
    }

    static func words(_ impact: Impact) -> String {
        var parts: [String] = []
        if impact.unavailableFor > .zero { parts.append("\(impact.unavailableFor.text) unavailable") }
        if impact.customersShare > 0 { parts.append("\(percent(impact.customersShare)) of customers") }
        return parts.isEmpty ? "none" : parts.joined(separator: "; ")
    }

    static func words(_ risk: Risk) -> String {
        switch risk {
        case .unlikely: "harm is unlikely"
        case .risk: "harm is possible"
        case .high: "harm is likely or grave"
        case .unknown: "not known yet, so it counts as possible"
        }
    }

    /// `personal data: yes; happened: unknown; risk: harm is possible.`
    static func words(_ assessment: Assessment) -> String {
        var parts = Question.allCases.compactMap { question in
            assessment[question].map { "\(question.rawValue.replacing("_", with: " ")): \($0.rawValue)" }
        }
        if let risk = assessment.risk { parts.append("risk: \(words(risk))") }
        return parts.isEmpty ? "nothing is answered yet." : parts.joined(separator: "; ") + "."
    }

    static func sentence(_ filing: Filing) -> String {
        var text = filing.phase == 1 ? "Filed" : "Filed again (\(filing.phase))"
        text += " under \(filing.filing)" + (filing.hasReceipt ? ", with receipt." : ".")
        return filing.missing.isEmpty ? text : text + " \(counted(filing.missing.count, "item")) not yet known."
    }

    /// `on confirmed, revoke tokens and mail the affected customers`.
    static func words(_ step: PlaybookStep, policy: Policy) -> String {
        let wait = step.after > .zero ? "\(step.after.text) after " : "on "
        let unless = step.unless.map { " and not \($0.text)" } ?? ""
        return wait + step.on.text + unless + ", " + listed(step.verbs.map { words($0, policy: policy) })
    }

    private static func words(_ verb: PlaybookStep.Verb, policy: Policy) -> String {
        switch verb {
        case .page: "page on-call"
        case .revokeTokens: "revoke tokens"
        case .openReissue: "open re-issue"
        case .notifyCustomers: "mail the affected customers"
        case .listCredits: "list credits"
        case .act(let action): "“\(policy.action(action)?.title ?? action)”"
        }
    }

    /// `4 %`, `0.5 %`: a share from 0 to 1, to a tenth of a percent.
    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
