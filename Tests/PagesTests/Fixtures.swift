import OnRecord
import Pages

/// A small house with a promise of every kind.
enum House {
    static func policy(since: String = "2026-01-01", name: String = "Example Vault") throws -> Policy {
        try Policy.parse(text(since: since, name: name), file: "house.yaml", rules: [])
    }

    private static func text(since: String, name: String) -> String {
        """
        onrecord: 1
        organisation:
          {name: "\(name)", site: https://vault.example, contact: security@vault.example, time_zone: UTC, since: \(since)}
        services: [{id: proxy, title: Data plane}]
        severities:
          - {id: SEV-1, criteria: Customer data may be exposed., acknowledge: {within: 5m, best_effort: true}}
        classes:
          - {id: access, title: Unauthorised access, severity: SEV-1, publish: page}
          - {id: slow, title: Degraded service, severity: SEV-1, publish: note}
        sources: [{id: edge}]
        promises:
          - {id: tell, says: You hear from us within 15 minutes., when: {involves: [tokens]},
             from: confirmed, to: customers_notified, within: 15m}
          - {id: forensics, says: The forensic review takes a day., from: contained, to: forensics_completed, within: 24h}
          - {id: post-mortem, says: The post-mortem comes within 72 hours.,
             from: contained, to: postmortem_published, within: 72h}
          - {id: answer, says: Reports are answered within 3 business days.,
             from: reported, to: answered, within_business_days: 3}
        duties:
          - {id: authority, says: The authority hears within 72 hours., from: aware, to: authority_notified,
             within: 72h, citation: GDPR Art. 33(1), recipient: The authority}
        playbook:
          - {on: detected, do: [page]}
          - {on: confirmed, when: {involves: [tokens]}, do: [revoke_tokens, notify_customers]}
        on_call: [{id: first, mail: oncall@vault.example}]
        mail: {from: incidents@vault.example, name: Example Vault}
        post_mortem:
          follow_ups: true
          parts: [{id: what, title: What happened}, {id: why, title: Why it happened}]
        """
    }
}

extension Story {
    static func atHouse() throws -> Story { try Story(House.policy()) }

    /// A breach that is contained, explained and corrected.
    static func corrected() throws -> Story {
        var story = try atHouse()
        try story.breach(class: "access")
        try story.contain()
        try story.pass(.hours(30))
        try story.publishPostMortem(
            ["what": "A **stolen** token was used 12 times.", "why": "It stood in a build log."],
            followUps: [FollowUp(title: "Mask tokens in build logs", owner: "Platform", target: "2026-11-20")])
        try story.correct("It was used 14 times, not 12.")
        return story
    }
}

extension SiteView {
    /// The text of one public file.
    func text(_ path: String) -> String? {
        TrustSite.files(self).first { $0.path == path }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}

/// Documents and alerts of a story.
struct Documents: Shelf {
    var all: [DocumentID: Document]
    var alerts: [Alert] = []
    var lists: [CreditList] = []

    func document(_ id: DocumentID) -> Document? { all[id] }
    func audience(_ id: AudienceID) -> Audience? { nil }
    func alert(_ id: AlertID) -> StoredAlert? {
        alerts.first { $0.id == id }.map { StoredAlert($0, verdict: .joined) }
    }
    func tokens(_ ids: [TokenID]) -> [Token] { [] }
    func customerIDs(among ids: [CustomerID]) -> [CustomerID] { ids }
    func creditList(_ id: CreditListID) -> CreditList? { lists.first { $0.id == id } }
    func hasSubscribers(among readers: [Readership], pace: Subscription.Pace) -> Bool { false }
}
