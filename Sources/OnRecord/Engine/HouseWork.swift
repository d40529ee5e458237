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
        case .listCredits(let audience): try listCredits(audience, job.effect.incident)
        case .page, .notifyCustomers, .tell, .act, .confirmReceipt, .tellSubscribers, .sendDigest: nil
        }
    }

    /// Revokes, then reads back: only a token seen dead counts as revoked.
    private func revoke(_ deliveries: [Delivery], at now: Timestamp) throws -> [Delivery] {
        let ids = deliveries.map(\.member)
        try store.revoke(ids, at: now)
        let found = Dictionary(uniqueKeysWithValues: try store.tokens(ids).map { ($0.id, $0) })
        return deliveries.map { delivery in
            var result = delivery
            result.attempts += 1
            result.at = now
            switch found[delivery.member] {
            case nil: (result.state, result.detail) = (.done, "unknown to the registry, so it opens nothing")
            case .some(let token) where token.isActive: result.detail = "still active"
            case .some: (result.state, result.detail) = (.done, "inactive")
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

    private func listCredits(_ audience: AudienceID, _ incident: IncidentID) throws -> JobResult {
        let credits = try store.customers(in: audience).map { Credit(fullPeriodOf: $0, for: incident) }
        try store.save(credits)
        return .done(count: credits.count, detail: "the full period of each affected customer")
    }
}
