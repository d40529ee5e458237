import GRDB
import OnRecord

extension SQLiteStore {
    /// Rows are put down in temporary tables first, which locks nobody out: a million take seconds to read, and a server on
    /// the same file must be able to write meanwhile. From there they move in one transaction.
    public func load(_ columns: Set<CustomerColumn>, _ next: () throws -> [CustomerRow]?) throws {
        try StoreFailure.explaining(name) {
            try database.writeWithoutTransaction { db in
                try db.execute(sql: SQLiteStore.staging)
                // What was put down is personal data and stays no longer than this call.
                defer { try? db.execute(sql: "DROP TABLE incoming_customers; DROP TABLE incoming_periods;") }
                try db.inTransaction(.deferred) {
                    while let rows = try next() { try db.stage(rows) }
                    return .commit
                }
                try db.inTransaction(.immediate) {
                    try db.moveIn(columns)
                    return .commit
                }
            }
        }
    }

    public func billingPeriods(of customer: CustomerID) throws -> [BillingPeriod] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM billing_periods WHERE customer = ? ORDER BY starts", arguments: [customer])
        }.map(BillingPeriod.init)
    }

    private static let staging = """
        DROP TABLE IF EXISTS temp.incoming_customers;
        DROP TABLE IF EXISTS temp.incoming_periods;
        CREATE TEMP TABLE incoming_customers (
            id TEXT PRIMARY KEY, name TEXT, mail TEXT, period_price INTEGER, currency TEXT, language TEXT, place TEXT,
            billing_id TEXT
        ) WITHOUT ROWID;
        CREATE TEMP TABLE incoming_periods (
            customer TEXT, starts INTEGER, ends INTEGER, price INTEGER, currency TEXT, PRIMARY KEY (customer, starts)
        ) WITHOUT ROWID;
        """
}

extension Database {
    /// Of several rows about one customer the last one has the current price.
    fileprivate func stage(_ rows: [CustomerRow]) throws {
        let customer = try cachedStatement(
            sql: """
                INSERT OR REPLACE INTO incoming_customers
                (id, name, mail, period_price, currency, language, place, billing_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let period = try cachedStatement(
            sql: "INSERT INTO incoming_periods (customer, starts, ends, price, currency) VALUES (?, ?, ?, ?, ?)")
        for row in rows {
            let one = row.customer
            try customer.execute(arguments: [
                one.id, one.name, one.mail, one.periodPrice, one.currency, one.language, one.place, one.billingID,
            ])
            if let it = row.period {
                try period.execute(arguments: [
                    it.customer, it.starts.milliseconds, it.ends.milliseconds, it.price, it.currency,
                ])
            }
        }
    }

    fileprivate func moveIn(_ columns: Set<CustomerColumn>) throws {
        let kept = columns.compactMap(\.databaseColumn).sorted().map { "\($0) = excluded.\($0)" }
        try execute(
            sql: """
                INSERT INTO customers (id, name, mail, period_price, currency, language, place, billing_id)
                SELECT id, name, mail, period_price, currency, language, place, billing_id FROM incoming_customers
                WHERE true ON CONFLICT (id) DO UPDATE SET \(kept.joined(separator: ", "))
                """)
        // A period that was corrected takes the place of those it overlaps.
        try execute(
            sql: """
                DELETE FROM billing_periods WHERE EXISTS (
                    SELECT 1 FROM incoming_periods AS incoming WHERE incoming.customer = billing_periods.customer
                    AND incoming.starts < billing_periods.ends AND billing_periods.starts < incoming.ends);
                INSERT INTO billing_periods (customer, starts, ends, price, currency)
                SELECT customer, starts, ends, price, currency FROM incoming_periods;
                """)
    }
}

extension CustomerColumn {
    /// What a row of the file says about the customer as such.
    fileprivate var databaseColumn: String? {
        switch self {
        case .id, .periodStart, .periodEnd: nil
        case .name, .mail, .language, .place, .periodPrice, .currency, .billingID: rawValue
        }
    }
}
