import Foundation
import GRDB
import OnRecord

extension SQLiteStore {
    public func alerts(of incident: IncidentID?, limit: Int) throws -> [Alert] {
        try reading { db in
            guard let incident else {
                return try Row.fetchAll(
                    db,
                    sql: """
                        SELECT * FROM (
                            SELECT body, at, number FROM alerts WHERE incident IS NULL
                            ORDER BY at DESC, number DESC LIMIT ?
                        ) ORDER BY at, number
                        """,
                    arguments: [limit])
            }
            // The newest by the order in which they were taken in, which the index has.
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT body FROM (
                        SELECT alert FROM alert_incidents WHERE incident = ? ORDER BY alert DESC LIMIT ?
                    ) JOIN alerts ON alerts.number = alert ORDER BY at, number
                    """,
                arguments: [incident, limit])
        }.map { try $0.body(as: Alert.self) }
    }

    public func alert(_ id: AlertID) throws -> StoredAlert? {
        try reading { db in try Row.fetchOne(db, sql: "SELECT * FROM alerts WHERE id = ?", arguments: [id]) }
            .map(StoredAlert.init)
    }

    public func openAlerts(limit: Int) throws -> [StoredAlert] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM alerts WHERE state <> 'ended' ORDER BY number DESC LIMIT ?", arguments: [limit])
        }.map(StoredAlert.init)
    }

    public func alerts(before cursor: Int64?, limit: Int) throws -> AlertPage {
        let rows = try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM alerts WHERE number < ? ORDER BY number DESC LIMIT ?",
                arguments: [cursor ?? .max, limit])
        }
        return AlertPage(alerts: try rows.map(StoredAlert.init), next: rows.count < limit ? nil : rows.last?["number"])
    }
}

extension Database {
    /// A replayed tail of signals finds alerts again that are already here.
    func insert(_ alerts: [StoredAlert]) throws {
        let statement = try cachedStatement(
            sql: """
                INSERT INTO alerts (id, incident, at, body, state, firings, last_at, verdict, cause)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """)
        for one in alerts {
            try statement.execute(arguments: [
                one.alert.id, one.incident, one.alert.at.milliseconds, Data(body: one.alert), one.state.rawValue,
                one.firings, one.lastAt.milliseconds, one.verdict.word, one.verdict.cause,
            ])
            if let incident = one.incident { try link(one.alert.id, incident) }
        }
    }

    /// What is over stays over, and a count never shrinks: a replay says old news again.
    func apply(_ news: [AlertNews]) throws {
        for one in news {
            switch one.what {
            case .repeated(let firings, let lastAt):
                try cachedStatement(
                    sql: "UPDATE alerts SET firings = max(firings, ?), last_at = max(last_at, ?) WHERE id = ?"
                ).execute(arguments: [firings, lastAt.milliseconds, one.alert])
            case .acknowledged:
                try cachedStatement(sql: "UPDATE alerts SET state = 'acknowledged' WHERE id = ? AND state = 'open'")
                    .execute(arguments: [one.alert])
            case .ended(let how, let moment):
                try cachedStatement(
                    sql: "UPDATE alerts SET state = 'ended', ended_at = ?, how = ? WHERE id = ? AND state <> 'ended'"
                ).execute(arguments: [moment.milliseconds, how.rawValue, one.alert])
            case .placed(let verdict, let incident):
                try cachedStatement(
                    sql: "UPDATE alerts SET verdict = ?, cause = ?, incident = coalesce(?, incident) WHERE id = ?"
                ).execute(arguments: [verdict.word, verdict.cause, incident, one.alert])
                if let incident { try link(one.alert, incident) }
            case .noise:
                try cachedStatement(sql: "UPDATE alerts SET noise = 1 WHERE id = ?").execute(arguments: [one.alert])
            }
        }
    }

    private func link(_ alert: AlertID, _ incident: IncidentID) throws {
        try cachedStatement(
            sql: """
                INSERT INTO alert_incidents (incident, alert) SELECT ?, number FROM alerts WHERE id = ?
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [incident, alert])
    }
}

extension StoredAlert {
    fileprivate init(_ row: Row) throws {
        let (word, cause): (String, String?) = (row["verdict"], row["cause"])
        let state: String = row["state"]
        guard let verdict = Verdict(word: word, cause: cause), let state = State(rawValue: state) else {
            throw StoreError.damaged("an alert's verdict is “\(word)” and its state “\(state)”.")
        }
        self.init(try row.body(as: Alert.self), verdict: verdict, incident: row["incident"])
        (self.state, firings, lastAt) = (state, row["firings"], row.moment("last_at"))
        end = (row["how"] as String?).flatMap(AlertEnd.init)
        (endedAt, isNoise) = (row.optionalMoment("ended_at"), row["noise"])
    }
}
