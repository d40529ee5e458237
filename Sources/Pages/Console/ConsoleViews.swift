import OnRecord

/// What the first page shows: everything at a glance.
public struct ConsoleView: Sendable {
    public var policy: Policy
    public var state: State
    /// Scheme, host and port of the public listener, without trailing slash: `http://127.0.0.1:8080`.
    public var publicSite: String
    /// Whether outgoing mail is caught here; then the page links to it.
    public var catcherRuns: Bool
    public var now: Timestamp

    public init(policy: Policy, state: State, publicSite: String, catcherRuns: Bool, now: Timestamp) {
        (self.policy, self.state, self.publicSite) = (policy, state, publicSite)
        (self.catcherRuns, self.now) = (catcherRuns, now)
    }
}

/// What an incident's room shows.
public struct RoomView: Sendable {
    public var policy: Policy
    public var incident: Incident
    /// The texts behind the incident's `documented` facts. One that is absent was withheld; its line says so.
    public var documents: [DocumentID: Document]
    public var alerts: [Alert]
    /// Progress of each fan-out effect. One that is absent or all zero shows as queued.
    public var counts: [EffectID: DeliveryCounts]
    /// What the scope form is filled with.
    public var suggestions: ScopeSuggestion
    /// A form that was not accepted; its reason stands on top and what was typed stands in the form again.
    public var refused: RefusedForm?
    /// Scheme, host and port of the public listener, without trailing slash.
    public var publicSite: String
    public var now: Timestamp

    public init(
        policy: Policy, incident: Incident, documents: [DocumentID: Document], alerts: [Alert],
        counts: [EffectID: DeliveryCounts], suggestions: ScopeSuggestion = ScopeSuggestion(),
        refused: RefusedForm? = nil,
        publicSite: String, now: Timestamp
    ) {
        (self.policy, self.incident, self.documents, self.alerts) = (policy, incident, documents, alerts)
        (self.counts, self.suggestions, self.refused) = (counts, suggestions, refused)
        (self.publicSite, self.now) = (publicSite, now)
    }
}

/// Who and what is probably affected: from the alerts' groups, or the members of the scope that was set last.
public struct ScopeSuggestion: Sendable, Hashable {
    public var customers: [CustomerID]
    public var tokens: [TokenID]

    public init(customers: [CustomerID] = [], tokens: [TokenID] = []) {
        (self.customers, self.tokens) = (customers, tokens)
    }
}

/// A form that was sent and not accepted. Rendered again with what was typed: nobody writes a post-mortem twice.
public struct RefusedForm: Sendable, Hashable {
    /// Last segment of the path it was sent to: `scope`, `postmortem`, `answer`.
    public var form: String
    /// What was sent, by field name; a repeated field has several values.
    public var fields: [String: [String]]
    /// Why it was not accepted, in a sentence with a remedy: a `Refusal`'s description.
    public var reason: String

    public init(form: String, fields: [String: [String]], reason: String) {
        (self.form, self.fields, self.reason) = (form, fields, reason)
    }
}

/// What an outside report's page shows.
public struct ReportView: Sendable {
    public var policy: Policy
    public var report: Report
    /// The texts behind the report's `documented` facts.
    public var documents: [DocumentID: Document]
    public var refused: RefusedForm?
    public var now: Timestamp

    public init(
        policy: Policy, report: Report, documents: [DocumentID: Document], refused: RefusedForm? = nil, now: Timestamp
    ) {
        (self.policy, self.report, self.documents) = (policy, report, documents)
        (self.refused, self.now) = (refused, now)
    }
}

/// A mail the catcher kept instead of letting it leave.
public struct CaughtMailView: Sendable, Hashable, Identifiable {
    /// As it stands in `/mail/<id>`.
    public var id: String
    public var at: Timestamp
    public var from, to, subject: String
    /// The plain text part; empty when there is none.
    public var plain: String
    /// The HTML part as it came: untrusted.
    public var html: String?

    public init(
        id: String, at: Timestamp, from: String, to: String, subject: String, plain: String, html: String? = nil
    ) {
        (self.id, self.at, self.from, self.to) = (id, at, from, to)
        (self.subject, self.plain, self.html) = (subject, plain, html)
    }
}
