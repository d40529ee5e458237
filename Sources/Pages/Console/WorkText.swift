import OnRecord

/// What an effect's id says about it: `<incident>.<kind>.<number>`, as the engine makes it.
/// A `settled` fact names only the id; its sentence needs no more than this.
enum WorkName: Equatable {
    case page(round: String, responder: String)
    case told(NoticeKind)
    case revocation, notice, reissue, credits, grant, receipt, news
    case action(String)

    init(_ effect: EffectID, of incident: IncidentID) {
        let rest = effect.hasPrefix(incident + ".") ? String(effect.dropFirst(incident.count + 1)) : effect
        let parts = rest.split(separator: ".").map(String.init)
        switch (parts.first ?? rest, parts.count) {
        case ("page", 3...): self = .page(round: parts[1], responder: parts[2...].joined(separator: "."))
        case ("revoke", 2): self = .revocation
        case ("notify", 2): self = .notice
        case (let kind, 2...) where NoticeKind(rawValue: kind) != nil: self = .told(NoticeKind(rawValue: kind)!)
        case ("reissue", 1): self = .reissue
        case ("credits", 2): self = .credits
        case ("grant", 2): self = .grant
        case ("receipt", 1): self = .receipt
        case ("news", 2): self = .news
        case ("action", 2...): self = .action(parts[1])
        default: self = .action(rest)
        }
    }
}

/// Queued work and its outcome in words.
enum WorkText {
    static func queued(_ task: Effect.Task, policy: Policy) -> String {
        switch task {
        case .page(let responder, let round):
            round == 1 ? "Paging responder \(responder)." : "Paging responder \(responder), round \(round)."
        case .notifyCustomers: "Mail to the affected customers is queued."
        case .tell(let kind, _, _): "\(words(kind).capitalizedFirst) is queued."
        case .revokeTokens: "Revocation of the tokens in scope is queued."
        case .openReissue: "Re-issue of tokens is being opened."
        case .act(let action): "“\(policy.action(action)?.title ?? action)” has started."
        case .listCredits: "Credits are being listed."
        case .grantCredits(_, .export): "Somebody says that the approved credits are entered."
        case .grantCredits(_, .stripe): "The approved credits are on their way to Stripe."
        case .confirmReceipt: "A receipt to the writer is queued."
        case .tellSubscribers(let bulletin): "News to subscribers is queued: \(bulletin.event.heading.lowercased())."
        case .sendDigest: "The day's news to subscribers is queued."
        }
    }

    static func settled(_ name: WorkName, _ outcome: Outcome, policy: Policy) -> String {
        let answer = outcome.detail.isEmpty ? "." : ": \(outcome.detail)"
        let failed = outcome.failed
        switch name {
        case .page(_, let responder):
            return
                (outcome.succeeded ? "Responder \(responder) was paged" : "Responder \(responder) could not be paged")
                + answer
        case .notice:
            return counted(outcome.done, "customer") + " mailed" + (failed > 0 ? ", \(failed) failed" : "") + answer
        case .told(let kind):
            return "\(words(kind).capitalizedFirst): \(counted(outcome.done, "customer")) mailed"
                + (failed > 0 ? ", \(failed) failed" : "") + answer
        case .revocation:
            return counted(outcome.done, "token") + " revoked" + (failed > 0 ? ", \(failed) failed" : "") + answer
        case .reissue:
            return (outcome.succeeded ? "Re-issue of tokens works" : "Re-issue of tokens does not work") + answer
        case .credits:
            return (outcome.succeeded ? counted(outcome.done, "credit") + " listed" : "Credits could not be listed")
                + answer
        case .grant:
            return counted(outcome.done, "customer") + " credited" + (failed > 0 ? ", \(failed) failed" : "") + answer
        case .receipt:
            return (outcome.succeeded ? "The writer has a receipt" : "The receipt could not be sent") + answer
        case .news:
            return "News to " + counted(outcome.done, "subscriber") + " is done"
                + (failed > 0 ? ", \(failed) failed" : "") + answer
        case .action(let action):
            let title = policy.action(action)?.title ?? action
            return "“\(title)” " + (outcome.succeeded ? "is done" : "failed") + answer
        }
    }
}

extension WorkText {
    static func words(_ kind: NoticeKind) -> String {
        switch kind {
        case .people: "the notice to the people concerned"
        case .update: "the update to those affected"
        case .report: "the report to those affected"
        }
    }

    /// `2 of 3 customers mailed, 1 failed`.
    static func progress(_ task: Effect.Task, _ counts: DeliveryCounts) -> String {
        let rest = [(counts.deferred, "deferred"), (counts.failed, "failed"), (counts.bounced, "bounced")]
            .map { $0.0 > 0 ? ", \($0.0) \($0.1)" : "" }.joined()
        return switch task {
        case .revokeTokens: "\(counts.done) of \(counted(counts.total, "token")) revoked\(rest)"
        case .grantCredits: "\(counts.done) of \(counted(counts.total, "customer")) credited\(rest)"
        default: "\(counts.done) of \(counted(counts.total, "customer")) mailed\(rest)"
        }
    }
}
