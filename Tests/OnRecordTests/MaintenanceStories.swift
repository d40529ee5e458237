@testable import OnRecord
import Testing

@Suite("Planned maintenance")
struct MaintenanceStories {
    private func plan(
        _ night: Night, from: Duration? = .hours(1), until: Duration = .hours(2), rules: [String] = [],
        classes: [String] = ["downtime"]
    ) throws -> MaintenanceID {
        try night.story.take(
            .planMaintenance(
                from: from.map { Cast.start + $0 }, until: Cast.start + until, rules: rules, classes: classes,
                reason: "We exchange the switch.", by: Cast.ada))
        return try #require(night.story.state.alerts.maintenance.keys.sorted().last)
    }

    @Test("Alerts of its classes wake nobody while it lasts, and do before and after")
    func window() throws {
        let night = try Night()
        let id = try plan(night)
        try night.send(.monitor(.firing, "early"))
        #expect(night.pages.count == 1)
        try night.story.acknowledge()
        try night.story.reach(.resolved)
        try night.send(.monitor(.resolved, "early"))
        try night.send(.monitor(.firing, "during"), after: .minutes(60))
        #expect(try night.alerts.last?.verdict == .held(.maintenance(id)))
        #expect(try night.alerts.last?.verdict.text == "Not paged: planned maintenance \(id).")
        #expect(night.pages.count == 1)
        try night.send(.monitor(.resolved, "during"))
        try night.send(.monitor(.firing, "late"), after: .hours(1))
        #expect(night.pages.count == 2)
    }

    @Test("What it broke and left broken wakes somebody when it ends")
    func leftBroken() throws {
        let night = try Night()
        _ = try plan(night, from: nil)
        try night.send(.monitor(.firing, "door"), after: .minutes(30))
        #expect(night.incidents.isEmpty)
        try night.wait(.hours(2))
        #expect(night.incidents.count == 1)
        #expect(night.pages.map(\.round) == [1])
    }

    @Test("It can name rules instead of classes, and leaves others alone")
    func rules() throws {
        let night = try Night()
        _ = try plan(night, from: nil, rules: ["knocking"], classes: [])
        try night.send([.knock(1), .monitor(.firing, "door")])
        #expect(try night.alerts.map(\.verdict.word) == ["maintenance", "paged"])
    }

    @Test("Cancelled, it holds nothing any more")
    func cancelled() throws {
        let night = try Night()
        let id = try plan(night, from: nil)
        try night.send(.monitor(.firing, "door"))
        try night.story.take(.cancelMaintenance(id, by: .operator))
        #expect(night.pages.count == 1)
        #expect(night.story.refusal(.cancelMaintenance(id, by: .operator))?.kind == .notFound)
    }

    @Test("A plan without sense is refused with what to do")
    func refusals() throws {
        let night = try Night()
        func refusal(
            from: Duration? = nil, until: Duration = .hours(2), rules: [String] = [], classes: [String] = ["downtime"]
        ) -> String? {
            night.story.refusal(
                .planMaintenance(
                    from: from.map { Cast.start + $0 }, until: Cast.start + until, rules: rules, classes: classes,
                    reason: "Why.", by: .operator)
            )?.description
        }
        #expect(refusal(classes: [])?.hasPrefix("The maintenance names no rule and no class") == true)
        #expect(
            refusal(classes: ["fire"]) == "A class is “fire”; expected one of breach, downtime, degraded. "
                + "Use one of these.")
        #expect(refusal(rules: ["doorbell"])?.hasPrefix("A rule is “doorbell”") == true)
        #expect(refusal(until: .zero)?.contains("which is past") == true)
        #expect(refusal(from: .hours(3))?.contains("expected the end after the beginning") == true)
        #expect(refusal(until: .days(400))?.contains("at most 366 days") == true)
    }
}
