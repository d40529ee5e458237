import GRDB
import OnRecord

/// The tables. Each migration leads from one format to the next and is never edited once a release has run it.
enum Schema {
    /// The format this program writes. A store carries its own in `user_version`.
    static let version = 1

    /// Called before anything is written: an older program must not touch what it does not understand.
    static func refuseNewer(_ db: Database) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw StoreError.newer(found: found, known: version) }
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("format 1") { db in
            let parts = [journal, alerts, record, credits, outbox, signals, directory, subscribers]
            for part in parts { try db.execute(sql: part) }
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        return migrator
    }

    /// The insert trigger also stands against REPLACE, which deletes without waking a delete trigger.
    private static let journal = """
        CREATE TABLE facts (sequence INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
        CREATE TRIGGER facts_follow BEFORE INSERT ON facts
        WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM facts)
        BEGIN SELECT raise(ABORT, 'a fact follows the one before it'); END;
        CREATE TRIGGER facts_unchanged BEFORE UPDATE ON facts BEGIN SELECT raise(ABORT, 'facts are never changed'); END;
        CREATE TRIGGER facts_kept BEFORE DELETE ON facts BEGIN SELECT raise(ABORT, 'facts are never removed'); END;

        CREATE TABLE documents (id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;

        """

    /// An alert that goes on after its incident was resolved belongs to a second one; both keep it.
    private static let alerts = """
        CREATE TABLE alerts (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, incident TEXT, at INTEGER NOT NULL, body BLOB NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'ended')), firings INTEGER NOT NULL,
            last_at INTEGER NOT NULL, verdict TEXT NOT NULL, cause TEXT, ended_at INTEGER, how TEXT,
            noise INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX alerts_of_none ON alerts (at, number) WHERE incident IS NULL;
        CREATE INDEX alerts_open ON alerts (number) WHERE state <> 'ended';

        CREATE TABLE alert_incidents (
            incident TEXT NOT NULL, alert INTEGER NOT NULL REFERENCES alerts, PRIMARY KEY (incident, alert)
        ) STRICT, WITHOUT ROWID;
        """

    /// Texts stand apart from their leaf, so that one can be withheld while the leaf stays. They are blobs, because a
    /// text type may stop at a zero byte, and a commitment is over every byte.
    private static let record = """
        CREATE TABLE entries (position INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT;
        CREATE TRIGGER entries_follow BEFORE INSERT ON entries
        WHEN NEW.position <> (SELECT coalesce(max(position) + 1, 0) FROM entries)
        BEGIN SELECT raise(ABORT, 'an entry follows the one before it'); END;
        CREATE TRIGGER entries_unchanged BEFORE UPDATE ON entries
        BEGIN SELECT raise(ABORT, 'entries are never changed'); END;
        CREATE TRIGGER entries_kept BEFORE DELETE ON entries
        BEGIN SELECT raise(ABORT, 'entries are never removed'); END;

        CREATE TABLE entry_texts (
            entry INTEGER NOT NULL REFERENCES entries, number INTEGER NOT NULL, salt BLOB NOT NULL, text BLOB NOT NULL,
            PRIMARY KEY (entry, number)
        ) STRICT;
        """

    /// An effect names its audience, so that none can be queued over an audience that is not there and reach nobody.
    private static let outbox = """
        CREATE TABLE audiences (id TEXT PRIMARY KEY) STRICT;
        CREATE TABLE audience_members (
            audience TEXT NOT NULL REFERENCES audiences, kind TEXT NOT NULL CHECK (kind IN ('customer', 'token')),
            member TEXT NOT NULL, PRIMARY KEY (audience, kind, member)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE effects (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, audience TEXT REFERENCES audiences,
            credit_list TEXT REFERENCES credit_lists, body BLOB NOT NULL, due INTEGER NOT NULL, leased_until INTEGER, attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE deliveries (
            purpose TEXT NOT NULL, member TEXT NOT NULL, effect TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed', 'bounced')),
            attempts INTEGER NOT NULL DEFAULT 0, at INTEGER, detail TEXT NOT NULL DEFAULT '',
            due INTEGER NOT NULL DEFAULT 0, message_id TEXT, text_hash TEXT,
            report TEXT CHECK (report IN ('bounce', 'delay', 'complaint')), report_at INTEGER, report_detail TEXT,
            report_position INTEGER, PRIMARY KEY (purpose, member)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveries_by_effect ON deliveries (effect, state, due, member);
        CREATE INDEX deliveries_by_key ON deliveries (substr(message_id, 1, 32)) WHERE message_id IS NOT NULL;
        CREATE INDEX deliveries_complained ON deliveries (effect) WHERE report = 'complaint';
        CREATE TRIGGER deliveries_kept BEFORE DELETE ON deliveries
        BEGIN SELECT raise(ABORT, 'deliveries are evidence and never removed'); END;
        """

    /// Signals lie beside the database (`SignalFolder`); how far they were read is stored with what came of them.
    private static let signals = """
        CREATE TABLE detector_mark (
            number INTEGER PRIMARY KEY CHECK (number = 1), position INTEGER NOT NULL, memory BLOB NOT NULL
        ) STRICT;
        """

    /// Personal data, and nowhere else. A token outlives its customer's erasure as evidence of the revocation.
    private static let directory = """
        CREATE TABLE customers (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, mail TEXT NOT NULL, period_price INTEGER NOT NULL,
            currency TEXT NOT NULL, language TEXT NOT NULL, place TEXT, billing_id TEXT
        ) STRICT;
        CREATE TABLE tokens (
            id TEXT PRIMARY KEY, customer TEXT NOT NULL, secret_hash TEXT NOT NULL UNIQUE, minted_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT;
        CREATE INDEX tokens_by_customer ON tokens (customer, minted_at, id);
        CREATE TABLE billing_periods (
            customer TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL, price INTEGER NOT NULL,
            currency TEXT NOT NULL, PRIMARY KEY (customer, starts), CHECK (starts < ends)
        ) STRICT, WITHOUT ROWID;
        """

    /// A list whose row stands here is sealed: its lines are what a person approves. Only the name at the billing system
    /// may be taken out of them, when a customer is erased.
    private static let credits = """
        CREATE TABLE credit_lists (id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE credits (
            list TEXT NOT NULL, customer TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL,
            reason TEXT NOT NULL, price INTEGER NOT NULL, starts INTEGER, ends INTEGER, billing_id TEXT,
            PRIMARY KEY (list, customer)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER credits_sealed BEFORE INSERT ON credits WHEN NEW.list IN (SELECT id FROM credit_lists)
        BEGIN SELECT raise(ABORT, 'a sealed list takes no more credits'); END;
        CREATE TRIGGER credits_unchanged
        BEFORE UPDATE OF list, customer, amount, currency, reason, price, starts, ends ON credits
        WHEN OLD.list IN (SELECT id FROM credit_lists)
        BEGIN SELECT raise(ABORT, 'credits on a sealed list are never changed'); END;
        CREATE TRIGGER credits_kept BEFORE DELETE ON credits WHEN OLD.list IN (SELECT id FROM credit_lists)
        BEGIN SELECT raise(ABORT, 'credits on a sealed list are never removed'); END;
        CREATE TRIGGER credit_lists_unchanged BEFORE UPDATE ON credit_lists
        BEGIN SELECT raise(ABORT, 'a sealed list is never changed'); END;
        CREATE TRIGGER credit_lists_kept BEFORE DELETE ON credit_lists
        BEGIN SELECT raise(ABORT, 'a sealed list is never removed'); END;
        """

    /// Personal data too. `mailbox` is the address as it is compared; nothing outlives a row that is deleted.
    private static let subscribers = """
        CREATE TABLE subscribers (
            id TEXT PRIMARY KEY, mail TEXT NOT NULL, mailbox TEXT NOT NULL UNIQUE, secret TEXT NOT NULL UNIQUE,
            services TEXT NOT NULL, topics INTEGER NOT NULL, pace TEXT NOT NULL CHECK (pace IN ('at_once', 'daily')),
            requested_at INTEGER NOT NULL, confirmed_at INTEGER, hears_from INTEGER,
            greetings INTEGER NOT NULL,
            greeting_at INTEGER NOT NULL, greeting_due INTEGER, greeting_tries INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX subscribers_waiting ON subscribers (greeting_at) WHERE confirmed_at IS NULL;
        CREATE INDEX subscribers_to_greet ON subscribers (greeting_due) WHERE greeting_due IS NOT NULL;
        CREATE INDEX subscribers_by_pace ON subscribers (pace) WHERE confirmed_at IS NOT NULL;
        """
}
