@testable import OnRecord
import Sigma
import Testing

@Suite("What a policy says about alerts")
struct AlertPolicyTests {
    private func opening(_ keys: String, correlation: String = "") throws -> Opening? {
        let rule = """
            title: Sign-in
            id: sign-in
            logsource: {product: vault}
            detection: {selection: {event: login}, condition: selection}
            onrecord: {priority: P1, class: breach\(keys)}
            \(correlation)
            """
        let rules = Cast.rules + [RuleSource(path: "rules/sign.yml", text: rule)]
        let policy = try Policy.parse(Cast.text(), file: "policy.yaml", rules: rules)
        return policy.openings[correlation.isEmpty ? "sign-in" : "many"]
    }

    private func refusal(_ keys: String) -> String? {
        let problems = #expect(throws: PolicyProblems.self) { try opening(keys) }
        return problems?.problems.map { "\($0.key) is \($0.found); expected \($0.expected)." }.joined(separator: "\n")
    }

    @Test(
        "Left out, a rule re-arms after 15 minutes, a correlation after twice its timespan; nothing follows by itself")
    func defaults() throws {
        let plain = try #require(try opening(""))
        #expect(plain.rearm == .minutes(15) && plain.affects == nil)
        #expect(!plain.acknowledges && !plain.resolves && !plain.confirms)
        let many = """
            ---
            title: Many
            id: many
            correlation: {type: event_count, rules: [sign-in], timespan: 20m, condition: {gte: 9}}
            onrecord: {priority: P2, class: breach}
            """
        #expect(try opening("", correlation: many)?.rearm == .minutes(40))
    }

    @Test("A rule says when it re-arms, and what follows from it")
    func keys() throws {
        let flags = ", acknowledges: true, resolves: true, confirms: true"
        let all = try opening(", rearm: 2h\(flags), affects: {tokens: id, customers: who}")
        #expect(all?.rearm == .hours(2))
        #expect(all?.resolves == true && all?.confirms == true && all?.acknowledges == true)
        #expect(all?.affects == Opening.Affects(tokens: "id", customers: "who"))
    }

    @Test(
        "What makes no sense is refused",
        arguments: [
            (", rearm: 5s", "onrecord.rearm is “5s”; expected a time from 1m to 7d."),
            (", rearm: soon", "onrecord.rearm is “soon”; expected a time from 1m to 7d."),
            (", confirms: perhaps", "onrecord.confirms is “perhaps”; expected true or false."),
            (", acknowledges: yes please", "onrecord.acknowledges is “yes please”; expected true or false."),
            (", resolves: 1", "onrecord.resolves is “1”; expected true or false."),
            (
                ", opens: nothing, confirms: true",
                "onrecord.confirms is set beside `opens: nothing`; expected a rule that opens an incident."
            ),
            (
                ", affects: token",
                "onrecord.affects is “token”; expected `tokens`, `customers` or both, each with the name of a field."
            ),
            (
                ", affects: {keys: id}",
                "onrecord.affects is “{\"keys\":\"id\"}”; "
                    + "expected `tokens`, `customers` or both, each with the name of a field."
            ),
        ])
    func refused(_ keys: String, _ text: String) {
        #expect(refusal(keys) == "rule sign-in: " + text)
    }

    @Test("More than 50 alerts of a rule within 10 minutes are a flood, unless the policy says otherwise")
    func flood() throws {
        #expect(try Cast.policy().flood == FloodLimit(moreThan: 50, within: .minutes(10)))
        #expect(
            try Night.policy(alerts: "{flood: {more_than: 7, within: 1h}}").flood
                == FloodLimit(moreThan: 7, within: .hours(1)))
    }

    @Test("A limit without sense is refused")
    func floodRefused() {
        expect(
            "retention: {",
            becomes: "alerts: {flood: {more_than: 0, within: 2d}}\nretention: {",
            isRefused: """
                policy.yaml:91: alerts.flood.more_than is “0”; expected a number of alerts from 1 to 1000. For example \
                `more_than: 50`; what comes beyond it is counted and not listed.
                policy.yaml:91: alerts.flood.within is “2d”; expected from 1m to 1d. For example `within: 10m`.
                """)
    }
}
