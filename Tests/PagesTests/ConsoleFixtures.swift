import OnRecord
import Sigma

enum ConsoleFixtures {
    /// A small operator with one kind of breach and one kind of downtime that is published above a threshold only.
    static let policy: Policy = {
        do {
            return try Policy.parse(text, file: "policy.yaml", rules: [RuleSource(path: "rule.yml", text: rule)])
        } catch {
            preconditionFailure("The test policy does not load: \(error)")
        }
    }()

    static let rule = """
        title: Secret read from a strange address
        id: 6f0a4a52-3c52-4b1e-9a6d-0d6b6f2f7a99
        status: stable
        logsource: {product: vault, service: edge}
        detection:
          selection: {event: secret_read}
          condition: selection
        level: critical
        onrecord: {priority: P1, class: breach, says: We watch for strange reads.}
        """

    static let text = """
        onrecord: 1
        organisation:
          {name: Example Vault, site: "https://vault.example", contact: security@vault.example, time_zone: UTC,
           since: 2026-01-01}
        services: [{id: proxy, title: Data plane}]
        severities: [{id: SEV-1, criteria: Somebody is inside.}, {id: SEV-2, criteria: It is down.}]
        classes:
          - {id: breach, title: Unauthorised access, severity: SEV-1, publish: page}
          - {id: downtime, title: Data plane downtime, severity: SEV-2, publish: page, publish_when: {unavailable_for: 5m}}
        sources: [{id: edge}]
        promises:
          - {id: answer, says: We acknowledge within 5 minutes., from: detected, to: acknowledged, within: 5m}
          - {id: contain, says: We contain within 1 hour., from: detected, to: contained, within: 1h}
          - {id: tell, says: You hear from us within 15 minutes., from: confirmed, to: customers_notified, within: 15m,
             when: {involves: [tokens]}}
          - {id: undo, says: We roll back in 2 minutes., from: rollback_started, to: rolled_back, within: 2m}
          - {id: review, says: The review takes a day., from: contained, to: forensics_completed, within: 24h}
          - {id: post-mortem, says: The post-mortem takes 72 hours., from: contained, to: postmortem_published, within: 72h,
             when: {class: breach}}
          - {id: reply, says: Reports are answered in 3 business days., from: reported, to: answered,
             within_business_days: 3}
        playbook:
          - {on: detected, do: [page]}
          - {on: confirmed, when: {involves: [tokens]}, do: [revoke_tokens, notify_customers]}
          - {on: tokens_revoked, do: [open_reissue]}
          - {on: contained, when: {involves: [tokens]}, do: [list_credits]}
        actions:
          - {id: rollback, title: Roll back, connector: webhook, url_from: HOOK, starts: rollback_started,
             reaches: rolled_back}
        on_call: [{id: first, mail: oncall@vault.example}]
        mail: {from: incidents@vault.example, name: Example Vault}
        post_mortem: {parts: [{id: what, title: What happened}, {id: why, title: Why it happened}], follow_ups: true}
        credits: {when: {involves: tokens}, says: The full price of the period.}
        """
}

extension ConsoleStory {
    /// Detected by the rule, and nobody has answered.
    static func detected() throws -> ConsoleStory {
        var story = ConsoleStory(ConsoleFixtures.policy)
        try story.take(.adoptPolicy)
        let group = ["token_id": "t1", "client_ip": "203.0.113.77"]
        let alert = story.alert("6f0a4a52-3c52-4b1e-9a6d-0d6b6f2f7a99", group: group)
        try story.take(.alerts([.opened(alert)]))
        return story
    }

    static func acknowledged() throws -> ConsoleStory {
        var story = try detected()
        try story.take(.acknowledge(story.incident.id, by: .responder("first")), after: .minutes(1))
        return story
    }

    static func scoped() throws -> ConsoleStory {
        var story = try acknowledged()
        let scope = ScopeSelection(
            customers: ["c1", "c2", "c3"], tokens: ["t1", "t2"], data: [.tokens], services: ["proxy"])
        try story.take(.setScope(story.incident.id, scope, by: .operator), after: .minutes(1))
        return story
    }

    static func confirmed() throws -> ConsoleStory {
        var story = try scoped()
        try story.take(.confirm(story.incident.id, awareAt: nil, by: .operator), after: .minutes(1))
        return story
    }

    static func contained() throws -> ConsoleStory {
        var story = try confirmed()
        try story.take(.act(story.incident.id, action: "rollback", by: .operator), after: .minutes(1))
        while !story.effects.isEmpty {
            try story.settle(after: .seconds(1)) { _ in Outcome(done: 3, detail: "250 Ok") }
        }
        try story.take(.reach(story.incident.id, .contained, at: nil, by: .operator), after: .minutes(1))
        while !story.effects.isEmpty { try story.settle(after: .seconds(1)) { _ in Outcome(done: 3) } }
        return story
    }

    static func published() throws -> ConsoleStory {
        var story = try contained()
        try story.take(.reach(story.incident.id, .forensicsCompleted, at: nil, by: .operator), after: .hours(2))
        let followUp = FollowUp(title: "Bind tokens", owner: "Edge team", target: "2026-12-20")
        try story.take(
            .write(
                story.incident.id, .postMortem, parts: ["what": "A token was stolen.", "why": "It was in a log."],
                followUps: [followUp], by: .operator), after: .hours(5))
        return story
    }
}
