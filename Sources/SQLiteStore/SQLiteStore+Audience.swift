import GRDB
import OnRecord

/// Questions about many members at once.
extension SQLiteStore {
    public func customers(_ ids: [CustomerID]) throws -> [Customer] {
        try reading { db in
            let statement = try db.cachedStatement(
                sql: "SELECT customers.* FROM json_each(?) AS wanted JOIN customers ON customers.id = wanted.value")
            return try Row.fetchAll(statement, arguments: [ids.jsonArray]).map(Customer.init)
        }
    }

    public func tokens(in audience: AudienceID, of customers: [CustomerID]) throws -> [Token] {
        try reading { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT tokens.* FROM json_each(?) AS wanted JOIN tokens ON tokens.customer = wanted.value
                    JOIN audience_members ON audience = ? AND kind = 'token' AND member = tokens.id
                    ORDER BY tokens.customer, minted_at, tokens.id
                    """)
            return try Row.fetchAll(statement, arguments: [customers.jsonArray, audience]).map(Token.init)
        }
    }

    public func mailDomains(in audience: AudienceID) throws -> [MailDomain] {
        try reading { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT lower(substr(mail, instr(mail, '@') + 1)) AS domain, count(*) AS members
                    FROM audience_members JOIN customers ON customers.id = member
                    WHERE audience = ? AND kind = 'customer' GROUP BY domain ORDER BY members DESC, domain
                    """,
                arguments: [audience])
        }.map { MailDomain(domain: $0["domain"], count: $0["members"]) }
    }
}
