@testable import OnRecord
import Sigma
import Testing

@Suite("Noise")
struct NoiseStories {
    private func tap(_ night: Night, _ alert: AlertID? = nil) throws {
        let first = try #require(try night.alerts.first?.alert.id)
        try night.story.take(.markNoise(alert ?? first, by: Cast.ada))
    }

    @Test("One tap dismisses the incident, waives its promises with the reason, and silences the same for a week")
    func oneTap() throws {
        let night = try Night()
        try night.send(.knock(1))
        try tap(night)
        #expect(!night.story.incident.isOpen)
        #expect(night.story.incident.clocks.allSatisfy { $0.state == .waived(at: night.story.now) })
        #expect(try night.alerts[0].isNoise)
        try night.wait(.minutes(40))
        try night.send([.knock(1)])
        #expect(night.incidents.count == 1)
        #expect(try night.alerts.last?.verdict.word == "noise")
        try night.send(.knock(2))
        #expect(night.incidents.count == 2, "another address is no noise")
    }

    @Test("After the week it wakes people again")
    func afterTheWeek() throws {
        let night = try Night()
        try night.send(.knock(1))
        try tap(night)
        try night.wait(.days(8))
        try night.send(.knock(1))
        #expect(night.incidents.count == 2)
    }

    @Test("An incident with another reason stays open")
    func otherReason() throws {
        let night = try Night()
        try night.send([.knock(1), .knock(2)])
        try tap(night)
        #expect(night.story.incident.isOpen)
        try tap(night, try night.alerts[1].alert.id)
        #expect(!night.story.incident.isOpen, "now all of it was noise")
    }

    @Test("What was confirmed is never dismissed by a tap")
    func confirmed() throws {
        let night = try Night()
        try night.send(.knock(1))
        try night.story.acknowledge()
        try night.story.confirm()
        try tap(night)
        #expect(night.story.incident.isOpen)
        #expect(night.story.state.alerts.silences.count == 1)
    }

    @Test("It can be said the morning after, when the alert is over, and of mere evidence")
    func later() throws {
        let night = try Night()
        try night.send([.knock(1), .log(["event": "passing"])])
        try night.wait(.hours(9))
        try tap(night)
        try tap(night, try night.alerts[1].alert.id)
        #expect(try night.alerts.allSatisfy(\.isNoise))
        #expect(!night.story.incident.isOpen)
    }

    @Test("Twice, for no time or for an unknown alert it is refused")
    func refusals() throws {
        let night = try Night()
        try night.send(.knock(1))
        let id = try #require(try night.alerts.first?.alert.id)
        #expect(night.story.refusal(.markNoise("a0", by: .operator))?.kind == .notFound)
        #expect(night.story.refusal(.markNoise(id, by: .operator, quietFor: .zero))?.kind == .invalid)
        #expect(night.story.refusal(.markNoise(id, by: .operator, quietFor: .days(400)))?.kind == .invalid)
        try tap(night)
        #expect(night.story.refusal(.markNoise(id, by: .operator))?.kind == .conflict)
    }
}
