import Yams

/// Reads what affected customers get back.
extension PolicyBuilder {
    func readCredits(_ conditions: ConditionReader) -> CreditRule? {
        guard let section = top.section("credits", keys: ["when", "says", "amount", "connector", "key_from"]) else {
            return nil
        }
        return CreditRule(
            when: conditions.read(section), says: section.string("says"), amount: readAmount(section),
            means: readMeans(section))
    }

    private func readMeans(_ section: Section) -> CreditMeans {
        let connector = section.optionalString("connector") ?? "export"
        switch connector {
        case "stripe": return .stripe(keyFrom: section.identifier("key_from"))
        case "export": break
        default: section.refuse("connector", expected: "export or stripe", remedy: "Use one of these words.")
        }
        if connector == "export", section.has("key_from") {
            section.refuse(
                "key_from", expected: "no key without `connector: stripe`", remedy: "Remove it, or name the connector.")
        }
        return .export
    }

    /// The word `full_period`, or a mapping with one key.
    private func readAmount(_ owner: Section) -> CreditAmount {
        guard let value = owner.mapping[Node("amount")] else { return .fullPeriod }
        if case .scalar(let scalar) = value {
            if scalar.string == "full_period" { return .fullPeriod }
            return refuseAmount(owner)
        }
        guard let section = owner.section("amount", keys: ["share", "times_unavailable", "tiers"]) else {
            return .fullPeriod
        }
        switch section.mapping.map({ $0.key.string }) {
        case ["share"]: return .share(readPriceShare(section))
        case ["times_unavailable"]: return .timesUnavailable(readTimes(section))
        case ["tiers"]: return .tiers(readTiers(section))
        // An unknown key was named already.
        default: return section.mapping.count == 1 ? .fullPeriod : refuseAmount(owner)
        }
    }

    private func refuseAmount(_ owner: Section) -> CreditAmount {
        owner.refuse(
            "amount", expected: "full_period, or one of share, times_unavailable and tiers",
            remedy: "For example `amount: {share: 25%}`.")
        return .fullPeriod
    }

    private func readTimes(_ section: Section) -> Int {
        if let times = Int(section.string("times_unavailable")), (1...1000).contains(times) { return times }
        section.refuse(
            "times_unavailable", expected: "a whole number from 1 to 1000",
            remedy: "1 gives back the price of the time without service, 10 ten times as much.")
        return 1
    }

    private func readPriceShare(_ section: Section) -> PriceShare {
        guard section.has("share") else {
            section.refuse(
                "share", expected: "a percentage above 0 % and up to 100 %", remedy: "For example `share: 25%`.")
            return PriceShare(basisPoints: 0)
        }
        guard let share = readShare(section, "share") else { return PriceShare(basisPoints: 0) }
        let basisPoints = (share * 10_000).rounded()
        if basisPoints < 1 || abs(share * 10_000 - basisPoints) > 0.000_001 {
            section.refuse(
                "share", expected: "a percentage above 0 % with at most two decimals",
                remedy: "For example `share: 25%`.")
        }
        return PriceShare(basisPoints: Int(basisPoints))
    }

    private func readTiers(_ section: Section) -> [CreditAmount.Tier] {
        let tiers = section.list("tiers", keys: ["unavailable_for", "share"]).map { tier in
            if !tier.has("unavailable_for") {
                tier.refuse(
                    "unavailable_for", expected: "a whole number and s, m, h or d",
                    remedy:
                        "Say from how long without service on this share is given, for example `unavailable_for: 1h`.")
            }
            return CreditAmount.Tier(
                unavailableFor: tier.duration("unavailable_for") ?? .zero, share: readPriceShare(tier))
        }
        let spans = tiers.map(\.unavailableFor)
        if tiers.isEmpty || zip(spans, spans.dropFirst()).contains(where: { $0 >= $1 }) {
            section.refuse(
                "tiers", expected: "at least one tier, the shortest time first, each longer than the one before",
                remedy:
                    "Put them in that order, for example `[{unavailable_for: 1h, share: 10%}, {unavailable_for: 1d, share: 100%}]`."
            )
        }
        return tiers
    }
}
