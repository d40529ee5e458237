@testable import OnRecord
import Testing

@Suite("Stored alerts")
struct AlertPromises {
    @Test("An alert reads back with what became of it", arguments: StoreEngine.allCases)
    func readsBack(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let verdicts: [Verdict] = [
                .paged, .opened, .joined, .evidence, .held(.silence("s1")), .held(.noise("s2")),
                .held(.maintenance("m3")),
            ]
            let alerts = verdicts.enumerated().map { number, verdict in
                StoredAlert(
                    Cast.alert(number).alert, verdict: verdict,
                    incident: [.paged, .opened, .joined].contains(verdict) ? Cast.incident : nil)
            }
            try store.step { $0.alerts = alerts }
            for one in alerts { #expect(try store.alert(one.alert.id) == one) }
            #expect(try store.alert("unknown") == nil)
        }
    }

    @Test("News change it, and said again change nothing", arguments: StoreEngine.allCases)
    func news(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.alerts = [Cast.alert(1), Cast.alert(2)] }
            let news = [
                AlertNews("a1", .repeated(firings: 9, lastAt: Cast.later(60))), AlertNews("a1", .acknowledged),
                AlertNews("a1", .noise), AlertNews("a1", .ended(.resolved, at: Cast.later(90))),
                AlertNews("unknown", .ended(.quiet, at: Cast.later(90))),
            ]
            try store.step(facts: 0) { $0.news = news }
            var expected = Cast.alert(1)
            (expected.firings, expected.lastAt, expected.isNoise) = (9, Cast.later(60), true)
            (expected.state, expected.end, expected.endedAt) = (.ended, .resolved, Cast.later(90))
            #expect(try store.alert("a1") == expected)
            try store.step(facts: 0) {
                $0.alerts = [Cast.alert(1)]
                $0.news =
                    news + [
                        AlertNews("a1", .repeated(firings: 3, lastAt: Cast.later(30))),
                        AlertNews("a1", .ended(.quiet, at: Cast.later(200))),
                    ]
            }
            #expect(try store.alert("a1") == expected)
            #expect(try store.alert("a2") == Cast.alert(2))
        }
    }

    @Test("An alert that goes over to a second incident is shown in both", arguments: StoreEngine.allCases)
    func twoIncidents(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.alerts = [Cast.alert(1)] }
            try store.step { $0.news = [AlertNews("a1", .placed(.paged, incident: "i20261122-2"))] }
            #expect(try store.alerts(of: Cast.incident, limit: .max).map(\.id) == ["a1"])
            #expect(try store.alerts(of: "i20261122-2", limit: .max).map(\.id) == ["a1"])
            #expect(try store.alert("a1")?.incident == "i20261122-2")
            #expect(try store.alert("a1")?.verdict == .paged)
            #expect(try store.alerts(of: nil, limit: .max).isEmpty)
        }
    }

    @Test("A held alert belongs to no incident until it is placed", arguments: StoreEngine.allCases)
    func held(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let held = StoredAlert(Cast.alert(1).alert, verdict: .held(.silence("s1")))
            try store.step { $0.alerts = [held] }
            #expect(try store.alerts(of: nil, limit: .max) == [held.alert])
            try store.step { $0.news = [AlertNews("a1", .placed(.held(.maintenance("m2")), incident: nil))] }
            #expect(try store.alert("a1")?.verdict == .held(.maintenance("m2")))
            try store.step { $0.news = [AlertNews("a1", .placed(.paged, incident: Cast.incident))] }
            #expect(try store.alerts(of: nil, limit: .max).isEmpty)
            #expect(try store.alerts(of: Cast.incident, limit: .max) == [held.alert])
        }
    }

    @Test(
        "Of an incident's alerts the newest are read, no more than asked for, oldest first",
        arguments: StoreEngine.allCases)
    func newest(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let alerts = (1...5).map { Cast.alert($0, at: Cast.later(Int64($0))) }
            let held = (6...8).map {
                StoredAlert(Cast.alert($0, at: Cast.later(Int64($0))).alert, verdict: .held(.silence("s1")))
            }
            try store.step { $0.alerts = alerts + held }
            #expect(try store.alerts(of: Cast.incident, limit: 2).map(\.id) == ["a4", "a5"])
            #expect(try store.alerts(of: Cast.incident, limit: 9).count == 5)
            #expect(try store.alerts(of: nil, limit: 2).map(\.id) == ["a7", "a8"])
            #expect(try store.alerts(of: nil, limit: 0).isEmpty)
        }
    }

    @Test("Open alerts come newest first, no more than asked for", arguments: StoreEngine.allCases)
    func open(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.alerts = (1...5).map { Cast.alert($0) } }
            try store.step {
                $0.news = [AlertNews("a4", .acknowledged), AlertNews("a5", .ended(.quiet, at: Cast.start))]
            }
            #expect(try store.openAlerts(limit: 10).map(\.alert.id) == ["a4", "a3", "a2", "a1"])
            #expect(try store.openAlerts(limit: 2).map(\.alert.id) == ["a4", "a3"])
        }
    }

    @Test("All alerts are read page by page, also while new ones come", arguments: StoreEngine.allCases)
    func pages(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.alerts = (1...5).map { Cast.alert($0) } }
            let first = try store.alerts(before: nil, limit: 2)
            #expect(first.alerts.map(\.alert.id) == ["a5", "a4"])
            try store.step { $0.alerts = [Cast.alert(6)] }
            let second = try store.alerts(before: try #require(first.next), limit: 2)
            #expect(second.alerts.map(\.alert.id) == ["a3", "a2"])
            let last = try store.alerts(before: try #require(second.next), limit: 2)
            #expect(last.alerts.map(\.alert.id) == ["a1"])
            #expect(last.next == nil)
        }
    }
}
