@testable import OnRecord
import Foundation
import Testing

/// One mistake at a time about the law in a policy that is otherwise sound: it is the only one reported.
@Suite("A mistake in a policy's duties and data sets")
struct PolicyDutyTests {
    @Test("A duty that the catalogue does not have, with those that were probably meant")
    func unknownDuty() {
        expectDuties(
            "- eu-gpdr-33-1",
            isRefused: """
                policy.yaml:55: duties is “eu-gpdr-33-1”; expected an id of the catalogue of duties. Did you mean \
                `eu-gdpr-33-1` or `eu-gdpr-33-2` or `eu-gdpr-33-4`? `onrecord duty list` names all of them.
                """)
    }

    @Test("The same in the long form, and one that resembles none")
    func unknownLongForm() {
        expectDuties(
            "- {id: world-peace}",
            isRefused: """
                policy.yaml:55: duties[0].id is “world-peace”; expected an id of the catalogue of duties, or a duty written \
                out with `from`, `to` and `within`. `onrecord duty list` names all of them.
                """)
    }

    @Test(
        "What the catalogue decides is not the policy's to say",
        arguments: [
            ("when: {involves: tokens}", "when is a mapping"), ("to: authority_notified", "to is “authority_notified”"),
            ("within_business_days: 2", "within_business_days is “2”"), ("best_effort: true", "best_effort is “true”"),
            ("citation: Some law", "citation is “Some law”"),
        ])
    func foreignKeys(key: String, found: String) {
        expectDuties(
            "- {id: eu-gdpr-33-1, \(key)}",
            isRefused: """
                policy.yaml:55: duties[0].\(found); expected only `id`, `says`, `recipient` and a shorter `within` for a duty \
                of the catalogue. Remove it: the catalogue says when eu-gdpr-33-1 applies and what ends it.
                """)
    }

    @Test("A key that no duty has")
    func unknownKey() {
        expectDuties(
            "- {id: eu-gdpr-33-1, recepient: HBDI}",
            isRefused: """
                policy.yaml:55: duties[0].recepient is an unknown key; expected one of id, says, when, from, to, within, \
                within_business_days, best_effort, citation, recipient. Did you mean `recipient`?
                """)
    }

    @Test("A duty that stands twice, in whichever form")
    func twice() {
        expectDuties(
            "- eu-gdpr-33-1\n  - {id: eu-gdpr-33-1, says: We tell the authority.}",
            isRefused: """
                policy.yaml:56: duties[1].id is “eu-gdpr-33-1”; expected each duty of the catalogue once. Remove one of the two.
                """)
        expectDuties(
            "- {id: eu-gdpr-33-1}\n  - eu-gdpr-33-1",
            isRefused: """
                policy.yaml:56: duties is “eu-gdpr-33-1”; expected each duty of the catalogue once. Remove one of the two.
                """)
    }

    @Test("A promise of its own with a duty's id")
    func promiseOfThatName() {
        let text = Cast.text(replacing: "duties:\n", with: "duties:\n  - eu-gdpr-33-1\n")
            .replacing("id: contain,", with: "id: eu-gdpr-33-1,")
        let problems = #expect(throws: PolicyProblems.self) {
            try Policy.parse(text, file: "policy.yaml", rules: Cast.rules)
        }
        #expect(
            problems?.problems.map(\.description) == [
                "policy.yaml:27: promises is a list with “eu-gdpr-33-1” twice; expected each id once. Rename one of the two."
            ])
    }

    @Test(
        "A time longer than the law's, in whichever unit the law counts",
        arguments: [
            ("eu-gdpr-33-1", "73h", "72 hours", "72 hours"), ("us-hipaa-individuals", "61d", "60 days", "60 days"),
            ("us-sec-8k-105", "5d", "4 days", "4 business days"), ("eu-nis2-23-4-e", "29d", "28 days", "1 month"),
        ])
    func tooLong(id: String, within: String, most: String, law: String) {
        expectDuties(
            "- {id: \(id), within: \(within)}",
            isRefused: """
                policy.yaml:55: duties[0].within is “\(within)”; expected at most \(most), because the law gives \(law). \
                A contract may shorten the time and not lengthen it. Shorten it, or remove the key.
                """)
    }

    @Test("A time that is none")
    func noSpan() {
        expectDuties(
            "- {id: eu-gdpr-33-1, within: next_monthly_note}",
            isRefused: """
                policy.yaml:55: duties[0].within is “next_monthly_note”; expected a whole number and s, m, h or d. \
                For example `within: 15m`.
                """)
    }

    @Test(
        "A law that somebody would like to have",
        arguments: ["- eu-omnibus-33-proposal", "- {id: eu-omnibus-33-proposal}"])
    func proposal(entry: String) {
        let key = entry.hasPrefix("- {") ? "duties[0].id" : "duties"
        expectDuties(
            entry,
            isRefused: """
                policy.yaml:55: \(key) is “eu-omnibus-33-proposal”; expected a duty that is law. Remove it: \
                eu-omnibus-33-proposal is a proposal (`onrecord duty show eu-omnibus-33-proposal`). Adopt it when it has \
                become law.
                """)
    }

    @Test("A duty whose clock starts at a filing that nobody makes")
    func chainWithoutBeginning() {
        expectDuties(
            "- eu-gdpr-33-4",
            isRefused: """
                policy.yaml:55: duties is “eu-gdpr-33-4”; expected a duty whose clock something here can start: eu-gdpr-33-4 \
                counts from the filing of eu-gdpr-33-1. Adopt that one as well.
                """)
        expectDuties(
            "- {id: eu-dora-intermediate}",
            isRefused: """
                policy.yaml:55: duties[0].id is “eu-dora-intermediate”; expected a duty whose clock something here can start: \
                eu-dora-intermediate counts from the filing of eu-dora-initial-classification or eu-dora-initial-awareness. \
                Adopt one of those as well.
                """)
    }

    @Test("A notice to customers that no step sends")
    func nobodyNotifies() {
        let text = Cast.text(replacing: "do: [notify_customers]", with: "do: [page]")
            .replacing("duties:\n", with: "duties:\n  - eu-gdpr-33-2\n")
        let problems = #expect(throws: PolicyProblems.self) {
            try Policy.parse(text, file: "policy.yaml", rules: Cast.rules)
        }
        #expect(
            problems?.problems.map(\.description).last == """
                policy.yaml:55: duties is a list; expected a way to reach customers_notified, which “eu-gdpr-33-2” asks for. \
                Add `notify_customers` to the playbook.
                """)
    }

    @Test("A role that is none")
    func role() {
        expectSets(
            "- {id: accounts, title: Accounts, role: owner, holds: [personal_data]}",
            isRefused: """
                policy.yaml:2: data_sets[0].role is “owner”; expected controller, processor or both. Whoever decides what the \
                data is for is its controller; whoever keeps it for them is a processor.
                """)
    }

    @Test("No role at all")
    func noRole() {
        expectSets(
            "- {id: accounts, title: Accounts, holds: [personal_data]}",
            isRefused: "policy.yaml:2: data_sets[0].role is missing; expected a text. Add `role:`.")
    }

    @Test("A kind of data that nobody knows")
    func kind() {
        expectSets(
            "- {id: accounts, title: Accounts, role: both, holds: [names]}",
            isRefused: """
                policy.yaml:2: data_sets[0].holds is “names”; expected one of tokens, keys, credentials, personal_data, content, \
                billing, logs. Use one of these words.
                """)
    }

    @Test("A set that stands twice")
    func setTwice() {
        expectSets(
            """
            - {id: accounts, title: Accounts, role: both, holds: [personal_data]}
              - {id: accounts, title: Others, role: both, holds: [personal_data]}
            """,
            isRefused: """
                policy.yaml:2: data_sets is a list with “accounts” twice; expected each id once. Rename one of the two.
                """)
    }

    // MARK: - What is taken

    @Test("Every duty that is law can be adopted, all at once; one that does not apply yet runs no clock")
    func all() throws {
        let ids = ObligationCatalogue.shipped.obligations.filter { $0.status != .proposal }.map(\.id)
        let story = try Story(Cast.breachPolicy(duties: ids))
        #expect(story.policy.promises.compactMap(\.adoption).map(\.obligation.id) == ids)
        try story.declare("breach")
        try story.acknowledge()
        try story.assess(Cast.assessment { $0.risk = .high })
        try story.confirm()
        #expect(story.result("eu-gdpr-33-1") == .pending)
        let indian = try story.duty("in-dpdp-board-72h")
        #expect(indian.clock == nil && indian.verdict.isNotOwed)
        guard case .notLive(.notYetApplicable, _) = indian.due else {
            Issue.record("expected no clock before the law applies, found \(indian.due)")
            return
        }
    }

    @Test("A contract's shorter time is what runs, and it is no target of ours")
    func shorter() throws {
        let story = try adopting("- {id: eu-gdpr-33-1, within: 24h}")
        let deadline = try #require(try story.duty("eu-gdpr-33-1").due.deadline)
        #expect(deadline.due == deadline.start + .hours(24))
        #expect(!deadline.isSuggested && deadline.formalEnd == nil)
        #expect(deadline.counted.hasPrefix("24 hours from awareness, as the policy sets it"))
        #expect(story.clock("eu-gdpr-33-1")?.due == deadline.due)
    }

    @Test("Where the law has no number, the policy's takes the place of our target, even a longer one")
    func inPlaceOfOurTarget() throws {
        let story = try adopting("- {id: eu-gdpr-33-5, within: 48h}")
        let deadline = try #require(try story.duty("eu-gdpr-33-5").due.deadline)
        #expect(deadline.due == deadline.start + .hours(48))
        #expect(!deadline.isSuggested)
    }

    @Test("What ends earlier by the law's own count stays: four business days can be fewer than four days")
    func neverLater() throws {
        // Determined on Monday, 7 December 2026, at 23:00 in New York, which is Tuesday in UTC; the earlier day counts. Four
        // business days end on Friday at 17:30 EST = 22:30 UTC, and four times 24 hours only after that.
        let obligation = try #require(ObligationCatalogue.shipped["us-sec-8k-105"])
        let calendars = DutyCalendars(organisation: BusinessCalendar(zone: .gmt, holidays: []))
        let late = try #require(obligation.deadline(from: moment("2026-12-08T04:00:00Z"), in: calendars))
        #expect(late.due == moment("2026-12-11T22:30:00Z"))
        var adoption = Adoption(obligation: obligation, recipient: "", within: .days(4), isPublic: false)
        #expect(adoption.deadline(late).due == late.due)
        adoption.within = .days(2)
        #expect(adoption.deadline(late).due == late.start + .days(2))
    }

    @Test("Words and recipient of the house take the catalogue's place; only what has `says` is public")
    func reworded() throws {
        let policy = try Cast.policy(
            replacing: "duties:\n",
            with: """
                duties:
                  - {id: eu-gdpr-33-1, says: We tell the authority within 72 hours., recipient: The authority of Hesse}
                  - eu-gdpr-33-5

                """)
        let authority = try #require(policy.promise("eu-gdpr-33-1"))
        #expect(authority.says == "We tell the authority within 72 hours." && authority.isPublic)
        #expect(authority.adoption?.recipient == "The authority of Hesse")
        let register = try #require(policy.promise("eu-gdpr-33-5"))
        #expect(register.says == "Breach register" && !register.isPublic)
    }

    // MARK: -

    private func adopting(_ entry: String) throws -> Story {
        let story = try Story(Cast.policy(replacing: "duties:\n", with: "duties:\n  \(entry)\n"))
        try story.declare("breach")
        try story.acknowledge()
        try story.assess(
            Cast.assessment {
                $0.dataSets = []
                $0.roles = [.controller]
            })
        try story.confirm()
        return story
    }

    private func expectDuties(
        _ entries: String, isRefused report: String, _ location: SourceLocation = #_sourceLocation
    ) {
        expect("duties:\n", becomes: "duties:\n  \(entries)\n", isRefused: report, location)
    }

    private func expectSets(_ sets: String, isRefused report: String, _ location: SourceLocation = #_sourceLocation) {
        expect("onrecord: 1\n", becomes: "data_sets:\n  \(sets)\nonrecord: 1\n", isRefused: report, location)
    }
}
