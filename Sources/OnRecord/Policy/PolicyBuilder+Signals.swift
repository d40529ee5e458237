import Sigma

/// Reads who sends signals, by which doors, and what is kept of them.
extension PolicyBuilder {
    func readSources() -> [Source] {
        let sources = top.list("sources", keys: ["id", "signed_with", "heartbeat", "public_keys"]).map { section in
            var source = Source(id: section.identifier())
            if section.has("signed_with") { source.signedWith = section.identifier("signed_with") }
            source.isHeartbeat = section.bool("heartbeat")
            if let url = section.optionalString("public_keys") {
                if url.hasPrefix("https://") || url.hasPrefix("http://127.0.0.1:") {
                    source.publicKeys = url
                } else {
                    section.refuse(
                        "public_keys", expected: "an https address",
                        remedy: "Name the page on which the sender publishes its keys.")
                }
            }
            return source
        }
        if sources.isEmpty {
            top.refuse("sources", expected: "at least one sender", remedy: "Add `sources: [{id: service}]`.")
        }
        refuseRepeats(sources.map { ($0.id, "sources") })
        return sources
    }

    func readSignalCare() -> SignalCare {
        var care = SignalCare()
        guard let section = top.section("signals", keys: ["lateness", "pseudonymise", "placeholders"])
        else { return care }
        care.lateness = section.duration("lateness") ?? care.lateness
        if care.lateness > .hours(24) {
            section.refuse(
                "lateness", expected: "at most 24h", remedy: "Windows are kept open so long: name what senders need.")
        }
        care.pseudonymise = section.strings("pseudonymise")
        care.placeholders = Policy.placeholders(in: section.node)
        return care
    }

    func readListeners(sources: [Source]) -> Listeners {
        var listeners = Listeners()
        guard let section = top.section("listeners", keys: ["syslog", "mail"]) else { return listeners }
        if let mail = section.section("mail", keys: ["address", "name"]), let address = address(mail) {
            listeners.mail = Listeners.Mail(address: address, name: mail.optionalString("name"))
        }
        let keys = ["address", "source", "certificate", "key", "client_authority", "peers"]
        if let syslog = section.section("syslog", keys: keys), let address = address(syslog) {
            let source = syslog.string("source")
            if !sources.contains(where: { $0.id == source }) {
                syslog.refuse(
                    "source", expected: "one of \(sources.map(\.id).joined(separator: ", "))",
                    remedy: "Declare it under `sources:`: what arrives here belongs to it.")
            }
            var spec = Listeners.Syslog(address: address, source: source)
            spec.certificate = syslog.optionalString("certificate")
            spec.key = syslog.optionalString("key")
            spec.clientAuthority = syslog.optionalString("client_authority")
            spec.peers = syslog.strings("peers")
            if (spec.certificate == nil) != (spec.key == nil) {
                syslog.refuse(
                    spec.key == nil ? "key" : "certificate", expected: "both certificate and key, or neither",
                    remedy: "Name the PEM files of both.")
            }
            listeners.syslog = spec
        }
        return listeners
    }

    private func address(_ section: Section) -> Listeners.Address? {
        let text = section.string("address")
        if let address = Listeners.Address(text) { return address }
        if !text.isEmpty {
            section.refuse("address", expected: "host:port", remedy: "For example `address: 127.0.0.1:6514`.")
        }
        return nil
    }
}
