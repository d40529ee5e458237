/// Reads a file of customers as it arrives: rows that can be kept come out, all others are told with number and reason.
/// A customer may have several rows, one a billing period. Columns may stand in any order.
public struct CustomerFile {
    public static let rowsMax = 1_000_000
    /// Broken rows that are told one by one; the rest are counted.
    public static let problemsMax = 1000

    public struct Problem: Sendable, Hashable, Codable, CustomStringConvertible {
        public var row: Int
        public var reason: String
        public var description: String { "row \(row): \(reason)" }

        public init(row: Int, reason: String) { (self.row, self.reason) = (row, reason) }
    }

    public struct Report: Sendable, Hashable, Codable {
        /// Customers and billing periods that can be kept.
        public var customers = 0
        public var periods = 0
        public var broken = 0
        public var problems: [Problem] = []
        /// Columns whose values are not read.
        public var ignoredColumns: [String] = []

        public init(customers: Int = 0, periods: Int = 0, broken: Int = 0, ignoredColumns: [String] = []) {
            (self.customers, self.periods) = (customers, periods)
            (self.broken, self.ignoredColumns) = (broken, ignoredColumns)
        }
    }

    public private(set) var report = Report()
    private let defaultLanguage: String
    private var scanner = CSVScanner()
    private var header: CustomerHeader?
    private var seen: [CustomerID: Seen] = [:]
    private var rows: [CustomerRow] = []

    /// What an earlier row said about a customer.
    private struct Seen {
        var row: Int
        var details: Int
        var periods: [(starts: Timestamp, ends: Timestamp)]
    }

    public init(defaultLanguage: String = Customer.defaultLanguage) { self.defaultLanguage = defaultLanguage }

    /// Known once the first row has been read.
    public var columns: Set<CustomerColumn>? { header.map { Set($0.places.keys) } }

    /// Reads on.
    /// - Returns: rows that can be kept.
    /// - Throws: `Refusal` when the file as a whole cannot be used.
    public mutating func read(_ bytes: some Sequence<UInt8>) throws -> [CustomerRow] {
        var scanner = scanner
        try scanner.scan(bytes) { try take($0) }
        self.scanner = scanner
        return drain()
    }

    /// To be called at the end of the file.
    public mutating func finish() throws -> [CustomerRow] {
        var scanner = scanner
        try scanner.finish { try take($0) }
        guard header != nil else {
            throw Refusal.invalid(
                "The file is empty; expected a first row with the names of the columns. Check the path.")
        }
        return drain()
    }

    private mutating func drain() -> [CustomerRow] {
        defer { rows.removeAll(keepingCapacity: true) }
        return rows
    }

    private mutating func take(_ row: CSVScanner.Row) throws {
        guard let header else {
            if row.isEmpty { return }
            let header = try CustomerHeader(row)
            report.ignoredColumns = header.unknown
            self.header = header
            return
        }
        if row.isEmpty { return }
        guard row.number <= CustomerFile.rowsMax + 1 else {
            throw Refusal.invalid(
                "The file has more than \(CustomerFile.rowsMax) rows; nothing was taken. Split it into several files.")
        }
        do { try keep(read(row, header), row.number) } catch {
            report.broken += 1
            if report.problems.count < CustomerFile.problemsMax {
                report.problems.append(Problem(row: row.number, reason: error.reason))
            }
        }
    }

    private mutating func keep(_ row: CustomerRow, _ number: Int) throws(Broken) {
        let details = row.customer.details
        if var earlier = seen[row.customer.id] {
            guard let period = row.period, !earlier.periods.isEmpty else {
                throw Broken("id \(row.customer.id) stands in row \(earlier.row) already. Remove one of the two.")
            }
            guard earlier.details == details else {
                throw Broken(
                    "name, mail, language, place or billing_id of \(row.customer.id) differ from those in row \(earlier.row). "
                        + "Make them the same: it is one customer.")
            }
            if let other = earlier.periods.first(where: { period.starts < $0.ends && $0.starts < period.ends }) {
                throw Broken(
                    "the billing period of \(row.customer.id) overlaps another one in this file, \(other.starts.date.text) to "
                        + "\(other.ends.date.text). Correct the dates.")
            }
            earlier.periods.append((period.starts, period.ends))
            seen[row.customer.id] = earlier
        } else {
            seen[row.customer.id] = Seen(
                row: number, details: details, periods: row.period.map { [($0.starts, $0.ends)] } ?? [])
            report.customers += 1
        }
        if row.period != nil { report.periods += 1 }
        rows.append(row)
    }

    // MARK: - One row

    private struct Broken: Error {
        var reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private func read(_ row: CSVScanner.Row, _ header: CustomerHeader) throws(Broken) -> CustomerRow {
        if let problem = row.problem { throw Broken("\(problem). Correct the row.") }
        guard row.fields.count == header.count else {
            throw Broken(
                "it has \(row.fields.count) fields; expected \(header.count), as in the first row. "
                    + "Put quotes around a field with a comma in it.")
        }
        func value(_ column: CustomerColumn) -> String? { header.value(column, row.fields) }
        let currency = value(.currency) ?? Customer.defaultCurrency
        var customer = Customer(
            id: value(.id) ?? "", name: value(.name) ?? "", mail: value(.mail) ?? "", currency: currency,
            language: value(.language) ?? defaultLanguage, place: value(.place), billingID: value(.billingID))
        if let objection = customer.objection { throw Broken(objection) }
        if let written = value(.periodPrice) {
            guard let price = Money.amount(decimal: written, currency) else {
                let digits = Money.digits(of: currency)
                throw Broken(
                    "period_price of \(customer.id) is “\(written.oneLine(40))”; expected an amount in \(currency) such as "
                        + "\(Money.decimal(4900, currency)), with at most \(digits) digits behind the point. Correct it."
                )
            }
            customer.periodPrice = price
        }
        return CustomerRow(customer: customer, period: try period(of: customer, value(.periodStart), value(.periodEnd)))
    }

    private func period(
        of customer: Customer, _ start: String?, _ end: String?
    ) throws(Broken) -> BillingPeriod? {
        if start == nil, end == nil { return nil }
        let starts = try moment("period_start", start, customer)
        let ends = try moment("period_end", end, customer)
        guard starts < ends else {
            throw Broken(
                "period_end of \(customer.id) is \(end ?? ""), not after period_start \(start ?? ""). "
                    + "period_end is the day on which the next period begins.")
        }
        return BillingPeriod(
            customer: customer.id, starts: starts, ends: ends, price: customer.periodPrice, currency: customer.currency)
    }

    /// A day begins at midnight UTC.
    private func moment(_ name: String, _ text: String?, _ customer: Customer) throws(Broken) -> Timestamp {
        guard let text else {
            throw Broken("\(name) of \(customer.id) is empty; expected both ends of the period or none. Add it.")
        }
        if let day = CivilDate(text) { return Timestamp(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000) }
        guard let moment = Timestamp(rfc3339: text) else {
            throw Broken(
                "\(name) of \(customer.id) is “\(text.oneLine(40))”; expected a day such as 2026-11-01, or RFC 3339. Correct it."
            )
        }
        return moment
    }
}

extension Customer {
    /// Tells rows about one customer from rows that disagree; the price may differ from period to period.
    fileprivate var details: Int {
        var hasher = Hasher()
        for part in [name, mail, language, place, billingID] { hasher.combine(part) }
        return hasher.finalize()
    }
}
