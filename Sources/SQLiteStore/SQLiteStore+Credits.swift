import Foundation
import GRDB
import OnRecord

extension SQLiteStore {
    public func billing(
        of audience: AudienceID, creditedFor purpose: String, after member: CustomerID?, limit: Int
    ) throws -> [BillingRecord] {
        try reading { db in
            let members = try String.fetchAll(
                db,
                sql: """
                    SELECT member FROM audience_members WHERE audience = ? AND kind = 'customer' AND member > ?
                    ORDER BY member LIMIT ?
                    """,
                arguments: [audience, member ?? "", limit])
            let wanted = members.jsonArray
            let customers = try Row.fetchAll(
                db, sql: "SELECT customers.* FROM json_each(?) AS wanted JOIN customers ON customers.id = wanted.value",
                arguments: [wanted]
            ).map(Customer.init)
            let periods = try Row.fetchAll(
                db,
                sql: """
                    SELECT billing_periods.* FROM json_each(?) AS wanted
                    JOIN billing_periods ON billing_periods.customer = wanted.value ORDER BY customer, starts
                    """,
                arguments: [wanted]
            ).map(BillingPeriod.init)
            let credited = try String.fetchSet(
                db,
                sql: """
                    SELECT member FROM json_each(?) AS wanted JOIN deliveries
                    ON deliveries.purpose = ? AND deliveries.member = wanted.value AND deliveries.state = 'done'
                    """,
                arguments: [wanted, purpose])
            // A request that was tried and has no certain end may have been carried out.
            let uncertain = try String.fetchSet(
                db,
                sql: """
                    SELECT member FROM json_each(?) AS wanted JOIN deliveries
                    ON deliveries.purpose = ? AND deliveries.member = wanted.value
                    WHERE (deliveries.state = 'pending' AND deliveries.attempts > 0)
                    OR (deliveries.state = 'failed' AND substr(deliveries.detail, 1, length(?)) = ?)
                    """,
                arguments: [wanted, purpose, Credit.uncertain, Credit.uncertain])
            let byID = Dictionary(uniqueKeysWithValues: customers.map { ($0.id, $0) })
            let byCustomer = Dictionary(grouping: periods, by: \.customer)
            return members.map {
                BillingRecord(
                    member: $0, customer: byID[$0], periods: byCustomer[$0] ?? [], isCredited: credited.contains($0),
                    mayBeCredited: uncertain.contains($0))
            }
        }
    }

    public func save(_ credits: [Credit], in list: CreditListID) throws {
        try writing { db in
            guard try !db.isSealed(list) else { throw StoreError.conflict(list) }
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO credits (list, customer, amount, currency, reason, price, starts, ends, billing_id)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (list, customer) DO UPDATE SET amount = excluded.amount, currency = excluded.currency,
                        reason = excluded.reason, price = excluded.price, starts = excluded.starts, ends = excluded.ends,
                        billing_id = excluded.billing_id
                    """)
            for one in credits {
                try statement.execute(arguments: [
                    list, one.customer, one.amount, one.currency, one.reason.rawValue, one.price,
                    one.starts?.milliseconds, one.ends?.milliseconds, one.billingID,
                ])
            }
        }
    }

    public func seal(_ list: CreditList) throws {
        try writing { db in
            try db.execute(
                sql: "INSERT INTO credit_lists (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [list.id, Data(body: list)])
        }
    }

    public func creditList(_ id: CreditListID) throws -> CreditList? {
        try reading { db in
            try Row.fetchOne(db, sql: "SELECT body FROM credit_lists WHERE id = ?", arguments: [id])
        }?.body(as: CreditList.self)
    }

    public func credits(in list: CreditListID, after customer: CustomerID?, limit: Int) throws -> [Credit] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM credits WHERE list = ? AND customer > ? ORDER BY customer LIMIT ?",
                arguments: [list, customer ?? "", limit])
        }.map(Credit.init)
    }

    public func credits(in list: CreditListID, of customers: [CustomerID]) throws -> [Credit] {
        try reading { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT credits.* FROM json_each(?) AS wanted
                    JOIN credits ON credits.list = ? AND credits.customer = wanted.value ORDER BY wanted.key
                    """,
                arguments: [customers.jsonArray, list])
        }.map(Credit.init)
    }
}

extension Database {
    fileprivate func isSealed(_ list: CreditListID) throws -> Bool {
        try Bool.fetchOne(self, sql: "SELECT EXISTS (SELECT 1 FROM credit_lists WHERE id = ?)", arguments: [list])
            ?? false
    }
}

extension Credit {
    fileprivate init(_ row: Row) throws {
        let word: String = row["reason"]
        guard let reason = Reason(rawValue: word) else { throw StoreError.damaged("a credit's reason is “\(word)”.") }
        self.init(
            customer: row["customer"], amount: row["amount"], currency: row["currency"], reason: reason,
            price: row["price"], starts: row.optionalMoment("starts"), ends: row.optionalMoment("ends"),
            billingID: row["billing_id"])
    }
}

extension BillingPeriod {
    init(_ row: Row) {
        self.init(
            customer: row["customer"], starts: row.moment("starts"), ends: row.moment("ends"), price: row["price"],
            currency: row["currency"])
    }
}
