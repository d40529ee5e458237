import OnRecord
import Sigma
import Testing

@Suite("What a probe's looks amount to")
struct ProbeStateTests {
    private let probe = ProbeSpec(
        id: "api", target: .http(.init(url: "https://api.example/healthz?key=secret", host: "api.example")))
    private let bad = ProbeLook(.down(.status, "502 instead of 200"), took: .milliseconds(80))
    private let good = ProbeLook(.up, took: .milliseconds(40))
    private let cutOff = ProbeLook(.unknown("no answer within 10 s, and no reference target answers either"))

    /// Takes looks a minute apart; what was signalled, with nil for no news.
    private func signals(_ looks: [ProbeLook], _ state: inout ProbeState) -> [Signal?] {
        looks.enumerated().map { state.take($1, of: probe, at: Cast.start + .minutes(Int64($0))) }
    }

    @Test("The first settled result after a start is always told: what was open before may be over")
    func firstResult() throws {
        var state = ProbeState()
        let told = try #require(signals([good, good], &state).first ?? nil)
        #expect(told.state == .resolved)
        #expect(told.key == "probe:api")
        #expect(told.title == "api is up")
        #expect(state.take(good, of: probe, at: Cast.start + .minutes(3)) == nil)
    }

    @Test("It is down after more failures in a row than retries, and up with the first success")
    func downAndUp() throws {
        var state = ProbeState()
        let told = signals([good, bad, bad, bad, bad, good], &state)
        #expect(told.map { $0?.state } == [.resolved, nil, nil, .firing, nil, .resolved])
        #expect(told.map { $0?.title }[3] == "api is down: 502 instead of 200")
        #expect(told.map { $0?.title }[5] == "api is up again")
    }

    @Test("A success in between starts the count anew, so a flicker is no outage")
    func flicker() {
        var state = ProbeState()
        let told = signals([good, bad, bad, good, bad, bad, good], &state)
        #expect(told.map { $0?.state } == [.resolved, nil, nil, nil, nil, nil, nil])
    }

    @Test("Without retries the first failure counts")
    func noRetries() {
        var strict = probe
        strict.retries = 0
        var state = ProbeState()
        #expect(state.take(bad, of: strict, at: Cast.start)?.state == .firing)
    }

    @Test("A firing signal tells rules and people what they need, and nothing of the URL but its host")
    func fields() throws {
        var state = ProbeState()
        let signal = try #require(signals([bad, bad, bad], &state)[2])
        #expect(signal.severity == .error)
        #expect(signal.at == Cast.start + .minutes(2))
        #expect(
            signal.fields == [
                "logsource_product": "onrecord", "logsource_category": "probe", "probe": "api", "kind": "http",
                "target": "api.example", "state": "down", "cause": "status", "reason": "502 instead of 200",
                "took_ms": 80, "consecutive_failures": 3, "failing_since": "2026-11-22T09:30:00Z",
            ])
    }

    @Test("While it is down, that is repeated every hour")
    func reminder() {
        var state = ProbeState()
        let told = signals([ProbeLook](repeating: bad, count: 125), &state)
        #expect(told.indices.filter { told[$0] != nil } == [2, 62, 122])
        #expect(told.allSatisfy { ($0?.state ?? .firing) == .firing })
    }

    @Test("When the prober is cut off, nothing is down: that is logged once, and never opens anything")
    func cutOffIsNotDown() throws {
        var state = ProbeState()
        let told = signals([good, cutOff, cutOff, cutOff, cutOff, good], &state)
        #expect(told.map { $0?.state } == [.resolved, .log, nil, nil, nil, .resolved])
        let unknown = try #require(told[1])
        #expect(unknown.fields["state"] == "unknown")
        #expect(
            unknown.title
                == "api cannot be looked at: no answer within 10 s, and no reference target answers either")
    }

    @Test("Being cut off neither adds to a row of failures nor ends it")
    func rowSurvives() {
        var state = ProbeState()
        #expect(signals([bad, bad, cutOff, bad], &state).map { $0?.state } == [nil, nil, .log, .firing])
    }

    @Test("What was down before the line was cut is told to be down again when the line is back")
    func downAgain() {
        var state = ProbeState()
        let told = signals([bad, bad, bad, cutOff, bad, good], &state)
        #expect(told.map { $0?.state } == [nil, nil, .firing, .log, .firing, .resolved])
    }

    @Test("A certificate that runs out is a warning with a cause of its own")
    func certificate() throws {
        let tls = ProbeSpec(
            id: "certificate", target: .tls(Endpoint(host: "www.example", port: 443), validFor: .days(14)), retries: 0)
        var state = ProbeState()
        let look = ProbeLook(.down(.certificateExpires, "its certificate runs out in 5 days"))
        let told = state.take(look, of: tls, at: Cast.start)
        let signal = try #require(told)
        #expect(signal.severity == .warning)
        #expect(signal.fields["cause"] == "certificate_expires")
        #expect(signal.fields["target"] == "www.example:443")
    }

    @Test("Only silence may be the prober's own fault; whoever answers, answers for itself")
    func reference() {
        let silent = ProbeLook(.down(.noAnswer, "no answer within 10 s"))
        #expect(silent.against(reference: false) == cutOff)
        #expect(silent.against(reference: true) == silent)
        #expect(silent.against(reference: nil) == silent)
        #expect(bad.against(reference: false) == bad)
        #expect(good.against(reference: false) == good)
    }

    @Test("A good answer later than expected is a failure; a failure stays what it is")
    func within() {
        #expect(
            good.within(.milliseconds(39)).result == .down(.slow, "40 ms instead of at most 39 ms"))
        #expect(good.within(.milliseconds(40)) == good)
        #expect(good.within(nil) == good)
        #expect(bad.within(.milliseconds(1)) == bad)
    }
}

@Suite("When a probe looks next")
struct ProbeScheduleTests {
    private func spec(every: Duration, retries: Int = 2) -> ProbeSpec {
        ProbeSpec(
            id: "api", target: .tcp(Endpoint(host: "mail.example", port: 25), banner: nil), every: every,
            retries: retries)
    }

    private func wait(_ every: Duration, after looks: [ProbeResult], chance: Double = 0.5) -> Duration {
        var state = ProbeState()
        for look in looks { _ = state.take(ProbeLook(look), of: spec(every: every), at: Cast.start) }
        return ProbeSchedule.next(spec(every: every), after: Cast.start, in: state, chance: chance) - Cast.start
    }

    private let bad = ProbeResult.down(.refused, "it refuses the connection")

    @Test("First looks are spread over the first span")
    func first() {
        func first(_ chance: Double) -> Duration {
            ProbeSchedule.first(every: .minutes(1), from: Cast.start, chance: chance) - Cast.start
        }
        #expect([0, 0.25, 1].map(first) == [.zero, .seconds(15), .seconds(60)])
    }

    @Test("Looks come up to a tenth of the span earlier or later")
    func jitter() {
        #expect(
            [0, 0.5, 1].map { wait(.minutes(1), after: [.up], chance: $0) } == [
                .seconds(54), .minutes(1), .seconds(66),
            ])
    }

    @Test(
        "In doubt it looks again soon: after a quarter of the span, from 5 seconds to a minute",
        arguments: [(10, 5), (60, 15), (21_600, 60)] as [(Int64, Int64)])
    func doubt(every: Int64, wanted: Int64) {
        #expect(wait(.seconds(every), after: [.up, bad]) == .seconds(wanted))
        #expect(wait(.seconds(every), after: [.unknown("cut off")]) == .seconds(wanted))
    }

    @Test("Once it is down there is no hurry, but the end is not missed for long either")
    func down() {
        #expect(wait(.minutes(1), after: [bad, bad, bad]) == .minutes(1))
        #expect(wait(.hours(6), after: [bad, bad, bad]) == .minutes(5))
    }
}

@Suite("A supplier's status page that cannot be read")
struct UpstreamStateTests {
    private let upstream = UpstreamSpec(
        id: "edge-host", title: "Our host", summary: "https://status.supplier.example/api/v2/summary.json")

    @Test("Three failed polls in a row are told once, as unknown and not as well")
    func unknown() throws {
        var state = UpstreamState()
        let told = (0..<5).map { _ in state.failed("it answers 503", upstream, at: Cast.start) }
        #expect(told.map { $0?.state } == [nil, nil, .log, nil, nil])
        let signal = try #require(told[2])
        #expect(signal.title == "Our host's status page cannot be read: it answers 503")
        #expect(signal.key == "upstream:edge-host")
        #expect(signal.fields["state"] == "unknown")
    }

    @Test("That it can be read again is told, if the contrary was")
    func again() {
        var state = UpstreamState()
        _ = state.failed("it answers 503", upstream, at: Cast.start)
        #expect(state.answered(upstream, at: Cast.start) == nil)
        for _ in 0..<3 { _ = state.failed("it answers 503", upstream, at: Cast.start) }
        #expect(state.answered(upstream, at: Cast.start)?.title == "Our host's status page can be read again")
        #expect(state.answered(upstream, at: Cast.start) == nil)
    }
}
