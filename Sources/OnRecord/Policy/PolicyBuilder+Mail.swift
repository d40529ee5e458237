import Yams

/// Reads who our mail comes from and how it leaves.
extension PolicyBuilder {
    func readMail() -> MailIdentity {
        guard
            let section = top.requiredSection(
                "mail", keys: ["from", "name", "bounces", "dkim", "connections", "mails_per_connection", "per_domain"])
        else { return MailIdentity(from: "", name: "") }
        let from = section.string("from")
        if !from.isEmpty && !MailAddress.isPlausible(from) {
            section.refuse("from", expected: "one mail address", remedy: "For example `incidents@vault.example`.")
        }
        var mail = MailIdentity(from: from, name: section.string("name"))
        mail.bounces = section.hostName(
            "bounces", remedy: "Name the host whose MX record leads to your mail listener, such as `in.vault.example`.")
        mail.signing = readSigning(section, domain: mail.domain)
        mail.pace = readPace(section)
        return mail
    }

    private func readSigning(_ mail: Section, domain: String) -> MailIdentity.Signing? {
        guard let node = mail.mapping[Node("dkim")] else { return nil }
        if case .scalar(let scalar) = node {
            if scalar.string == "relay" { return .relay }
            mail.refuse(
                "dkim", expected: "`relay`, or a mapping with selector",
                remedy: "Write `dkim: relay` when your mail server signs, or `dkim: {selector: onrecord}` to sign here."
            )
            return nil
        }
        guard let section = mail.section("dkim", keys: ["selector", "ed25519", "domain"]) else { return nil }
        let signingDomain = section.hostName("domain", remedy: "Name the domain behind the @ of `mail.from`.") ?? domain
        let selector = section.identifier("selector")
        let second = section.has("ed25519") ? section.identifier("ed25519") : nil
        if let second, second == selector {
            section.refuse(
                "ed25519", expected: "another selector than the RSA key's",
                remedy: "Each key has a DNS record of its own; for example `ed25519: \(selector)-ed`.")
        }
        // Receivers ask that the signature speaks for the address that readers see (RFC 7489 section 3.1.1).
        if domain != signingDomain, !domain.hasSuffix("." + signingDomain) {
            section.refuse(
                "domain", expected: "the domain of `mail.from`, \(domain), or one above it",
                remedy: "Leave the key out to sign for \(domain).")
        }
        return .here(DKIMIdentity(domain: signingDomain, selector: selector, ed25519: second))
    }

    private func readPace(_ mail: Section) -> MailPace {
        var pace = MailPace()
        if let count = mail.number("connections", in: 1...50) { pace.connections = count }
        if let count = mail.number("mails_per_connection", in: 1...10_000) { pace.mailsPerConnection = count }
        guard let section = mail.section("per_domain", keys: ["in_flight", "per_minute"]) else { return pace }
        if let count = section.number("in_flight", in: 1...1000) { pace.inFlightPerDomain = count }
        pace.perMinutePerDomain = section.number("per_minute", in: 1...1_000_000)
        return pace
    }
}

extension Section {
    fileprivate func number(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = optionalString(key) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        refuse(
            key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            remedy: "Correct it, or leave the key out for the default.")
        return nil
    }

    fileprivate func hostName(_ key: String, remedy: String) -> String? {
        guard let text = optionalString(key) else { return nil }
        if MailAddress.isPlausible("x@\(text)") { return text.lowercased() }
        refuse(key, expected: "one host name", remedy: remedy)
        return nil
    }
}
