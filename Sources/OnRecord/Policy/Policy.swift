import Sigma

/// The one file an operator writes: who we are, what we promise in public words, and what happens by itself.
/// Made by `Policy.parse`; everything in here has been checked, nothing behind it checks again.
public struct Policy: Sendable {
    public var organisation: Organisation
    public var services: [Service]
    public var dataSets: [DataSet] = []
    public var severities: [Severity]
    public var classes: [EventClass]
    public var sources: [Source]
    public var listeners: Listeners
    public var signals: SignalCare
    public var patterns: [LinePattern]
    public var rules: RuleSet
    /// What each rule opens, by rule id: the rule's `onrecord:` key.
    public var openings: [String: Opening]
    /// Published promises first, then those derived from severities, then duties; ids are unique over all three.
    public var promises: [Promise]
    public var playbook: [PlaybookStep]
    public var actions: [ActionSpec]
    public var onCall: [Responder]
    public var mail: MailIdentity
    public var postMortem: PostMortemFormat
    public var credits: CreditRule?
    public var retention: RetentionPeriods
    public var flood: FloodLimit
    /// SHA-256 of the file's bytes in hex: the policy's version.
    public var version: String
    public var probes: [ProbeSpec] = []
    /// Looked at when a probe gets no answer at all; empty: no answer counts as down.
    public var probeReferences: [ProbeReference] = []
    public var upstreams: [UpstreamSpec] = []
    /// Notice templates in place of the shipped ones, as they stand in the folder that `templates:` names.
    public var templates: [TemplateSource] = []

    public func eventClass(_ id: String) -> EventClass? { classes.first { $0.id == id } }
    public func promise(_ id: String) -> Promise? { promises.first { $0.id == id } }
    public func action(_ id: String) -> ActionSpec? { actions.first { $0.id == id } }
}

public struct Organisation: Sendable, Hashable {
    public var name: String
    /// Scheme and host of the public site, without trailing slash.
    public var site: String
    /// Where people write to about security; shown in public.
    public var contact: String
    public var calendar: BusinessCalendar
    /// First day of operation: since when "no reportable incidents" is claimed.
    public var since: CivilDate

    public static func == (a: Organisation, b: Organisation) -> Bool {
        a.name == b.name && a.site == b.site && a.contact == b.contact && a.calendar == b.calendar && a.since == b.since
    }
    public func hash(into hasher: inout Hasher) { hasher.combine(name); hasher.combine(site) }
}

public struct Service: Sendable, Hashable {
    public var id, title: String
}

public struct Severity: Sendable, Hashable {
    public var id: String
    /// What makes an incident this severe, in public words.
    public var criteria: String
}

/// A kind of event the policy speaks of.
public struct EventClass: Sendable, Hashable {
    public var id, title: String
    public var severity: String
    public var publish: Publication
    /// Crossed before anything is published; empty: always.
    public var publishWhen: Condition

    public enum Publication: String, Sendable, CaseIterable {
        /// A page of its own, reserved at confirmation.
        case page
        /// A line in the monthly note.
        case note
        /// Kept in the journal only.
        case none
    }
}

/// Reads fields out of a line that is not JSON. Named groups become fields.
public struct LinePattern: Sendable, Hashable {
    public var name: String
    public var expression: String
}

/// What an alert of a rule does: the rule file's `onrecord:` key.
public struct Opening: Sendable, Hashable {
    public var rule, title: String
    public var priority: Int
    public var eventClass: String
    /// The public words for what the rule watches.
    public var says: String
    /// False: the alert is recorded and pages nobody.
    public var opensIncident: Bool
    /// Fields of the event that are kept with the alert, so that people see whom it concerns.
    public var evidence: [String]
    /// How long the rule must be quiet about a group before a firing is a new alert, and how long an incident's alerts
    /// must have been over before the incident is resolved by them.
    public var rearm: Duration
    /// Its alerts end by the rule's own word and not because it is quiet.
    public var saysWhenOver: Bool
    /// An incident is acknowledged when all its alerts were, in the tool they came from. Whoever holds that source's
    /// token then speaks for a person, so it is off unless the rule says so.
    public var acknowledges: Bool
    /// An incident is resolved when all its alerts have been said to be over.
    public var resolves: Bool
    /// An alert confirms its incident by itself.
    public var confirms: Bool
    public var affects: Affects?

    /// Fields of the event that name registry tokens and customers for the incident's scope.
    public struct Affects: Sendable, Hashable {
        public var tokens: String?
        public var customers: String?
    }
}

public struct PlaybookStep: Sendable, Hashable {
    public var on: Milestone
    public var when: Condition
    /// Waits this long after the milestone…
    public var after: Duration
    /// …and does nothing if this one was reached meanwhile.
    public var unless: Milestone?
    public var verbs: [Verb]

    public enum Verb: Sendable, Hashable {
        case page, revokeTokens, openReissue, notifyCustomers, listCredits
        case act(String)

        /// The word for it in a policy file.
        public var word: String {
            switch self {
            case .page: "page"
            case .revokeTokens: "revoke_tokens"
            case .openReissue: "open_reissue"
            case .notifyCustomers: "notify_customers"
            case .listCredits: "list_credits"
            case .act(let action): action
            }
        }
        public static let builtIn: [Verb] = [.page, .revokeTokens, .openReissue, .notifyCustomers, .listCredits]
    }

    /// Stable over restarts and policy edits elsewhere: what this step is, in its own words.
    public var key: String {
        var words = [on.rawValue]
        if after > .zero { words.append("after \(after.milliseconds)") }
        if let unless { words.append("unless \(unless.rawValue)") }
        if !when.text.isEmpty { words.append("when \(when.text)") }
        return words.joined(separator: " ") + " do " + verbs.map(\.word).joined(separator: ",")
    }
}

/// A containment step by a connector.
public struct ActionSpec: Sendable, Hashable {
    public var id, title: String
    public var connector: Connector
    public var timeout: Duration
    public var starts: Milestone?
    public var reaches: Milestone?

    /// Shorter than a job's lease, so that no step runs twice at once.
    static let timeoutMax = Duration.minutes(10)

    public enum Connector: Sendable, Hashable {
        /// POSTs the step to a URL that stands in this environment variable, so that no secret stands in the policy.
        case webhook(variable: String)
        /// A person does it; the product keeps the time.
        case manual
    }
}

public struct Responder: Sendable, Hashable {
    public var id, mail: String
}

public struct PostMortemFormat: Sendable, Hashable {
    public var parts: [Part]
    public var followUps: Bool
    public struct Part: Sendable, Hashable {
        public var id, title: String
    }
}

/// How long evidence is kept.
public struct RetentionPeriods: Sendable, Hashable {
    public var signals: Duration
}
