/// Jobs the product does on its own shelves, without a network: the built-in token registry and the list of credits.
public struct HouseWork {
    private let store: any Store

    public init(store: any Store) { self.store = store }

    /// Nil when the job is not of this kind.
    public func perform(
        _ job: Job, at now: Timestamp, random: inout some RandomNumberGenerator
    ) throws -> JobResult? {
        switch job.effect.task {
        case .revokeTokens: .members(try revoke(job.members, at: now))
        case .openReissue: try tryMinting(at: now, random: &random)
        case .listCredits(let audience, let terms): try listCredits(audience, terms, job.effect, at: now)
        case .grantCredits(_, .export): .members(job.members.map { entered($0, at: now) })
        case .page, .notifyCustomers, .tell, .act, .confirmReceipt, .tellSubscribers, .sendDigest,
            .grantCredits(_, .stripe):
            nil
        }
    }

    /// Revokes, then reads back: only a token seen dead counts as revoked.
    private func revoke(_ deliveries: [Delivery], at now: Timestamp) throws -> [Delivery] {
        let ids = deliveries.map(\.member)
        try store.revoke(ids, at: now)
        let found = Dictionary(uniqueKeysWithValues: try store.tokens(ids).map { ($0.id, $0) })
        return deliveries.map { delivery in
            var result = delivery
            switch found[delivery.member] {
            case nil: result.tried(.done, at: now, detail: "unknown to the registry, so it opens nothing")
            case .some(let token) where token.isActive: result.tried(.pending, at: now, detail: "still active")
            case .some: result.tried(.done, at: now, detail: "inactive")
            }
            return result
        }
    }

    /// Mints a token for nobody, sees it live, revokes it and sees it dead: what customers are about to rely on.
    private func tryMinting(at now: Timestamp, random: inout some RandomNumberGenerator) throws -> JobResult {
        let secret = TokenSecret(with: &random)
        let hash = TokenSecret.hash(secret.text)
        try store.insert(Token(id: secret.id, customer: "canary", mintedAt: now), secretHash: hash)
        guard try store.token(withSecretHash: hash)?.isActive == true else {
            return .failed(detail: "a minted token was not accepted", final: false)
        }
        try store.revoke([secret.id], at: now)
        guard try store.token(withSecretHash: hash)?.isActive == false else {
            return .failed(detail: "a revoked token was still accepted", final: false)
        }
        return .done(detail: "a token was minted, accepted, revoked and refused")
    }

    /// Until it is sealed a list is nothing: a crash before that makes it again, a crash behind it finds it as it was.
    private func listCredits(
        _ audience: AudienceID, _ terms: CreditTerms, _ effect: Effect, at now: Timestamp
    ) throws -> JobResult {
        if let list = try store.creditList(effect.id) { return .done(count: list.count, detail: list.text) }
        var draft = CreditList.Draft(effect.id, of: effect.incident, at: now)
        var last: CustomerID?
        while true {
            let records = try store.billing(of: audience, creditedFor: effect.purpose, after: last, limit: 1000)
            if records.isEmpty { break }
            let credits = records.map(terms.credit)
            try store.save(credits, in: effect.id)
            for credit in credits { draft.add(credit) }
            last = records.last?.member
        }
        let list = draft.sealed
        try store.seal(list)
        return .done(count: list.count, detail: list.text)
    }

    private func entered(_ delivery: Delivery, at now: Timestamp) -> Delivery {
        var result = delivery
        (result.state, result.at, result.attempts) = (.done, now, delivery.attempts + 1)
        result.detail = "entered into the billing system by a person"
        return result
    }
}
