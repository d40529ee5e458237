/// The published credit policy: a policy file's `credits`.
public struct CreditRule: Sendable, Hashable {
    public var when: Condition
    /// The public words, e.g. "The full price of the affected billing period".
    public var says: String
    public var amount: CreditAmount
    public var means: CreditMeans

    public init(
        when: Condition, says: String, amount: CreditAmount = .fullPeriod, means: CreditMeans = .export
    ) {
        (self.when, self.says, self.amount, self.means) = (when, says, amount, means)
    }
}

/// How credits reach the customers once a person has approved them.
public enum CreditMeans: Sendable, Hashable, Codable {
    /// A person enters them into the billing system from a CSV file, and says so.
    case export
    /// A transaction on each customer's balance; the key stands in this environment variable.
    case stripe(keyFrom: String)
}

/// How much of what was paid comes back.
public enum CreditAmount: Sendable, Hashable, Codable {
    case fullPeriod
    case share(PriceShare)
    /// The price of the time without service, so many times.
    case timesUnavailable(Int)
    /// The longer the service was away the more; in the order of their thresholds.
    case tiers([Tier])

    public struct Tier: Sendable, Hashable, Codable {
        /// Longer than this.
        public var unavailableFor: Duration
        public var share: PriceShare

        public init(unavailableFor: Duration, share: PriceShare) {
            (self.unavailableFor, self.share) = (unavailableFor, share)
        }
    }

    /// Whether it depends on how long the service was away, which somebody has to state.
    public var needsImpact: Bool {
        switch self {
        case .fullPeriod, .share: false
        case .timesUnavailable, .tiers: true
        }
    }

    /// What it comes to, for people.
    public var text: String {
        switch self {
        case .fullPeriod: "the full price of each billing period the incident touches"
        case .share(let share): "\(share.text) of the price of each billing period the incident touches"
        case .timesUnavailable(let times):
            times == 1
                ? "the price of the time without service" : "\(times) times the price of the time without service"
        case .tiers(let tiers):
            tiers.map { "\($0.share.text) for more than \($0.unavailableFor.text) without service" }
                .joined(separator: ", ")
        }
    }
}

/// A part of a price in hundredths of a percent, so that nobody computes money in fractions.
public struct PriceShare: Sendable, Hashable, Codable {
    public var basisPoints: Int

    public init(basisPoints: Int) { self.basisPoints = basisPoints }

    /// Rounded up to the currency's smallest unit: a doubt is the customer's gain.
    public func of(_ price: Int) -> Int { (price * basisPoints + 9999) / 10_000 }

    public var text: String { percent(Double(basisPoints) / 10_000) }
}
