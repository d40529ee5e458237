import GRDB
import OnRecord
import SQLiteStore
import Testing

@Suite("A desk over a stored journal")
struct DeskPromises {
    @Test("A desk that starts again knows what it knew", arguments: StoreEngine.allCases)
    func restarting(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let before = try desk(store)
            try work(before)
            #expect(try desk(store).state == before.state)
            #expect(before.state.openIncidents.count == 1)
        }
    }

    @Test("Two desks on one store: the one that comes second is refused", arguments: StoreEngine.allCases)
    func second(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let (one, other) = (try desk(store), try desk(store))
            try work(one)
            let failure = #expect(throws: StoreError.self) { try work(other) }
            #expect(failure == .stale(expected: 0, found: one.state.sequence))
        }
    }

    @Test(
        "A journal somebody tampered with is found at the start",
        arguments: [
            (
                """
                UPDATE facts SET body = CAST(replace(CAST(body AS TEXT), 'outage', 'breach') AS BLOB) WHERE sequence = 2
                """,
                "fact 2 does not match its hash."
            ),
            ("UPDATE facts SET hash = zeroblob(32) WHERE sequence = 3", "fact 3 does not match its hash."),
            ("DELETE FROM facts WHERE sequence = 2", "fact 2 is missing, 3 follows."),
        ])
    func tampering(statement: String, finding: String) throws {
        try withStorePath { path in
            try work(desk(SQLiteStore(path: path)))
            try DatabaseQueue(path: path).write { db in
                try db.execute(sql: "DROP TRIGGER facts_unchanged; DROP TRIGGER facts_kept")
                try db.execute(sql: statement)
                #expect(db.changesCount == 1)
            }
            #expect(throws: StoreError.damaged(finding)) { try desk(SQLiteStore(path: path)) }
        }
    }

    private func desk(_ store: any Store) throws -> Desk {
        try Desk(
            store: store, policy: .parse(policy, file: "policy.yaml", rules: []), random: SystemRandomNumberGenerator())
    }

    private func work(_ desk: Desk) throws {
        try desk.handle(.adoptPolicy, at: Cast.start)
        try desk.handle(
            .declare(eventClass: "outage", severity: nil, title: "Nothing answers", by: .responder("first")),
            at: Cast.later(1))
    }

    private let policy = """
        onrecord: 1
        organisation:
          {name: Example Vault, site: "https://vault.example", contact: help@vault.example, since: 2026-01-01}
        services: [{id: proxy, title: Data plane}]
        severities: [{id: SEV-1, criteria: The service is fully unavailable}]
        classes: [{id: outage, title: Service unavailable, severity: SEV-1, publish: page}]
        sources: [{id: proxy}]
        promises:
          - {id: acknowledge, says: Somebody is on it at once., from: detected, to: acknowledged, within: 5m}
        on_call: [{id: first, mail: oncall@vault.example}]
        mail: {from: incidents@vault.example, name: Example Vault}
        post_mortem: {parts: [{id: cause, title: Why it happened}]}
        """
}
