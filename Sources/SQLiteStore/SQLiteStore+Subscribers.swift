import GRDB
import OnRecord

extension SQLiteStore {
    public func request(_ request: Subscriber) throws -> Bool {
        try writing { db in
            // Looked at first, whoever asks: the answer must not tell whether an address is known.
            let waiting = try Int.fetchOne(db, sql: "SELECT count(*) FROM subscribers WHERE confirmed_at IS NULL") ?? 0
            guard waiting < Subscriber.waitingMax else { return false }
            let known = try Row.fetchOne(
                db, sql: "SELECT * FROM subscribers WHERE mailbox = ?", arguments: [Subscriber.mailbox(request.mail)]
            ).map(Subscriber.init)
            try db.replace(known?.asked(again: request) ?? request)
            return true
        }
    }

    public func confirm(_ id: SubscriberID, at moment: Timestamp) throws -> Subscriber? {
        try changing("id", id) { $0.confirmed(at: moment) }
    }

    public func change(_ key: String, to subscription: Subscription, at moment: Timestamp) throws -> Subscriber? {
        try changing("secret", key) { $0.changed(to: subscription, at: moment) }
    }

    public func subscriber(_ id: SubscriberID) throws -> Subscriber? {
        try reading { try $0.subscriber("id", id) }
    }

    public func subscriber(withKey key: String) throws -> Subscriber? {
        try reading { try $0.subscriber("secret", key) }
    }

    public func forgetSubscriber(withKey key: String) throws -> Bool {
        try forgetting("DELETE FROM subscribers WHERE secret = ?", [key]) > 0
    }

    public func forgetSubscriber(withMail mail: String) throws -> Bool {
        try forgetting("DELETE FROM subscribers WHERE mailbox = ?", [Subscriber.mailbox(mail)]) > 0
    }

    public func forgetUnconfirmed(before moment: Timestamp) throws -> Int {
        try forgetting(
            "DELETE FROM subscribers WHERE confirmed_at IS NULL AND greeting_at < ?", [moment.milliseconds])
    }

    public func greetingsDue(at moment: Timestamp, limit: Int) throws -> [Subscriber] {
        try reading { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM subscribers WHERE greeting_due <= ? ORDER BY greeting_due, greeting_at, id LIMIT ?
                    """,
                arguments: [moment.milliseconds, limit])
        }.map(Subscriber.init)
    }

    public func save(_ greeting: Subscriber.Greeting, of id: SubscriberID) throws {
        try writing { db in
            try db.execute(
                sql: """
                    UPDATE subscribers SET greeting_at = ?, greeting_due = ?, greeting_tries = ?
                    WHERE id = ? AND greetings = ?
                    """,
                arguments: [
                    greeting.at.milliseconds, greeting.due?.milliseconds, greeting.tries, id, greeting.number,
                ])
        }
    }

    public func subscriberCounts() throws -> SubscriberCounts {
        try reading { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(confirmed_at) AS confirmed,
                        count(*) FILTER (WHERE confirmed_at IS NOT NULL AND pace = 'daily') AS daily,
                        count(*) - count(confirmed_at) AS waiting FROM subscribers
                    """)
            return SubscriberCounts(
                confirmed: row?["confirmed"] ?? 0, daily: row?["daily"] ?? 0, waiting: row?["waiting"] ?? 0)
        }
    }

    public func hasSubscribers(among readers: [Readership], pace: Subscription.Pace) throws -> Bool {
        try reading { db in
            try readers.contains { readers in
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM subscribers WHERE \(Readership.condition))",
                    arguments: readers.arguments(pace)) ?? false
            }
        }
    }

    private func changing(_ column: String, _ value: String, _ change: (Subscriber) -> Subscriber) throws
        -> Subscriber?
    {
        try writing { db in
            guard let changed = try db.subscriber(column, value).map(change) else { return nil }
            try db.replace(changed)
            return changed
        }
    }

    private func forgetting(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try writing { db in
            try db.execute(sql: sql, arguments: arguments)
            return db.changesCount
        }
    }
}

extension Database {
    /// - Parameter column: one of ours, never something from outside.
    fileprivate func subscriber(_ column: String, _ value: String) throws -> Subscriber? {
        try Row.fetchOne(self, sql: "SELECT * FROM subscribers WHERE \(column) = ?", arguments: [value])
            .map(Subscriber.init)
    }

    fileprivate func replace(_ one: Subscriber) throws {
        try execute(
            sql: """
                INSERT INTO subscribers (id, mail, mailbox, secret, services, topics, pace, requested_at, confirmed_at,
                    hears_from, greetings, greeting_at, greeting_due, greeting_tries)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET services = excluded.services, topics = excluded.topics,
                    pace = excluded.pace, confirmed_at = excluded.confirmed_at, hears_from = excluded.hears_from, greetings = excluded.greetings,
                    greeting_at = excluded.greeting_at, greeting_due = excluded.greeting_due,
                    greeting_tries = excluded.greeting_tries
                """,
            arguments: [
                one.id, one.mail, Subscriber.mailbox(one.mail), one.key, one.subscription.services.jsonArray,
                one.subscription.topics.reduce(0) { $0 | $1.bit }, one.subscription.pace.rawValue,
                one.requestedAt.milliseconds, one.confirmedAt?.milliseconds, one.hearsFrom?.milliseconds,
                one.greeting.number,
                one.greeting.at.milliseconds, one.greeting.due?.milliseconds, one.greeting.tries,
            ])
    }

    /// One delivery for each subscriber the news is for: the set is frozen here, in the transaction that stores the news.
    func expand(_ effect: Effect, over readers: [Readership], _ pace: Subscription.Pace) throws {
        let statement = try cachedStatement(
            sql: """
                INSERT INTO deliveries (purpose, member, effect, state)
                SELECT :purpose, id, :effect, 'pending' FROM subscribers WHERE \(Readership.condition)
                ON CONFLICT (purpose, member) DO NOTHING
                """)
        for one in readers {
            var arguments = one.arguments(pace)
            arguments += ["purpose": effect.purpose, "effect": effect.id]
            try statement.execute(arguments: arguments)
        }
    }
}

extension Readership {
    /// `Subscription.wants` in the words of SQL.
    fileprivate static let condition = """
        hears_from <= :newest AND pace = :pace AND topics & :topic <> 0
        AND (services = '[]' OR :services = '[]' OR EXISTS (
            SELECT 1 FROM json_each(subscribers.services) AS chosen JOIN json_each(:services) AS touched
            ON chosen.value = touched.value))
        """

    fileprivate func arguments(_ pace: Subscription.Pace) -> StatementArguments {
        [
            "newest": newest.milliseconds, "pace": pace.rawValue, "topic": topic.bit,
            "services": services.jsonArray,
        ]
    }
}

extension Subscription.Topic {
    /// Its place in the column of chosen topics, for good.
    fileprivate var bit: Int {
        switch self {
        case .incidents: 1
        case .postMortems: 2
        case .maintenance: 4
        case .notes: 8
        }
    }
}

extension Subscriber {
    fileprivate init(_ row: Row) throws {
        let (pace, services): (String, String) = (row["pace"], row["services"])
        let topics: Int = row["topics"]
        guard let pace = Subscription.Pace(rawValue: pace) else {
            throw StoreError.damaged("a subscriber's pace is “\(pace)”.")
        }
        self.init(
            id: row["id"], mail: row["mail"], key: row["secret"],
            subscription: Subscription(
                services: try CanonicalJSON.decode([String].self, from: Array(services.utf8)),
                topics: Subscription.Topic.allCases.filter { topics & $0.bit != 0 }, pace: pace),
            requestedAt: row.moment("requested_at"), confirmedAt: row.optionalMoment("confirmed_at"),
            hearsFrom: row.optionalMoment("hears_from"),
            greeting: Greeting(
                number: row["greetings"], at: row.moment("greeting_at"),
                due: row.optionalMoment("greeting_due"), tries: row["greeting_tries"]))
    }
}
