import OnRecord
import Sigma
import Testing

/// Who returns in every story: one small house that keeps secrets for others, with Ada on call.
enum Cast {
    static let ada = Author.responder("ada")
    /// A Sunday.
    static let start = moment("2026-11-22T09:30:00Z")
    static let firstIncident = "i20261122-1"
    static let firstPage = "/trust/incidents/2026-11-22-breach/"

    static func alert(_ id: String = "a1", rule: String = "stolen-token") -> Alert {
        Alert(id: id, rule: rule, group: ["client_ip": "203.0.113.7"], count: 1, at: start)
    }

    static func customers(_ numbers: ClosedRange<Int>) -> [Customer] {
        numbers.map { number in
            let id = number < 10 ? "cust-0\(number)" : "cust-\(number)"
            return Customer(id: id, name: "Customer \(number)", mail: "\(id)@customer.example", periodPrice: 4900)
        }
    }

    static let postMortem = ["what_happened": "A token was copied from a build log.", "why": "The log was public."]
    static let followUps = [FollowUp(title: "Mask tokens in build logs", owner: "platform", target: "2026-12-15")]

    static let rules = [RuleSource(path: "rules/vault.yml", text: ruleText)]

    /// The policy as it stands, or with one passage exchanged for another.
    static func policy(replacing passage: String = "", with other: String = "") throws -> Policy {
        try .parse(text(replacing: passage, with: other), file: "policy.yaml", rules: rules)
    }

    static func text(replacing passage: String = "", with other: String = "") -> String {
        guard !passage.isEmpty else { return policyText }
        precondition(policyText.contains(passage), "the policy has no “\(passage)”")
        return policyText.replacing(passage, with: other)
    }
}

/// A moment as RFC 3339 writes it.
func moment(_ text: String) -> Timestamp { Timestamp(rfc3339: text)! }

private let policyText = #"""
    onrecord: 1
    organisation:
      name: Example Vault
      site: https://vault.example
      contact: security@vault.example
      time_zone: Europe/Berlin
      holidays: [2026-12-25]
      since: 2026-01-01
    services:
      - {id: proxy, title: Data plane}
    severities:
      - {id: SEV-1, criteria: Somebody has access who must not have it.}
      - {id: SEV-2, criteria: Customers cannot work., acknowledge: {within: 30m, best_effort: true}}
    classes:
      - {id: breach, title: Unauthorised access, severity: SEV-1, publish: page}
      - id: downtime
        title: Downtime
        severity: SEV-2
        publish: page
        publish_when: {unavailable_for: 5m, customers_share_over: 1%}
      - {id: degraded, title: Degraded service, severity: SEV-2, publish: note}
    sources: [{id: edge}]
    patterns:
      - {name: access_log, expression: '^(?<client_ip>\S+) '}
    rules: [rules]
    promises:
      - {id: acknowledge, says: We are on it within 5 minutes., from: detected, to: acknowledged, within: 5m}
      - {id: contain, says: We contain it within 1 hour., from: detected, to: contained, within: 1h}
      - id: tell-customers
        says: You hear from us within 15 minutes.
        when: {involves: [tokens, keys]}
        from: confirmed
        to: customers_notified
        within: 15m
      - id: revoke-tokens
        says: We revoke every token involved at once.
        when: {involves: tokens}
        from: confirmed
        to: tokens_revoked
        within: 1m
      - id: reserve-page
        says: The page has its address at once.
        when: {class: breach}
        from: confirmed
        to: page_reserved
        within: 1m
      - id: post-mortem
        says: We publish a post-mortem within 72 hours of containment.
        when: {class: breach}
        from: contained
        to: postmortem_published
        within: 72h
      - {id: answer, says: We answer within 3 business days., from: reported, to: answered, within_business_days: 3}
    duties:
      - id: authority
        says: We notify the authority within 72 hours of becoming aware.
        when: {involves: personal_data, risk: [risk, high, unknown]}
        from: aware
        to: authority_notified
        within: 72h
        citation: GDPR Art. 33(1)
        recipient: The data protection authority
    playbook:
      - {on: detected, do: [page]}
      - {on: detected, after: 5m, unless: acknowledged, do: [page]}
      - {on: detected, after: 10m, unless: acknowledged, do: [page]}
      - {on: confirmed, when: {involves: [tokens]}, do: [revoke_tokens]}
      - {on: confirmed, when: {involves: [tokens, keys]}, do: [notify_customers]}
      - {on: tokens_revoked, do: [open_reissue]}
    actions:
      - id: rollback
        title: Roll back
        connector: webhook
        url_from: ONRECORD_HOOK_ROLLBACK
        timeout: 2m
        starts: rollback_started
        reaches: rolled_back
    on_call:
      - {id: ada, mail: ada@vault.example}
    mail:
      from: incidents@vault.example
      name: Example Vault incidents
    post_mortem:
      parts:
        - {id: what_happened, title: What happened}
        - {id: why, title: Why it happened}
      follow_ups: true
    credits:
      when: {involves: tokens}
      says: The full price of the affected period.
    retention: {signals: 90d}
    """#

private let ruleText = """
    title: Secret read with a stolen token
    id: stolen-token
    logsource: {product: vault}
    detection: {selection: {event: token_used, known_address: false}, condition: selection}
    onrecord: {priority: P1, class: breach, says: We watch for stolen tokens., evidence: [client_ip]}
    ---
    title: Odd line in a log
    id: odd-line
    logsource: {product: vault}
    detection: {keywords: [odd], condition: keywords}
    onrecord: {priority: P4, class: degraded, opens: nothing}
    """
