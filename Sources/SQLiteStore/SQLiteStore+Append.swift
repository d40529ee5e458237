import Foundation
import GRDB
import OnRecord

extension SQLiteStore {
    public func append(_ transaction: Transaction) throws {
        try writing { db in
            let last = try Int64.fetchOne(db, sql: "SELECT coalesce(max(sequence), 0) FROM facts") ?? 0
            guard last == transaction.after else { throw StoreError.stale(expected: transaction.after, found: last) }
            try db.insert(transaction.facts)
            try db.insert(transaction.documents)
            try db.insert(transaction.alerts)
            try db.apply(transaction.news)
            try db.insert(transaction.entries)
            // Audiences before effects, which are expanded over them.
            try db.insert(transaction.audiences)
            try db.insert(transaction.effects)
            try db.record(transaction.deliveries)
            try db.note(transaction.returned)
            if let settled = transaction.settled {
                try db.execute(sql: "DELETE FROM effects WHERE id = ?", arguments: [settled])
            }
            if let mark = transaction.mark { try db.save(mark) }
        }
    }
}

extension Database {
    fileprivate func insert(_ facts: [JournalRow]) throws {
        let statement = try cachedStatement(sql: "INSERT INTO facts (sequence, body, hash) VALUES (?, ?, ?)")
        for fact in facts { try statement.execute(arguments: [fact.sequence, Data(fact.bytes), Data(fact.hash)]) }
    }

    fileprivate func insert(_ documents: [Document]) throws {
        let statement = try cachedStatement(sql: "INSERT INTO documents (id, body) VALUES (?, ?)")
        for document in documents { try statement.execute(arguments: [document.id, Data(body: document)]) }
    }

    fileprivate func insert(_ entries: [SealedEntry]) throws {
        var position = try entryCount()
        let leaf = try cachedStatement(sql: "INSERT INTO entries (position, leaf) VALUES (?, ?)")
        let text = try cachedStatement(sql: "INSERT INTO entry_texts (entry, number, salt, text) VALUES (?, ?, ?, ?)")
        for entry in entries {
            try leaf.execute(arguments: [position, Data(entry.leaf)])
            for (number, one) in entry.texts.enumerated() {
                try text.execute(arguments: [position, number, Data(one.salt), Data(one.text.utf8)])
            }
            position += 1
        }
    }

    /// In the order of the index: a million members take seconds so, and a minute when they come as they were named.
    fileprivate func insert(_ audiences: [Audience]) throws {
        let members = try cachedStatement(
            sql: """
                INSERT INTO audience_members (audience, kind, member)
                SELECT ?, ?, value FROM json_each(?) ORDER BY value
                """)
        for audience in audiences {
            try execute(sql: "INSERT INTO audiences (id) VALUES (?)", arguments: [audience.id])
            try members.execute(arguments: [audience.id, "customer", audience.customers.jsonArray])
            try members.execute(arguments: [audience.id, "token", audience.tokens.jsonArray])
        }
    }

    fileprivate func insert(_ effects: [Effect]) throws {
        let statement = try cachedStatement(
            sql: "INSERT INTO effects (id, audience, credit_list, body, due) VALUES (?, ?, ?, ?, ?)")
        for effect in effects {
            try statement.execute(arguments: [
                effect.id, effect.fanOut?.audience, effect.fanOut?.creditList, Data(body: effect),
                effect.notBefore.milliseconds,
            ])
            if let fanOut = effect.fanOut { try expand(effect, over: fanOut) }
        }
    }

    /// One delivery for each member. Who has one for this purpose gets no second.
    private func expand(_ effect: Effect, over fanOut: Effect.FanOut) throws {
        let members: String
        let argument: String
        switch fanOut {
        case .customers(let audience):
            (members, argument) = ("audience_members WHERE audience = ? AND kind = 'customer'", audience)
        case .tokens(let audience):
            (members, argument) = ("audience_members WHERE audience = ? AND kind = 'token'", audience)
        case .credits(let list):
            (members, argument) = (
                "(SELECT list, customer AS member, amount FROM credits) WHERE list = ? AND amount > 0", list
            )
        case .subscribers(let readers, let pace): return try expand(effect, over: readers, pace)
        }
        let statement = try cachedStatement(
            sql: """
                INSERT INTO deliveries (purpose, member, effect, state)
                SELECT ?, member, ?, 'pending' FROM \(members)
                ON CONFLICT (purpose, member) DO UPDATE SET effect = excluded.effect, state = 'pending',
                    due = iif(deliveries.state = 'pending', deliveries.due, 0)
                WHERE deliveries.state <> 'done'
                """)
        try statement.execute(arguments: [effect.purpose, effect.id, argument])
    }
}

extension Effect.FanOut {
    /// Nil: its members are chosen when it is stored.
    fileprivate var audience: AudienceID? {
        switch self {
        case .customers(let audience), .tokens(let audience): audience
        case .credits, .subscribers: nil
        }
    }

    fileprivate var creditList: CreditListID? { if case .credits(let list) = self { list } else { nil } }
}
