import NIOCore
import Testing

@testable import Courier

@Suite("The pace of a recipient domain")
struct DomainPacingTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private func after(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    @Test("holds no more mails on their way than it may, and one that ends makes room")
    func inFlight() {
        var pacing = DomainPacing(SMTPPace(inFlightPerDomain: 2))
        #expect(pacing.admit("a.example", at: start) == .go)
        #expect(pacing.admit("a.example", at: start) == .go)
        #expect(pacing.admit("a.example", at: start) == .full)
        #expect(pacing.admit("b.example", at: start) == .go, "another domain has a pace of its own")
        pacing.ended("a.example", .accepted, at: start)
        #expect(pacing.admit("a.example", at: start) == .go)
    }

    @Test("lets a tenth of a minute's mails go at once, and spreads those behind them")
    func rate() {
        var pacing = DomainPacing(SMTPPace(perMinutePerDomain: 60))
        let atOnce = (1...20).map { _ in pacing.admit("a.example", at: start) }
        #expect(atOnce.prefix { $0 == .go }.count == 7)
        #expect(atOnce[7] == .wait(.seconds(2)) && atOnce[8] == .wait(.seconds(3)), "each comes back a step later")
        #expect(pacing.admit("a.example", at: after(2)) == .go)
    }

    @Test("pauses after three deferrals in a row, for longer each time, and one mail goes ahead afterwards")
    func deferrals() {
        var pacing = DomainPacing(SMTPPace())
        for _ in 1...3 {
            #expect(pacing.admit("a.example", at: start) == .go)
            pacing.ended("a.example", .deferred, at: start)
        }
        #expect(pacing.admit("a.example", at: start) == .wait(.seconds(5)))
        #expect(pacing.admit("a.example", at: after(5)) == .go)
        #expect(pacing.admit("a.example", at: after(5)) == .full, "one goes ahead to see")
        pacing.ended("a.example", .deferred, at: after(5))
        #expect(pacing.admit("a.example", at: after(5)) == .wait(.seconds(10)))
        #expect(DomainPacing.pause(after: 40) == .seconds(600))

        #expect(pacing.admit("a.example", at: after(15)) == .go)
        pacing.ended("a.example", .accepted, at: after(15))
        #expect((1...5).allSatisfy { _ in pacing.admit("a.example", at: after(15)) == .go })
    }

    @Test("learns nothing about a domain from a mail that stayed here")
    func untried() {
        var pacing = DomainPacing(SMTPPace())
        for _ in 1...9 {
            #expect(pacing.admit("a.example", at: start) == .go)
            pacing.ended("a.example", nil, at: start)
        }
        #expect(pacing.admit("a.example", at: start) == .go)
    }
}
