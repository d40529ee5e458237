/// One row of the breach register (GDPR Art. 33(5)): the facts of a breach, its effects, what was done about it, and every
/// decision with who took it, when and why. False alarms have their row, too: that something was none is a decision.
/// It is computed from the journal and the documents beside it, so it cannot say otherwise than they do.
public struct RegisterEntry: Sendable, Hashable, Encodable, Identifiable {
    public var id, title, eventClass, severity: String
    public var nature: Nature
    public var isOpen: Bool
    /// Whether anybody outside must be told; nil: nobody has concluded.
    public var isNotifiable: Bool?
    /// What opened it: a rule by its title, or who declared it.
    public var cameToLight: String
    public var times: [Time]
    public var extent: Extent
    public var risk: RiskJudgement
    /// Measured, and in the operator's words.
    public var effects: Effects
    /// What notices and filings say, by content key: the latest words for each.
    public var particulars: [Statement]
    public var measures: [Measure]
    public var followUps: [Task]
    public var decisions: [Decision]
    public var duties: [DutyLine]
    public var filings: [FilingLine]
    public var notices: [NoticeLine]
    /// What was written later about what stood here before. Nothing above was changed by it.
    public var corrections: [Addition]

    public enum Nature: String, Sendable, Hashable, Encodable, CaseIterable {
        case breach
        /// Not excluded yet: what is unknown counts as possible.
        case possible
        case notABreach = "not_a_breach"
        case falseAlarm = "false_alarm"
        case notAssessed = "not_assessed"

        public var text: String {
            switch self {
            case .breach: "personal data breach"
            case .possible: "possible personal data breach"
            case .notABreach: "no personal data breach"
            case .falseAlarm: "false alarm"
            case .notAssessed: "not assessed yet"
            }
        }
    }

    /// Exported as RFC 3339.
    public struct Moment: Sendable, Hashable, Encodable {
        public var at: Timestamp

        init(_ at: Timestamp) { self.at = at }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(at.rfc3339)
        }
    }

    /// A milestone, who stated or caused it, and when that was written down.
    public struct Time: Sendable, Hashable, Encodable {
        public var milestone: Milestone
        public var at: Moment
        public var by: Author
        public var recorded: Moment
    }

    public struct Extent: Sendable, Hashable, Encodable {
        /// The decision tree's answers by question, as they stand.
        public var answers: [String: Answer]
        public var roles: [Role]
        public var dataSets: [DataSetLine]
        public var data: [DataKind]
        public var services: [String]
        /// By place; `all`: everywhere. Approximate.
        public var people: [String: Int]
        public var records: Int?
        public var customers: Int?
        public var tokens: Int?
        /// When these numbers were last stated.
        public var asOf: Moment?

        public struct DataSetLine: Sendable, Hashable, Encodable {
            public var id, title, people: String
            public var roles: [Role]
        }
    }

    public struct RiskJudgement: Sendable, Hashable, Encodable {
        public var level: Risk
        public var aid: SeverityAid?
        public var aidScore: String?
        public var aidLevel: String?
        public var by: Author?
        public var at: Moment?
    }

    public struct Effects: Sendable, Hashable, Encodable {
        public var unavailableMinutes: Int64
        public var customersShare: Double
        public var text: String
    }

    public struct Statement: Sendable, Hashable, Encodable {
        public var key: ContentKey
        public var text: String
        public var at: Moment
    }

    public struct Measure: Sendable, Hashable, Encodable {
        public var title: String
        public var started: Moment
        public var ended: Moment?
        public var result: Result
        public var detail: String

        public enum Result: String, Sendable, Hashable, Encodable { case running, done, failed }
    }

    public struct Task: Sendable, Hashable, Encodable {
        public var title, owner, target: String
        public var isDone: Bool
    }

    public struct Decision: Sendable, Hashable, Encodable {
        public var at: Moment
        public var by: Author
        public var what: What
        /// The version of the assessment, or the promise that was waived.
        public var subject: String
        public var changes: [AssessmentChange]
        public var reasoning: Words?

        public enum What: String, Sendable, Hashable, Encodable {
            case assessed
            case notifiable = "concluded_notifiable"
            case notNotifiable = "concluded_not_notifiable"
            case dismissed, waived
        }
    }

    /// A text and the hash that the journal holds of its document. The text may be withheld; the hash stays.
    public struct Words: Sendable, Hashable, Encodable {
        public var document: DocumentID
        public var text: String?
        public var sha256: String
    }

    public struct DutyLine: Sendable, Hashable, Encodable {
        public var id, title, recipient, citation: String
        /// `owed`, `not owed`, `undecided`: what the answers say.
        public var verdict: String
        public var why: [String]
        /// `running`, `overdue`, `fulfilled`, …: what became of it.
        public var standing: String
        public var started, due, fulfilled: Moment?
        /// The law has no number; the target is ours.
        public var isOurTarget: Bool
    }

    public struct FilingLine: Sendable, Hashable, Encodable {
        public var duty, recipient: String
        public var phase: Int
        public var sent, recorded: Moment
        public var by: Author
        public var reference, reasonsForDelay: String
        public var text: String?
        /// Over the filed text's own bytes, for whoever holds a copy of it.
        public var textSHA256: String?
        public var receiptName: String?
        public var receiptSHA256: String?
        /// Contents that were not yet known.
        public var missing: [String]
        public var document: DocumentID
        public var documentSHA256: String
    }

    public struct NoticeLine: Sendable, Hashable, Encodable {
        /// `breach_notice`, or the kind of a later one.
        public var kind: String
        public var queued: Moment
        public var ended: Moment?
        public var pending, done, failed, bounced: Int
        /// Whom it did not reach: told on another way, and still to be told.
        public var reachedOtherwise, unreached: Int
    }

    public struct Addition: Sendable, Hashable, Encodable {
        public var at: Moment
        public var by: Author
        public var kind: Document.Kind
        public var words: Words
    }
}
