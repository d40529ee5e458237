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

    /// Those that were never tried are due since ever, so a few members nobody can reach do not hold up the rest.
    public func pendingDeliveries(of effect: EffectID, dueBy now: Timestamp, limit: Int) throws -> [Delivery] {
        try deliveries(
            where: "effect = ? AND state = 'pending' AND due <= ? ORDER BY due, member LIMIT ?",
            [effect, now.milliseconds, limit])
    }

    public func nextDelivery(of effect: EffectID) throws -> Timestamp? {
        try reading { db in
            try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT min(due) FROM deliveries WHERE effect = ? AND state = 'pending'"),
                arguments: [effect])
        }.map { Timestamp(milliseconds: $0) }
    }

    public func record(_ deliveries: [Delivery]) throws {
        try writing { try $0.record(deliveries) }
    }

    public func deliveryCounts(of effect: EffectID) throws -> DeliveryCounts {
        try reading { db in
            // Never tried and due since ever are the same, so the index alone tells which ones were deferred.
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT state, due > 0 AS deferred, count(*) AS members FROM deliveries WHERE effect = ?
                    GROUP BY state, due > 0
                    """,
                arguments: [effect])
            func count(_ state: Delivery.State, _ matches: (Row) -> Bool = { _ in true }) -> Int {
                rows.filter { $0["state"] == state.rawValue && matches($0) }.reduce(0) { $0 + ($1["members"] as Int) }
            }
            let complaints = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM deliveries WHERE effect = ? AND report = 'complaint'",
                arguments: [effect])
            return DeliveryCounts(
                pending: count(.pending), done: count(.done), failed: count(.failed), bounced: count(.bounced),
                deferred: count(.pending) { $0["deferred"] }, complaints: complaints ?? 0)
        }
    }

    public func deliveries(of effect: EffectID) throws -> [Delivery] {
        try deliveries(where: "effect = ? ORDER BY member", [effect])
    }

    public func deliveries(of effect: EffectID, in states: [Delivery.State], limit: Int) throws -> [Delivery] {
        try deliveries(
            where: "effect = ? AND state IN (SELECT value FROM json_each(?)) ORDER BY state, due, member LIMIT ?",
            [effect, states.map(\.rawValue).jsonArray, limit])
    }

    public func deliveries(for purpose: String, after member: String?, limit: Int) throws -> [Delivery] {
        try deliveries(where: "purpose = ? AND member > ? ORDER BY member LIMIT ?", [purpose, member ?? "", limit])
    }

    public func delivery(withKey key: DeliveryKey) throws -> Delivery? {
        try deliveries(where: "message_id IS NOT NULL AND substr(message_id, 1, 32) = ?", [key]).first
    }

    private func deliveries(where condition: String, _ arguments: StatementArguments) throws -> [Delivery] {
        try reading { db in
            let statement = try db.cachedStatement(sql: "SELECT \(Delivery.columns) FROM deliveries WHERE \(condition)")
            var all: [Delivery] = []
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            while let row = try rows.next() { all.append(try Delivery(row)) }
            return all
        }
    }
}

extension Database {
    /// What is done or bounced stays so: a late word from a second attempt changes nothing.
    func record(_ deliveries: [Delivery]) throws {
        let statement = try cachedStatement(
            sql: """
                INSERT INTO deliveries (purpose, member, effect, state, attempts, at, detail, due, message_id, text_hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (purpose, member) DO UPDATE
                SET state = excluded.state, attempts = excluded.attempts, at = excluded.at, detail = excluded.detail,
                    due = excluded.due, message_id = coalesce(excluded.message_id, message_id),
                    text_hash = coalesce(excluded.text_hash, text_hash)
                WHERE state NOT IN ('done', 'bounced')
                """)
        for one in deliveries {
            try statement.execute(arguments: [
                one.purpose, one.member, one.effect, one.state.rawValue, one.attempts, one.at?.milliseconds,
                one.detail, one.due?.milliseconds ?? 0, one.messageID, one.textHash,
            ])
        }
    }

    /// A mail that came back has come back, whatever else is reported about it. What lies further ahead in the signal log
    /// was taken before.
    func note(_ returned: [ReturnedMail]) throws {
        let statement = try cachedStatement(
            sql: """
                UPDATE deliveries
                SET state = iif(:kind = 'bounce' AND state <> 'failed', 'bounced', state),
                    due = iif(:kind = 'bounce', 0, due),
                    report_at = iif(report = 'bounce' AND :kind <> 'bounce', report_at, :at),
                    report_detail = iif(report = 'bounce' AND :kind <> 'bounce', report_detail, :detail),
                    report = iif(report = 'bounce', report, :kind), report_position = :position
                WHERE message_id IS NOT NULL AND substr(message_id, 1, 32) = :key
                    AND coalesce(report_position, -1) < :position
                """)
        for one in returned {
            let words = [one.status, one.detail].filter { !$0.isEmpty }
            try statement.execute(arguments: [
                "kind": one.kind.rawValue, "at": one.at.milliseconds, "detail": words.joined(separator: " "),
                "position": one.position, "key": one.key,
            ])
        }
    }
}

extension Delivery {
    /// By position, for a million rows are read by them.
    fileprivate static let columns = """
        effect, purpose, member, state, attempts, at, detail, due, message_id, text_hash, report, report_at, \
        report_detail, report_position
        """

    fileprivate init(_ row: Row) throws {
        let word: String = row[3]
        guard let state = State(rawValue: word) else {
            throw StoreError.damaged("a delivery's state is “\(word)”.")
        }
        let due: Int64 = row[7]
        self.init(
            effect: row[0], purpose: row[1], member: row[2], state: state, attempts: row[4],
            at: (row[5] as Int64?).map { Timestamp(milliseconds: $0) }, detail: row[6],
            due: due == 0 ? nil : Timestamp(milliseconds: due), messageID: row[8], textHash: row[9],
            report: try Report(row))
    }
}

extension Delivery.Report {
    fileprivate init?(_ row: Row) throws {
        guard let word = row[10] as String? else { return nil }
        guard let kind = ReturnedMail.Kind(rawValue: word) else {
            throw StoreError.damaged("a delivery's report is “\(word)”.")
        }
        self.init(
            kind: kind, at: Timestamp(milliseconds: row[11]), detail: row[12] ?? "", position: row[13] ?? 0)
    }
}
