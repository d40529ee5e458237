import Connectors
import OnRecord

/// Carries out approved credits at the billing system.
struct CreditRoom: Sendable {
    /// Requests under way at once: a fraction of what Stripe lets an account send in a second.
    private static let together = 4
    /// Stripe forgets an `Idempotency-Key` after a day. Behind that the same request could credit twice.
    private static let keyLife = Duration.hours(23)

    let house: House
    let stripe: StripeConnector
    /// Values of the environment variables that the policy names.
    let environment: [String: String]

    func grant(_ list: CreditListID, keyFrom variable: String, _ job: Job) async throws -> JobResult {
        guard let key = environment[variable], !key.isEmpty else {
            return .failed(
                detail: "the environment variable \(variable) is empty; set it to a secret key of Stripe", final: true)
        }
        guard
            let account = StripeConnector.Account(
                key: key, base: environment[variable + "_URL"] ?? StripeConnector.Account.defaultBase)
        else {
            return .failed(detail: "\(variable)_URL is not an https address; correct it or remove it", final: true)
        }
        let credits = Dictionary(
            uniqueKeysWithValues: try house.store.credits(in: list, of: job.members.map(\.member)).map {
                ($0.customer, $0)
            })
        // The first one goes alone: what an account refuses as a whole is found out once.
        guard let first = job.members.first else { return .members([]) }
        var results: [Delivery] = []
        switch await grant(first, credits[first.member], list, job, account) {
        case .success(let delivery): results.append(delivery)
        case .failure(let notLetIn): return .failed(detail: notLetIn.detail, final: true)
        }
        await withTaskGroup(of: Delivery.self) { group in
            for (index, delivery) in job.members.dropFirst().enumerated() {
                if index >= CreditRoom.together, let result = await group.next() { results.append(result) }
                group.addTask {
                    switch await grant(delivery, credits[delivery.member], list, job, account) {
                    case .success(let result): result
                    case .failure(let notLetIn): delivery.tried(.pending, notLetIn.detail, at: house.clock.now())
                    }
                }
            }
            for await result in group { results.append(result) }
        }
        return .members(results)
    }

    private struct NotLetIn: Error { var detail: String }

    private func grant(
        _ delivery: Delivery, _ credit: Credit?, _ list: CreditListID, _ job: Job, _ account: StripeConnector.Account
    ) async -> Result<Delivery, NotLetIn> {
        guard let credit else {
            return .success(delivery.tried(.failed, "not on the list", at: house.clock.now()))
        }
        if delivery.attempts > 0 || job.attempts > 0, house.clock.now() - job.effect.notBefore > CreditRoom.keyLife {
            let why =
                Credit.uncertain
                + " within 23 hours, after which a repetition could credit twice; look at Stripe, then "
                + "enter it by hand if it is not there"
            return .success(delivery.tried(.failed, why, at: house.clock.now()))
        }
        let answer = await stripe.credit(credit, incident: job.effect.incident, list: list, at: account)
        let now = house.clock.now()
        return switch answer {
        case .done(let detail): .success(delivery.tried(.done, detail, at: now))
        case .again(let detail): .success(delivery.tried(.pending, detail, at: now))
        case .refused(let detail): .success(delivery.tried(.failed, detail, at: now))
        case .notLetIn(let detail): .failure(NotLetIn(detail: detail))
        }
    }
}

extension Delivery {
    fileprivate func tried(_ state: State, _ detail: String, at moment: Timestamp) -> Delivery {
        var result = self
        (result.state, result.detail, result.at) = (state, detail, moment)
        result.attempts += 1
        return result
    }
}
