/// A column of a file of customers.
public enum CustomerColumn: String, Sendable, Hashable, CaseIterable {
    case id, name, mail, language, place
    case periodStart = "period_start"
    case periodEnd = "period_end"
    case periodPrice = "period_price"
    case currency
    case billingID = "billing_id"

    static let needed: [CustomerColumn] = [.id, .name, .mail]
}

/// A row of a file of customers that can be kept.
public struct CustomerRow: Sendable, Hashable {
    public var customer: Customer
    public var period: BillingPeriod?

    public init(customer: Customer, period: BillingPeriod? = nil) { (self.customer, self.period) = (customer, period) }
}

/// Where the columns of one file stand, as its first row says.
struct CustomerHeader {
    let places: [CustomerColumn: Int]
    let count: Int
    /// Names that mean nothing here; their values are not read.
    let unknown: [String]

    init(_ row: CSVScanner.Row) throws(Refusal) {
        let names = row.fields.map { $0.trimmed.lowercased() }
        if let problem = row.problem {
            throw .invalid("The first row cannot be read: \(problem). Write the names of the columns there.")
        }
        var places: [CustomerColumn: Int] = [:]
        for (index, name) in names.enumerated() {
            guard let column = CustomerColumn(rawValue: name) else { continue }
            guard places.updateValue(index, forKey: column) == nil else {
                throw .invalid("The first row has the column “\(name)” twice. Remove one of the two.")
            }
        }
        let missing = CustomerColumn.needed.filter { places[$0] == nil }
        guard missing.isEmpty else {
            throw .invalid(
                "The first row is “\(row.fields.joined(separator: ",").oneLine(100))” and lacks \(missing.map(\.rawValue).joined(separator: ", ")); "
                    + "expected names of columns, of \(CustomerColumn.allCases.map(\.rawValue).joined(separator: ", ")). Add them."
            )
        }
        let dates = [CustomerColumn.periodStart, .periodEnd].filter { places[$0] != nil }
        guard dates.count != 1, dates.isEmpty || places[.periodPrice] != nil else {
            throw .invalid(
                "The first row has only a part of period_start, period_end and period_price; "
                    + "a billing period needs all three. Add the others, or leave out the dates.")
        }
        guard places[.currency] == nil || places[.periodPrice] != nil else {
            throw .invalid("The first row has currency without period_price. Add the price, or leave out the currency.")
        }
        guard places[.periodPrice] == nil || places[.currency] != nil else {
            throw .invalid(
                "The first row has period_price without currency. Add the currency: an amount without it cannot be read."
            )
        }
        (self.places, count) = (places, names.count)
        unknown = names.filter { CustomerColumn(rawValue: $0) == nil }.map { $0.oneLine(40) }
    }

    func value(_ column: CustomerColumn, _ fields: [String]) -> String? {
        places[column].map { fields[$0].trimmed }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
