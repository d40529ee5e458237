public typealias IncidentID = String
public typealias EffectID = String
public typealias DocumentID = String

/// What alerts, reports or people opened: a set of milestones on a line of time, and what hangs on them.
public struct Incident: Sendable, Equatable {
    public let id: IncidentID
    public let openedAt: Timestamp
    public var eventClass: String
    public var severity: String
    /// For the people inside; the public title is the class's.
    public var title: String
    public var milestones: [Milestone: Timestamp] = [:]
    /// Rules whose alerts this incident has taken in.
    public var rules: Set<String> = []
    /// In the order in which they came.
    public var alerts: [AlertID] = []
    /// What became of each of its alerts.
    public var reasons: [AlertID: Reason] = [:]
    public var scope: Scope?
    public var scopeVersion = 0
    public var impact = Impact()
    public var risk = Risk.unknown
    /// Every version of the breach assessment, oldest first.
    public var assessments: [AssessmentVersion] = []
    public var conclusion: Conclusion?
    /// Something that decides what the law asks for was said although the incident is closed: its duties are looked at again.
    public var wasAnsweredAfterClosing = false
    /// What was handed to authorities, in the order in which it was stated.
    public var filings: [Filing] = []
    public var clocks: [PromiseClock] = []
    /// Keys of the playbook steps that have run.
    public var playbookRan: Set<String> = []
    public var work: [EffectID: Work] = [:]
    /// The last one, unless it was withdrawn.
    public var creditApproval: CreditApproval?
    /// Customers whom a notice did not reach by mail.
    public var contacts: [DeliveryKey: Contact] = [:]
    public var page: Page?
    /// Published documents, oldest first.
    public var published: [Published] = []
    public var facts: [Fact] = []

    public struct Published: Sendable, Equatable {
        public var document: DocumentID
        public var kind: Document.Kind
        public var at: Timestamp
    }

    /// Something that was queued to be done, and how it ended.
    public struct Work: Sendable, Equatable {
        public var task: Effect.Task
        public var queuedAt: Timestamp
        public var outcome: Outcome?
    }

    /// The assessment as it stood from one moment on.
    public struct AssessmentVersion: Sendable, Equatable {
        public var assessment: Assessment
        public var at: Timestamp
        public var by: Author
        public var reasoning: DocumentID?
    }

    /// The word that the assessment is complete.
    public struct Conclusion: Sendable, Equatable {
        public var isNotifiable: Bool
        public var at: Timestamp
        public var by: Author
        public var reasoning: DocumentID
    }

    /// An alert as a reason for the incident.
    public struct Reason: Sendable, Equatable {
        public var rule: String
        public var fingerprint: String
        public var isAcknowledged = false
        public var isNoise = false
        public var end: AlertEnd?
        public var endedAt: Timestamp?
    }

    public var circumstances: Circumstances {
        Circumstances(
            eventClass: eventClass, severity: severity, involves: Set(scope?.data ?? []), risk: risk, impact: impact)
    }

    public var isOpen: Bool { milestones[.closed] == nil }

    public var assessment: Assessment? { assessments.last?.assessment }

    public var postMortem: Published? { published.last { $0.kind == .postMortem } }

    init(id: IncidentID, openedAt: Timestamp, eventClass: String, severity: String, title: String) {
        (self.id, self.openedAt) = (id, openedAt)
        (self.eventClass, self.severity, self.title) = (eventClass, severity, title)
    }
}

/// An outsider's message, from arrival to answer.
public struct Report: Sendable, Equatable {
    public let id: String
    /// Hash of who wrote it, where it came by mail.
    public let sender: String?
    public var milestones: [Milestone: Timestamp] = [:]
    public var outcome: ReportOutcome?
    /// The mail that tells the writer what happens now.
    public var receiptQueuedAt: Timestamp?
    public var receipt: Outcome?
    public var clocks: [PromiseClock] = []
    public var facts: [Fact] = []

    /// The document with what was written.
    public var letter: DocumentID? {
        for fact in facts {
            if case .documented(let id, .report, _) = fact.what { return id }
        }
        return nil
    }

    init(id: String, sender: String? = nil) { (self.id, self.sender) = (id, sender) }
}

/// A report that came by mail: what a receipt needs. Kept with the report's text and never in the journal.
public struct Letter: Sendable, Hashable {
    /// Address, subject and Message-ID as the writer's mail had them.
    public var from, subject, messageID: String
    /// Hashes that know the letter and its writer again.
    public var hash, sender: String
    /// No receipt goes to machines and lists (RFC 3834, section 2).
    public var wantsReceipt: Bool

    /// Letters of all writers together that become reports.
    public static let perHourMax = 50
    public static let perDayMax = 500

    public init(from: String, subject: String, messageID: String, hash: String, sender: String, wantsReceipt: Bool) {
        (self.from, self.subject, self.messageID) = (from, subject, messageID)
        (self.hash, self.sender, self.wantsReceipt) = (hash, sender, wantsReceipt)
    }
}

/// The three answers an outside report can get.
public enum ReportOutcome: String, Sendable, Hashable, Codable, CaseIterable {
    case tracking
    case postMortem = "post_mortem"
    case notAnIncident = "not_an_incident"

    public var text: String {
        switch self {
        case .tracking: "We are tracking it."
        case .postMortem: "Here is the post-mortem."
        case .notAnIncident: "Here is why it is not what it looked like."
        }
    }
}
