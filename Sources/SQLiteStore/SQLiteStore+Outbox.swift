import GRDB
import OnRecord

extension SQLiteStore {
    public func leaseEffects(at now: Timestamp, until: Timestamp, limit: Int) throws -> [LeasedEffect] {
        let rows = try writing { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT number, body, attempts FROM effects
                    WHERE due <= :now AND (leased_until IS NULL OR leased_until <= :now)
                    ORDER BY due, number LIMIT :limit
                    """,
                arguments: ["now": now.milliseconds, "limit": limit])
            let lease = try db.cachedStatement(
                sql: "UPDATE effects SET leased_until = ?, attempts = attempts + 1 WHERE number = ?")
            for row in rows { try lease.execute(arguments: [until.milliseconds, row["number"] as Int64]) }
            return rows
        }
        return try rows.map { LeasedEffect(effect: try $0.body(as: Effect.self), attempts: $0["attempts"]) }
    }

    public func postpone(_ effect: EffectID, until: Timestamp) throws {
        try writing { db in
            try db.execute(
                sql: "UPDATE effects SET due = ?, leased_until = NULL WHERE id = ?",
                arguments: [until.milliseconds, effect])
        }
    }

    public func releaseLeases() throws {
        try writing { db in
            try db.execute(sql: "UPDATE effects SET leased_until = NULL WHERE leased_until IS NOT NULL")
        }
    }

    /// Those tried least come first, so that a few members nobody can reach do not hold up the rest.
    public func pendingDeliveries(of effect: EffectID, limit: Int) throws -> [Delivery] {
        try reading { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM deliveries WHERE effect = ? AND state = 'pending' ORDER BY attempts, member LIMIT ?
                    """,
                arguments: [effect, limit])
        }.map(Delivery.init)
    }

    /// What is done stays done: a late word from a second attempt changes nothing.
    public func record(_ deliveries: [Delivery]) throws {
        try writing { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO deliveries (purpose, member, effect, state, attempts, at, detail)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (purpose, member) DO UPDATE
                    SET state = excluded.state, attempts = excluded.attempts, at = excluded.at, detail = excluded.detail
                    WHERE state <> 'done'
                    """)
            for one in deliveries {
                try statement.execute(arguments: [
                    one.purpose, one.member, one.effect, one.state.rawValue, one.attempts, one.at?.milliseconds,
                    one.detail,
                ])
            }
        }
    }

    public func deliveryCounts(of effect: EffectID) throws -> DeliveryCounts {
        let rows = try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT state, count(*) AS members FROM deliveries WHERE effect = ? GROUP BY state",
                arguments: [effect])
        }
        func count(_ state: Delivery.State) -> Int {
            rows.first { $0["state"] == state.rawValue }?["members"] ?? 0
        }
        return DeliveryCounts(pending: count(.pending), done: count(.done), failed: count(.failed))
    }

    public func deliveries(of effect: EffectID) throws -> [Delivery] {
        try reading { db in
            try Row.fetchAll(db, sql: "SELECT * FROM deliveries WHERE effect = ? ORDER BY member", arguments: [effect])
        }.map(Delivery.init)
    }
}

extension Delivery {
    fileprivate init(_ row: Row) throws {
        let word: String = row["state"]
        guard let state = State(rawValue: word) else {
            throw StoreError.damaged("a delivery's state is “\(word)”.")
        }
        self.init(
            effect: row["effect"], purpose: row["purpose"], member: row["member"], state: state,
            attempts: row["attempts"],
            at: row.optionalMoment("at"), detail: row["detail"])
    }
}
