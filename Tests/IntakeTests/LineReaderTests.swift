import Intake
@testable import OnRecord
import Sigma
import Testing

@Suite("Named patterns")
struct LineReaderTests {
    @Test("nginx's combined line becomes fields under the pattern's own names, underscores and all")
    func combined() throws {
        let line = """
            203.0.113.7 - ada [22/Nov/2026:10:29:05 +0100] "GET /vault/keys?page=2 HTTP/1.1" 401 153 "-" "curl/8.5.0"
            """
        let signal = try #require(read(line).first)
        #expect(
            signal.fields == [
                "remote_addr": "203.0.113.7", "remote_user": "ada", "time_local": "22/Nov/2026:10:29:05 +0100",
                "method": "GET", "path": "/vault/keys?page=2", "status": 401, "pattern": "nginx_access",
            ])
        #expect(signal.text == line)
        #expect(signal.at == moment("2026-11-22T09:29:05Z"))
    }

    @Test("A request nginx could not read still yields its address and status")
    func garbledRequest() throws {
        let line = #"2001:db8::7 - - [22/Nov/2026:09:29:05 +0000] "\x16\x03\x01" 400 157 "-" "-""#
        let fields = try #require(read(line).first).fields
        #expect(fields["remote_addr"] == "2001:db8::7")
        #expect(fields["method"] == "")
        #expect(fields["status"] == 400)
    }

    @Test("The first pattern that fits reads the line, and one that none fits is text alone")
    func order() {
        let any = LinePattern(name: "any", expression: "^(?<first_word>[a-z]+) ")
        let letters = LinePattern(name: "letters", expression: "(?<letter>[a-z])")
        let signals = read("down again\ndown\n!\n", [any, letters])
        #expect(signals.map { $0.fields["pattern"] } == ["any", "letters", nil])
        #expect(signals[0].fields["first_word"] == "down")
        #expect(signals[2].text == "!")
    }

    @Test("A group that took no part is no field, and a number is a number")
    func optionalGroup() {
        let pattern = LinePattern(name: "p", expression: #"^took (?<took_ms>\d+)ms(?: by (?<by_whom>\w+))?$"#)
        let signals = read("took 012ms\ntook 7ms by edge_1\n", [pattern])
        #expect(signals[0].fields == ["pattern": "p", "took_ms": 12])
        #expect(signals[1].fields == ["pattern": "p", "took_ms": 7, "by_whom": "edge_1"])
    }

    @Test("JSON is not put through the patterns")
    func jsonFirst() {
        let any = LinePattern(name: "any", expression: "(?<all>.*)")
        #expect(read("{\"n\":1}\n", [any]).map(\.fields) == [["n": 1]])
    }

    @Test("What a pattern has read, a rule finds")
    func rule() throws {
        let (rules, problems) = RuleSet.load([
            RuleSource(
                path: "r.yml",
                text: """
                    title: Request without valid credentials
                    id: auth-failure
                    logsource: {product: nginx}
                    detection: {selection: {pattern: nginx_access, status: 401}, condition: selection}
                    """)
        ])
        try #require(problems.isEmpty)
        var detector = Detector(rules: rules)
        let line = #"203.0.113.7 - - [22/Nov/2026:09:29:05 +0000] "GET / HTTP/1.1" 401 153 "-" "-""#
        let matches = read(line).flatMap { detector.observe($0.event(from: "test")) }
        #expect(matches.map(\.rule) == ["auth-failure"])
    }

    private func read(_ body: String, _ patterns: [LinePattern] = [nginxAccess]) -> [Signal] {
        NDJSON.read(bytes(body), from: "nginx", receivedAt: received).signals(patterns)
    }
}
