/// An approved list as a file for a billing system (RFC 4180). Every value is an id, a number, a word or a moment, so none
/// needs quotes.
public enum CreditCSV {
    public static let header =
        "customer,billing_id,amount,currency,reason,period_price,period_start,period_end,incident,list\r\n"

    /// Empty for who gets nothing.
    public static func line(_ credit: Credit, incident: IncidentID, list: CreditListID) -> String {
        guard credit.amount > 0 else { return "" }
        let fields = [
            credit.customer, credit.billingID ?? "", Money.decimal(credit.amount, credit.currency), credit.currency,
            credit.reason.rawValue, Money.decimal(credit.price, credit.currency), credit.starts?.rfc3339 ?? "",
            credit.ends?.rfc3339 ?? "", incident, list,
        ]
        return fields.joined(separator: ",") + "\r\n"
    }
}
