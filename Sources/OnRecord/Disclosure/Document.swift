/// A text somebody wrote: an update, a post-mortem, a correction, a note in the room, an outside report.
/// Kept beside the journal, which holds only its id and hash, so that a text can be withheld without breaking the chain.
public struct Document: Sendable, Hashable, Codable {
    public var id: DocumentID
    public var kind: Kind
    public var at: Timestamp
    /// Named parts: a post-mortem's by the policy's part ids, all others under `text`.
    public var parts: [String: String]
    public var followUps: [FollowUp]

    public enum Kind: String, Sendable, Hashable, Codable {
        case update
        /// The impact in a sentence with numbers.
        case impact
        case postMortem = "post_mortem"
        case correction, note, report, answer
        /// Why the breach assessment was answered, or concluded, as it was.
        case reasoning
        /// What notices and filings say, by content key.
        case particulars
        /// A text handed to an authority, with its reference and receipt.
        case filing
        /// More for those who had the breach notice.
        case noticeUpdate = "notice_update"
        /// What affected customers get after the incident.
        case incidentReport = "incident_report"
        /// The service changelog's line about an incident without effect on data.
        case changelog
        case followUpDone = "follow_up_done"

        /// Whether the public reads it.
        public var isPublic: Bool {
            switch self {
            case .update, .impact, .postMortem, .correction, .followUpDone, .changelog: true
            case .note, .report, .answer, .reasoning, .particulars, .filing, .noticeUpdate, .incidentReport: false
            }
        }
    }

    public init(id: DocumentID, kind: Kind, at: Timestamp, parts: [String: String], followUps: [FollowUp] = []) {
        (self.id, self.kind, self.at, self.parts, self.followUps) = (id, kind, at, parts, followUps)
    }

    public var text: String { parts["text"] ?? "" }

    /// SHA-256 of the canonical JSON, hex: what the journal remembers of the text.
    public var hash: String { sha256Hex(CanonicalJSON.encode(self)) }
}

/// What is left to do, by whom, by when.
public struct FollowUp: Sendable, Hashable, Codable {
    public var title: String
    /// A role, not a person's name: it is published.
    public var owner: String
    public var target: String

    public init(title: String, owner: String, target: String) {
        (self.title, self.owner, self.target) = (title, owner, target)
    }
}
