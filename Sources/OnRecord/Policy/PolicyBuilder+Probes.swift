import Foundation
import Yams

/// Reads what OnRecord looks at by itself: probes, what tells it that it is cut off, and suppliers' status pages.
extension PolicyBuilder {
    func readProbes() -> [ProbeSpec] {
        let probes = top.list("probes", keys: ["id"] + Self.probeKinds + ["every", "timeout", "retries", "expect"])
            .compactMap(readProbe)
        refuseRepeats(probes.map { ($0.id, "probes") })
        refuseMore(than: 100, "probes", probes.count)
        return probes
    }

    func readProbeReferences() -> [ProbeReference] {
        let references = top.list("probe_reference", keys: ["tcp", "http"]).compactMap { section -> ProbeReference? in
            switch theOne(of: ["tcp", "http"], in: section) {
            case "tcp": section.endpoint("tcp").map { .tcp($0) }
            case "http": section.webAddress("http").map { .http(url: $0.url) }
            default: nil
            }
        }
        refuseMore(than: 5, "probe_reference", references.count)
        return references
    }

    func readUpstreams() -> [UpstreamSpec] {
        let upstreams = top.list("upstreams", keys: ["id", "title", "summary", "every", "components"]).map { section in
            if !section.has("summary") {
                section.refuse("summary", expected: "the URL of a summary.json", remedy: "Add `summary:`.")
            }
            let components = section.each(
                "components", expected: "an id or a name of 1 to 200 bytes",
                remedy: "Take it from the page's summary.json."
            ) { (1...200).contains($0.utf8.count) ? $0 : nil }
            return UpstreamSpec(
                id: section.identifier(), title: section.string("title"),
                summary: section.webAddress("summary")?.url ?? "",
                every: section.span("every", from: .minutes(1), to: .minutes(5)) ?? .minutes(2),
                components: components)
        }
        refuseRepeats(upstreams.map { ($0.id, "upstreams") })
        refuseMore(than: 20, "upstreams", upstreams.count)
        return upstreams
    }

    private static let probeKinds = ["http", "tcp", "tls", "dns"]

    private func readProbe(_ section: Section) -> ProbeSpec? {
        let id = section.identifier()
        let every = section.span("every", from: .seconds(10), to: .days(1)) ?? .minutes(1)
        let timeout =
            section.span("timeout", from: .seconds(1), to: .minutes(1))
            ?? min(.seconds(10), .milliseconds(every.milliseconds / 2))
        if timeout >= every {
            section.refuse(
                "timeout", expected: "less than `every`, which is \(every.text)",
                remedy: "A look ends before the next one begins: shorten `timeout` or lengthen `every`.")
        }
        let retries = section.count("retries", in: 0...10) ?? 2
        let kind = theOne(of: Self.probeKinds, in: section)
        let expect = kind.flatMap { section.section("expect", keys: Self.expectations[$0, default: []]) }
        let within = expect?.span("within", from: .milliseconds(1), to: timeout)
        guard let kind, let target = readTarget(kind, section, expect) else { return nil }
        return ProbeSpec(id: id, target: target, every: every, timeout: timeout, retries: retries, within: within)
    }

    /// What `expect:` may say, by kind.
    private static let expectations = [
        "http": ["status", "body_contains", "within"], "tcp": ["banner", "within"], "tls": ["valid_for", "within"],
        "dns": ["contains", "within"],
    ]

    private func readTarget(_ kind: String, _ section: Section, _ expect: Section?) -> ProbeSpec.Target? {
        switch kind {
        case "http":
            let statuses = expect?.each(
                "status", expected: "an HTTP status from 200 to 599", remedy: "For example `status: [200, 204]`."
            ) { text in Int(text).flatMap { (200...599).contains($0) ? $0 : nil } }
            guard let address = section.webAddress("http") else { return nil }
            return .http(
                .init(
                    url: address.url, host: address.host, statuses: statuses ?? [],
                    bodyContains: expect?.line("body_contains")))
        case "tcp":
            return section.endpoint("tcp").map { .tcp($0, banner: expect?.line("banner")) }
        case "tls":
            let validFor = expect?.span("valid_for", from: .seconds(1), to: .days(365)) ?? .days(14)
            return section.endpoint("tls").map { .tls($0, validFor: validFor) }
        default:
            return readDNS(section, expect)
        }
    }

    private func readDNS(_ section: Section, _ expect: Section?) -> ProbeSpec.Target? {
        guard let dns = section.section("dns", keys: ["name", "type", "server"]) else { return nil }
        let name = dns.string("name")
        if !name.isEmpty, !Endpoint.isName(name[...]) {
            dns.refuse(
                "name", expected: "a domain name in ASCII", remedy: "Write names in other scripts as `xn--…`.")
        }
        var server: Endpoint?
        if let text = dns.optionalString("server") {
            server = Endpoint(text, defaultPort: 53) ?? Endpoint("[\(text)]", defaultPort: 53)
            if server.map({ !$0.isAddress }) ?? true {
                dns.refuse(
                    "server", expected: "an address, with or without a port",
                    remedy: "For example `192.0.2.53`; without `server:` the machine's own resolver is asked.")
            }
        }
        let type = dns.optionalWord("type", ProbeSpec.DNSTarget.RecordType.self) ?? .A
        return .dns(.init(name: name, type: type, server: server, contains: expect?.line("contains")))
    }

    /// The one key of these that is there.
    private func theOne(of kinds: [String], in section: Section) -> String? {
        let found = kinds.filter(section.has)
        if found.count == 1 { return found[0] }
        section.reader.note(
            section.node, section.path, found: found.isEmpty ? "without a target" : found.joined(separator: " and "),
            expected: "exactly one of \(kinds.joined(separator: ", "))",
            remedy: found.isEmpty ? "Say what is looked at." : "Make one entry for each.")
        return nil
    }

    private func refuseMore(than max: Int, _ key: String, _ count: Int) {
        guard count > max else { return }
        top.reader.note(
            top.mapping[Node(key)], key, found: "a list of \(count)", expected: "at most \(max)",
            remedy: "Keep those that a customer would notice.")
    }
}

extension Section {
    /// A span within bounds.
    fileprivate func span(_ key: String, from least: Duration, to most: Duration) -> Duration? {
        guard let span = duration(key) else { return nil }
        if least <= span, span <= most { return span }
        refuse(key, expected: "from \(least.text) to \(most.text)", remedy: "Choose a span between the two.")
        return nil
    }

    fileprivate func count(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = optionalString(key) else { return nil }
        if let count = Int(text), range.contains(count) { return count }
        refuse(
            key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            remedy: "For example `\(key): \(range.lowerBound + 2)`.")
        return nil
    }

    /// A short text that is searched for.
    fileprivate func line(_ key: String) -> String? {
        guard let text = optionalString(key) else { return nil }
        if text.utf8.count > 200 {
            refuse(key, expected: "at most 200 bytes", remedy: "Keep the part that tells good from bad.")
        }
        return text
    }

    fileprivate func endpoint(_ key: String) -> Endpoint? {
        let text = string(key)
        guard !text.isEmpty else { return nil }
        if let endpoint = Endpoint(text) { return endpoint }
        refuse(key, expected: "a host and a port", remedy: "For example `mail.example:25` or `[2001:db8::1]:443`.")
        return nil
    }

    /// An http or https URL and its host.
    fileprivate func webAddress(_ key: String) -> (url: String, host: String)? {
        guard let text = optionalString(key) else { return nil }
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty, text.utf8.count <= 2000, (1...65_535).contains(url.port ?? 80)
        else {
            refuse(key, expected: "an http or https URL", remedy: "For example `https://api.example/healthz`.")
            return nil
        }
        guard url.user == nil, url.password == nil else {
            reader.note(
                mapping[Node(key)], at(key), found: "a URL with credentials", expected: "a URL without",
                remedy: "Secrets do not belong into a policy: let the address answer without a password.")
            return nil
        }
        return (text, host)
    }
}
