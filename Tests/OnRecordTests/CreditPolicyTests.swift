import OnRecord
import Testing

@Suite("Credits in a policy")
struct CreditPolicyTests {
    private static let says = "says: The full price of the affected period."

    private func rule(_ more: String) throws -> CreditRule? {
        try Cast.policy(replacing: Self.says, with: "\(Self.says)\n  \(more)").credits
    }

    @Test("Without an amount it is the full period, and a person carries it out")
    func plain() throws {
        let rule = try #require(try Cast.policy().credits)
        #expect(rule.amount == .fullPeriod)
        #expect(rule.means == .export)
    }

    @Test("An amount is the full period, a share, the time without service, or grows with it")
    func amounts() throws {
        #expect(try rule("amount: full_period")?.amount == .fullPeriod)
        #expect(try rule("amount: {share: 12.5%}")?.amount == .share(PriceShare(basisPoints: 1250)))
        #expect(try rule("amount: {times_unavailable: 10}")?.amount == .timesUnavailable(10))
        let tiers = try rule("amount: {tiers: [{unavailable_for: 1h, share: 10%}, {unavailable_for: 1d, share: 100%}]}")
        #expect(
            tiers?.amount
                == .tiers([
                    .init(unavailableFor: .hours(1), share: PriceShare(basisPoints: 1000)),
                    .init(unavailableFor: .days(1), share: PriceShare(basisPoints: 10_000)),
                ]))
        #expect(
            tiers?.amount.text == "10 % for more than 1 h without service, 100 % for more than 1 day without service")
    }

    @Test("Stripe is named with the variable that holds its key")
    func stripe() throws {
        #expect(
            try rule("connector: stripe\n  key_from: ONRECORD_STRIPE_KEY")?.means
                == .stripe(keyFrom: "ONRECORD_STRIPE_KEY"))
    }

    private static let mistakes: [(passage: String, report: String)] = [
        (
            "amount: half",
            "credits.amount is “half”; expected full_period, or one of share, times_unavailable and tiers. "
                + "For example `amount: {share: 25%}`."
        ),
        (
            "amount: {share: 10%, times_unavailable: 2}",
            "credits.amount is a mapping; expected full_period, or one of share, times_unavailable and tiers. "
                + "For example `amount: {share: 25%}`."
        ),
        (
            "amount: {part: 10%}",
            "credits.amount.part is an unknown key; expected one of share, times_unavailable, tiers. Did you mean `share`?"
        ),
        (
            "amount: {share: 0%}",
            "credits.amount.share is “0%”; expected a percentage above 0 % with at most two decimals. "
                + "For example `share: 25%`."
        ),
        (
            "amount: {share: 1.234%}",
            "credits.amount.share is “1.234%”; expected a percentage above 0 % with at most two decimals. "
                + "For example `share: 25%`."
        ),
        (
            "amount: {share: 120%}",
            "credits.amount.share is “120%”; expected a percentage from 0 % to 100 %. For example `share: 1%`."
        ),
        (
            "amount: {times_unavailable: 0}",
            "credits.amount.times_unavailable is “0”; expected a whole number from 1 to 1000. "
                + "1 gives back the price of the time without service, 10 ten times as much."
        ),
        (
            "amount: {tiers: [{unavailable_for: 1d, share: 50%}, {unavailable_for: 1h, share: 10%}]}",
            "credits.amount.tiers is a list; expected at least one tier, the shortest time first, each longer than the one "
                + "before. Put them in that order, for example `[{unavailable_for: 1h, share: 10%}, "
                + "{unavailable_for: 1d, share: 100%}]`."
        ),
        (
            "amount: {tiers: [{share: 10%}]}",
            "credits.amount.tiers[0].unavailable_for is missing; expected a whole number and s, m, h or d. "
                + "Say from how long without service on this share is given, for example `unavailable_for: 1h`."
        ),
        (
            "connector: paypal",
            "credits.connector is “paypal”; expected export or stripe. Use one of these words."
        ),
        ("connector: stripe", "credits.key_from is missing; expected a text. Add `key_from:`."),
        (
            "key_from: KEY",
            "credits.key_from is “KEY”; expected no key without `connector: stripe`. Remove it, or name the connector."
        ),
    ]

    @Test("A mistake is named with what was expected", arguments: mistakes)
    func refused(passage: String, report: String) {
        let problems = #expect(throws: PolicyProblems.self) { try rule(passage) }
        let found = problems?.problems.map { "\($0)".drop { $0 != " " }.dropFirst() }.joined(separator: "\n")
        #expect(found == report)
    }
}
