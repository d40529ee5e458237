/// Credits: a list is made, a person approves it, and only then is anything carried out.
extension Deliberation {
    mutating func listCredits(_ id: IncidentID, by author: Author) throws {
        let incident = try incident(id)
        guard let rule = policy.credits else {
            throw Refusal.invalid("This policy has no `credits:`. Add it, then list credits.")
        }
        guard let scope = incident.scope else { throw Refusal.tooEarly("Listing credits", needs: "the scope") }
        if rule.amount.needsImpact, incident.impact.unavailableFor == .zero {
            throw Refusal.tooEarly("Listing credits", needs: "the impact, because the amount depends on it")
        }
        guard incident.creditStage.allowsListing else { throw busy(incident.creditStage) }
        queueList(rule, scope, incident, by: author)
    }

    /// The playbook's step: does nothing where a person would be refused.
    mutating func listCreditsIfOwed(_ incident: Incident) {
        guard let rule = policy.credits, rule.when.holds(in: incident.circumstances), let scope = incident.scope,
            !rule.amount.needsImpact || incident.impact.unavailableFor > .zero, incident.creditStage.allowsListing
        else { return }
        queueList(rule, scope, incident, by: .house)
    }

    private mutating func queueList(_ rule: CreditRule, _ scope: Scope, _ incident: Incident, by author: Author) {
        let began = [.detected, .aware].compactMap { incident.milestones[$0] }.min() ?? incident.openedAt
        let ended = incident.milestones[.resolved] ?? incident.milestones[.contained] ?? now
        let terms = CreditTerms(
            amount: rule.amount, began: began, ended: ended, unavailableFor: incident.impact.unavailableFor)
        let number = incident.work.values.count { $0.task.isCreditListing } + 1
        queue(
            Incident.creditList(number, of: incident.id), .listCredits(audience: scope.audience, terms: terms),
            for: incident.id, by: author)
    }

    /// - Parameter hash: of the list that the person looked at; another list is another decision.
    mutating func approveCredits(_ id: IncidentID, _ list: CreditListID, hash: String, by author: Author) throws {
        let incident = try incident(id)
        guard case .listed(let newest) = incident.creditStage else { throw notListed(incident.creditStage) }
        guard list == newest, let sealed = try shelf.creditList(list), sealed.hash == hash else {
            throw Refusal(
                kind: .conflict,
                description: "The list you looked at (“\(list.prefix(60))”) is not the one that stands now, \(newest). "
                    + "Look at that one, then approve it.")
        }
        guard incident.milestones[.confirmed] != nil else {
            throw Refusal.tooEarly("Approving credits", needs: "confirmation")
        }
        guard incident.creditAudience == incident.scope?.audience else {
            throw Refusal(
                kind: .conflict,
                description:
                    "The scope has changed since \(newest) was made. List the credits again, then approve that list.")
        }
        record(.creditsApproved(CreditApproval(sealed)), about: id, by: author)
        if sealed.count == 0 {
            reachOnce(.credited, id, by: author)
        } else if case .stripe? = policy.credits?.means, let means = policy.credits?.means {
            grant(list, means, id, by: author)
        }
    }

    /// A list that was approved by mistake, as long as nothing of it was carried out.
    mutating func withdrawCredits(_ id: IncidentID, by author: Author) throws {
        guard case .approved(let list) = try incident(id).creditStage else {
            throw Refusal(
                kind: .conflict,
                description:
                    "No approved list waits to be carried out, so there is none to withdraw. Nothing was changed.")
        }
        record(.creditsWithdrawn(list: list), about: id, by: author)
    }

    /// A person has entered the approved credits into the billing system: all of them, or those that could not be carried
    /// out by themselves.
    mutating func enterCredits(_ id: IncidentID, by author: Author) throws {
        let stage = try incident(id).creditStage
        switch stage {
        case .approved(let list), .partlyGranted(let list, _, _): grant(list, .export, id, by: author)
        default: throw notListed(stage, wanted: "Saying that credits are entered")
        }
    }

    private mutating func grant(_ list: CreditListID, _ means: CreditMeans, _ id: IncidentID, by author: Author) {
        let number = (state.incidents[id]?.work.values.count { $0.task.isCreditGrant } ?? 0) + 1
        queue(Incident.creditGrant(number, of: id), .grantCredits(list: list, means: means), for: id, by: author)
    }

    private func busy(_ stage: CreditStage) -> Refusal {
        let why =
            switch stage {
            case .listing(let list): "\(list) is being made. Wait for it."
            case .granting(let list, _): "\(list) is being carried out. Wait until that has ended."
            default: "\(stage.list ?? "A list") is approved. Carry it out or withdraw it first."
            }
        return Refusal(kind: .conflict, description: why)
    }

    private func notListed(_ stage: CreditStage, wanted: String = "Approving credits") -> Refusal {
        switch stage {
        case .none, .listingFailed: .tooEarly(wanted, needs: "their list")
        case .listing, .granting: busy(stage)
        case .listed: .tooEarly(wanted, needs: "their approval")
        case .approved(let list), .granted(let list), .partlyGranted(let list, _, _):
            Refusal(
                kind: .conflict,
                description: "\(list) is \(stage.word.replacing("_", with: " ")) already. Nothing was changed.")
        }
    }
}
