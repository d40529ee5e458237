import OnRecord

/// Credits as the API shows them: where they stand, the list, and its lines page by page.
public struct CreditsAnswer: Codable, Sendable {
    public var stage: String
    public var list: CreditList?
    public var approved: Bool?
    public var credits: [Line]
    /// What to give as `after` for the lines that follow.
    public var next: String?

    init(stage: String, list: CreditList? = nil, approved: Bool? = nil, credits: [Line], next: String? = nil) {
        (self.stage, self.list, self.approved) = (stage, list, approved)
        (self.credits, self.next) = (credits, next)
    }

    public struct Line: Codable, Sendable {
        public var customer: String
        /// Smallest unit; 0 where nothing is given, with the reason.
        public var amount: Int
        public var currency, reason, text: String

        init(_ credit: Credit) {
            (customer, amount, currency) = (credit.customer, credit.amount, credit.currency)
            (reason, text) = (credit.reason.rawValue, credit.explanation)
        }
    }
}
