import OnRecord

/// One transaction on a customer's balance at Stripe, as a request. A negative amount lowers what the customer owes; a
/// positive one would charge them, so none can be made.
struct StripeTransaction: Sendable, Hashable {
    /// The API version that the request is written for; the account's own may be another.
    static let version = "2026-10-28.endive"

    let path: String
    let idempotencyKey: String
    let body: String
    let amount: Int

    enum Refusal: Error, Hashable, CustomStringConvertible {
        case notACredit(Int)
        case noCustomer
        case unrepresentable(String)

        var description: String {
            switch self {
            case .notACredit(let amount):
                "the amount would be \(amount), and only a negative one is a credit; nothing was sent"
            case .noCustomer:
                "no billing_id was known when the list was made; import it and list again, or enter this credit by hand"
            case .unrepresentable(let text): "Stripe has no unit for \(text); enter this credit by hand"
            }
        }
    }

    /// - Parameter list: a later list of the same incident may credit somebody on whom an earlier one failed. It is another
    ///   request, so it has another key.
    init(_ credit: Credit, incident: IncidentID, list: CreditListID) throws(Refusal) {
        guard let customer = credit.billingID else { throw .noCustomer }
        let number = list.split(separator: ".").last.flatMap { Int($0) } ?? 1
        idempotencyKey = "\(incident):\(credit.customer)" + (number > 1 ? ":\(number)" : "")
        amount = -(try StripeTransaction.units(credit))
        guard amount < 0 else { throw .notACredit(amount) }
        path = "/v1/customers/\(customer)/balance_transactions"
        body =
            "amount=\(amount)&currency=\(credit.currency.lowercased())&description=Credit+\(incident)&metadata[incident]=\(incident)"
    }

    /// Stripe counts a few currencies in other units than ISO 4217 does.
    private static let digits = ["ISK": 2, "UGX": 2, "MGA": 0]

    private static func units(_ credit: Credit) throws(Refusal) -> Int {
        let written = Money.digits(of: credit.currency)
        let wanted = digits[credit.currency] ?? written
        var amount = credit.amount
        for _ in written..<max(written, wanted) { amount *= 10 }
        for _ in wanted..<max(written, wanted) {
            guard amount % 10 == 0 else { throw .unrepresentable(credit.text) }
            amount /= 10
        }
        return amount
    }
}
