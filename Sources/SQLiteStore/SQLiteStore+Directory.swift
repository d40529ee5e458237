import GRDB
import OnRecord

extension SQLiteStore {
    public func save(_ customers: [Customer]) throws {
        try writing { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO customers (id, name, mail, period_price, currency, language, place, billing_id)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET name = excluded.name, mail = excluded.mail,
                        period_price = excluded.period_price, currency = excluded.currency,
                        language = excluded.language, place = excluded.place, billing_id = excluded.billing_id
                    """)
            for one in customers {
                try statement.execute(arguments: [
                    one.id, one.name, one.mail, one.periodPrice, one.currency, one.language, one.place, one.billingID,
                ])
            }
        }
    }

    public func customer(_ id: CustomerID) throws -> Customer? {
        try reading { db in
            try Row.fetchOne(db, sql: "SELECT * FROM customers WHERE id = ?", arguments: [id])
        }.map(Customer.init)
    }

    public func customers(in audience: AudienceID) throws -> [Customer] { try customers(in: audience, limit: .max) }

    public func customers(in audience: AudienceID, limit: Int) throws -> [Customer] {
        try reading { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT customers.* FROM audience_members JOIN customers ON customers.id = member
                    WHERE audience = ? AND kind = 'customer' ORDER BY member LIMIT ?
                    """,
                arguments: [audience, limit])
        }.map(Customer.init)
    }

    /// Members come in the order of their ids.
    public func audience(_ id: AudienceID) throws -> Audience? {
        try reading { db in
            guard try String.fetchOne(db, sql: "SELECT id FROM audiences WHERE id = ?", arguments: [id]) != nil else {
                return nil
            }
            let members = try db.cachedStatement(
                sql: "SELECT member FROM audience_members WHERE audience = ? AND kind = ? ORDER BY member")
            return Audience(
                id: id, customers: try String.fetchAll(members, arguments: [id, "customer"]),
                tokens: try String.fetchAll(members, arguments: [id, "token"]))
        }
    }

    public func customerCount() throws -> Int {
        try reading { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM customers") ?? 0 }
    }

    public func customerIDs() throws -> [CustomerID] {
        try reading { db in try String.fetchAll(db, sql: "SELECT id FROM customers ORDER BY id") }
    }

    public func customerIDs(among ids: [CustomerID]) throws -> [CustomerID] {
        try reading { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT customers.id FROM json_each(?) AS wanted JOIN customers ON customers.id = wanted.value
                    ORDER BY wanted.key
                    """,
                arguments: [ids.jsonArray])
        }
    }

    public func insert(_ token: Token, secretHash: String) throws {
        try writing { db in
            try db.execute(
                sql: """
                    INSERT INTO tokens (id, customer, secret_hash, minted_at, revoked_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    token.id, token.customer, secretHash, token.mintedAt.milliseconds, token.revokedAt?.milliseconds,
                ])
            guard db.changesCount == 1 else { throw StoreError.conflict(token.id) }
        }
    }

    public func token(withSecretHash hash: String) throws -> Token? {
        try reading { db in
            try Row.fetchOne(db, sql: "SELECT * FROM tokens WHERE secret_hash = ?", arguments: [hash])
        }.map(Token.init)
    }

    /// In the order of `ids`; unknown ones are left out.
    public func tokens(_ ids: [TokenID]) throws -> [Token] {
        try reading { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT tokens.* FROM json_each(?) AS wanted JOIN tokens ON tokens.id = wanted.value
                    ORDER BY wanted.key
                    """,
                arguments: [ids.jsonArray])
        }.map(Token.init)
    }

    /// In the order of minting.
    public func tokens(of customer: CustomerID) throws -> [Token] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM tokens WHERE customer = ? ORDER BY minted_at, id", arguments: [customer])
        }.map(Token.init)
    }

    public func revoke(_ tokens: [TokenID], at moment: Timestamp) throws {
        try writing { db in
            try db.execute(
                sql: """
                    UPDATE tokens SET revoked_at = ? WHERE revoked_at IS NULL AND id IN (SELECT value FROM json_each(?))
                    """,
                arguments: [moment.milliseconds, tokens.jsonArray])
        }
    }
}

extension Customer {
    init(_ row: Row) {
        self.init(
            id: row["id"], name: row["name"], mail: row["mail"], periodPrice: row["period_price"],
            currency: row["currency"], language: row["language"], place: row["place"], billingID: row["billing_id"])
    }
}

extension Token {
    init(_ row: Row) {
        self.init(
            id: row["id"], customer: row["customer"], mintedAt: row.moment("minted_at"),
            revokedAt: row.optionalMoment("revoked_at"))
    }
}
