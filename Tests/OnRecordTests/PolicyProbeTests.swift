import Foundation
import OnRecord
import Sigma
import Testing

@Suite("What a policy has looked at")
struct PolicyProbeTests {
    /// The cast's policy with these lines, whose first is line 92.
    private func policy(_ lines: String) throws -> Policy {
        try Cast.policy(replacing: "retention: {signals: 90d}", with: "retention: {signals: 90d}\n\(lines)")
    }

    private func refused(_ lines: String, _ report: String, _ location: SourceLocation = #_sourceLocation) {
        let problems = #expect(throws: PolicyProblems.self, sourceLocation: location) { try policy(lines) }
        #expect(
            problems?.problems.map(\.description).joined(separator: "\n") == report, sourceLocation: location)
    }

    @Test("Four kinds of probes, references and suppliers' pages are read")
    func whole() throws {
        let policy = try policy(
            """
            probes:
              - id: api
                http: https://api.example/healthz
                every: 2m
                timeout: 5s
                retries: 1
                expect: {status: [200, 204], body_contains: ok, within: 2s}
              - {id: smtp, tcp: mail.example:25, expect: {banner: '220 '}}
              - {id: certificate, tls: 'www.example:443', every: 6h, expect: {valid_for: 30d}}
              - {id: name, dns: {name: www.example, type: AAAA, server: 2001:db8::53}, expect: {contains: 2001:db8::7}}
            probe_reference: [{tcp: '192.0.2.1:443'}, {http: https://elsewhere.example/}]
            upstreams:
              - {id: edge-host, title: Our host, summary: https://status.supplier.example/api/v2/summary.json, components: k9p2}
            """)
        #expect(
            policy.probes == [
                ProbeSpec(
                    id: "api",
                    target: .http(
                        .init(
                            url: "https://api.example/healthz", host: "api.example", statuses: [200, 204],
                            bodyContains: "ok")),
                    every: .minutes(2), timeout: .seconds(5), retries: 1, within: .seconds(2)),
                ProbeSpec(id: "smtp", target: .tcp(Endpoint(host: "mail.example", port: 25), banner: "220 ")),
                ProbeSpec(
                    id: "certificate", target: .tls(Endpoint(host: "www.example", port: 443), validFor: .days(30)),
                    every: .hours(6)),
                ProbeSpec(
                    id: "name",
                    target: .dns(
                        .init(
                            name: "www.example", type: .AAAA, server: Endpoint(host: "2001:db8::53", port: 53),
                            contains: "2001:db8::7"))),
            ])
        #expect(
            policy.probeReferences == [
                .tcp(Endpoint(host: "192.0.2.1", port: 443)), .http(url: "https://elsewhere.example/"),
            ])
        #expect(
            policy.upstreams == [
                UpstreamSpec(
                    id: "edge-host", title: "Our host",
                    summary: "https://status.supplier.example/api/v2/summary.json", components: ["k9p2"])
            ])
        #expect(policy.hints == [])
    }

    @Test("A probe needs no more than an id and a target")
    func defaults() throws {
        let policy = try policy(
            "probes: [{id: api, http: 'https://api.example/'}, {id: fast, tcp: 'a.example:1', every: 10s}]")
        #expect(
            policy.probes.first
                == ProbeSpec(
                    id: "api", target: .http(.init(url: "https://api.example/", host: "api.example")),
                    every: .minutes(1), timeout: .seconds(10), retries: 2))
        #expect(policy.probes.last?.timeout == .seconds(5))
        #expect(policy.hints.count == 1)
        #expect(try Cast.policy().hints == [])
    }

    @Test("A probe looks at exactly one thing")
    func oneTarget() {
        refused(
            "probes: [{id: api}]",
            "policy.yaml:92: probes[0] is without a target; expected exactly one of http, tcp, tls, dns. "
                + "Say what is looked at.")
        refused(
            "probes: [{id: api, tcp: 'a.example:1', tls: 'a.example:2'}]",
            "policy.yaml:92: probes[0] is tcp and tls; expected exactly one of http, tcp, tls, dns. "
                + "Make one entry for each.")
    }

    @Test("Spans keep within their bounds, and a look ends before the next one begins")
    func spans() {
        refused(
            "probes: [{id: api, tcp: 'a.example:1', every: 9s, timeout: 61s, retries: 11}]",
            """
            policy.yaml:92: probes[0].every is “9s”; expected from 10 s to 1 day. Choose a span between the two.
            policy.yaml:92: probes[0].timeout is “61s”; expected from 1 s to 1 min. Choose a span between the two.
            policy.yaml:92: probes[0].retries is “11”; expected a whole number from 0 to 10. For example `retries: 2`.
            """)
        refused(
            "probes: [{id: api, tcp: 'a.example:1', every: 10s, timeout: 10s}]",
            "policy.yaml:92: probes[0].timeout is “10s”; expected less than `every`, which is 10 s. "
                + "A look ends before the next one begins: shorten `timeout` or lengthen `every`.")
        refused(
            "probes: [{id: api, tcp: 'a.example:1', expect: {within: 11s}}]",
            "policy.yaml:92: probes[0].expect.within is “11s”; expected from 1 ms to 10 s. "
                + "Choose a span between the two.")
    }

    @Test("What is expected depends on what is looked at")
    func expectations() {
        refused(
            "probes: [{id: api, tcp: 'a.example:1', expect: {status: 200}}]",
            "policy.yaml:92: probes[0].expect.status is an unknown key; expected one of banner, within. Remove it.")
        refused(
            "probes: [{id: api, http: 'https://api.example/', expect: {status: [200, 99]}}]",
            "policy.yaml:92: probes[0].expect.status is “99”; expected an HTTP status from 200 to 599. "
                + "For example `status: [200, 204]`.")
    }

    @Test(
        "A URL is http or https, with a host",
        arguments: ["ftp://api.example/", "api.example", "https://", "https:///healthz", "file:///etc/hosts"])
    func urls(url: String) {
        refused(
            "probes: [{id: api, http: '\(url)'}]",
            "policy.yaml:92: probes[0].http is “\(url)”; expected an http or https URL. "
                + "For example `https://api.example/healthz`.")
    }

    @Test("A URL with credentials is refused and not repeated")
    func credentials() {
        refused(
            "probes: [{id: api, http: 'https://ada:secret@api.example/'}]",
            "policy.yaml:92: probes[0].http is a URL with credentials; expected a URL without. "
                + "Secrets do not belong into a policy: let the address answer without a password.")
    }

    @Test(
        "A host comes with its port",
        arguments: [
            "mail.example", "mail.example:", "mail.example:0", "mail.example:65536", "mail..example:25", ":25",
            "[2001:db8::1]", "[mail.example]:25", "mail example:25", "[2001:db8::1]25", "mail.example:+25",
        ])
    func endpoints(text: String) {
        #expect(Endpoint(text) == nil)
        refused(
            "probes: [{id: smtp, tcp: '\(text)'}]",
            "policy.yaml:92: probes[0].tcp is “\(text)”; expected a host and a port. "
                + "For example `mail.example:25` or `[2001:db8::1]:443`.")
    }

    @Test("Hosts are names or addresses, and read back as they were written")
    func roundTrip() {
        for text in ["mail.example:25", "192.0.2.1:443", "[2001:db8::1]:53"] {
            #expect(Endpoint(text)?.text == text)
        }
        #expect(
            ["192.0.2.1:1", "[2001:db8::1]:1", "192.0.2.example:1", "192.0.2.256:1"].map { Endpoint($0)?.isAddress }
                == [true, true, false, false])
    }

    @Test("A name server is an address, and a name is one")
    func dns() {
        refused(
            "probes: [{id: name, dns: {name: 'www .example', server: ns.example}}]",
            """
            policy.yaml:92: probes[0].dns.name is “www .example”; expected a domain name in ASCII. Write names in \
            other scripts as `xn--…`.
            policy.yaml:92: probes[0].dns.server is “ns.example”; expected an address, with or without a port. For \
            example `192.0.2.53`; without `server:` the machine's own resolver is asked.
            """)
    }

    @Test("Lists are bounded, ids are unique")
    func lists() {
        let many = (0..<101).map { "{id: p\($0), tcp: 'a.example:1'}" }.joined(separator: ", ")
        refused(
            "probes: [\(many)]",
            "policy.yaml:92: probes is a list of 101; expected at most 100. Keep those that a customer would notice.")
        refused(
            "probes: [{id: api, tcp: 'a.example:1'}, {id: api, tcp: 'a.example:2'}]",
            "policy.yaml:92: probes is a list with “api” twice; expected each id once. Rename one of the two.")
    }

    @Test("A supplier's page is not asked more often than is polite")
    func polite() {
        refused(
            "upstreams: [{id: host, title: Our host, every: 30s}]",
            """
            policy.yaml:92: upstreams[0].summary is missing; expected the URL of a summary.json. Add `summary:`.
            policy.yaml:92: upstreams[0].every is “30s”; expected from 1 min to 5 min. Choose a span between the two.
            """)
    }
}

@Suite("The operator's page about probes")
struct ProbePageTests {
    @Test("Its policy and its rules load as they stand, and the rules tell its four cases apart")
    func examples() throws {
        let page = try Checkout.text("docs/doors-probes.md")
        let blocks = page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        let example = try #require(blocks.first)
        let rules = blocks.dropFirst().joined(separator: "---\n").replacing("class: outage", with: "class: downtime")
        let policy = try Policy.parse(
            Cast.text(replacing: "retention: {signals: 90d}", with: "retention: {signals: 90d}\n\(example)"),
            file: "policy.yaml", rules: [RuleSource(path: "rules.yml", text: rules)])
        #expect(policy.probes.count == 4)
        #expect(policy.upstreams.count == 1)

        let api = try #require(policy.probes.first)
        func fired(_ signal: Signal?, from source: String = "onrecord:probes") throws -> [String] {
            var detector = Detector(rules: policy.rules)
            return detector.observe(try #require(signal).event(from: source)).map(\.rule)
        }
        func first(_ result: ProbeResult) -> Signal? {
            var strict = api
            strict.retries = 0
            var state = ProbeState()
            return state.take(ProbeLook(result), of: strict, at: Cast.start)
        }
        #expect(try fired(first(.down(.status, "502 instead of 200"))) == ["probe-down"])
        #expect(try fired(first(.down(.certificateExpires, "soon"))) == ["certificate-expires"])
        #expect(try fired(first(.unknown("cut off"))) == ["prober-cut-off"])
        #expect(try fired(first(.up)) == [])
        let theirs = Signal(
            state: .firing, at: Cast.start, fields: ["logsource_product": "statuspage", "impact": "major"])
        #expect(try fired(theirs, from: "onrecord:upstream:edge-host") == ["supplier-incident"])
        #expect(try fired(theirs, from: "onrecord:upstream:other-host") == [])
    }
}
