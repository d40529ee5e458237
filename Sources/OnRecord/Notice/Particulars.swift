/// What is known about an incident, under the names that laws ask for it. What the product can tell by itself is derived
/// from milestones, scope and assessment; what people state replaces that. Nothing else is in here: a gap is a gap.
public struct Particulars: Sendable, Equatable {
    public let language: Language
    public private(set) var entries: [ContentKey: Entry] = [:]

    public struct Entry: Sendable, Hashable {
        /// One or more lines; a line that starts with `- ` is an item of a list.
        public var text: String
        public var origin: Origin

        public init(_ text: String, _ origin: Origin) { (self.text, self.origin) = (text, origin) }
    }

    public enum Origin: String, Sendable, Hashable { case derived, stated }

    public subscript(key: ContentKey) -> Entry? { entries[key] }
    public func text(_ key: ContentKey) -> String? { entries[key]?.text }

    /// Whom it is told.
    public enum Reader: Sendable, Hashable {
        case customers
        /// Authorities read local time beside UTC, and every step that was taken, the judgements among them.
        case authority
    }

    public init(of matter: NoticeMatter, in language: Language, for reader: Reader = .customers) {
        self.language = language
        let derivation = Derivation(matter: matter, language: language, reader: reader)
        for key in ContentKey.allCases {
            if let stated = matter.stated[key.rawValue]?.trimmed, !stated.isEmpty {
                // Who states that something is unknown takes back what was derived.
                if !Particulars.unknownWords.contains(stated.lowercased()) { entries[key] = Entry(stated, .stated) }
            } else if let derived = derivation.text(key), !derived.isEmpty {
                entries[key] = Entry(derived, .derived)
            }
        }
    }

    private static let unknownWords: Set<String> = [
        "unknown", "not known", "not yet known", "unbekannt", "noch unbekannt",
    ]
}

/// Tells what follows from the facts, in one language; nil where nothing does.
struct Derivation {
    let matter: NoticeMatter
    let language: Language
    var reader = Particulars.Reader.customers

    var policy: Policy { matter.policy }
    var incident: Incident { matter.incident }
    var assessment: Assessment? { incident.assessment }

    func at(_ milestone: Milestone) -> Timestamp? { incident.milestones[milestone] }
    func moment(_ moment: Timestamp) -> String {
        language.moment(moment, in: reader == .authority ? policy.organisation.calendar : nil)
    }

    func text(_ key: ContentKey) -> String? {
        switch key {
        case .reporterIdentity: reporter
        case .contactPoint: contact
        case .submissionType: submission
        case .referenceNumbers: references
        case .whatHappened: whatHappened
        case .breachNature: breachNature
        case .cause, .rootCause: postMortemPart(.rootCause)
        case .occurredAt: occurred
        case .discoveredAt: discovered
        case .howDiscovered: postMortemPart(key) ?? howDiscovered
        case .suspectedMalicious: suspectedMalicious
        case .stepsTimeline: timeline
        case .resolvedAt: resolved
        case .subjectCategories: people
        case .recordCategories: records
        case .subjectCount: subjectCount
        case .residentCount: residents
        case .recordCount:
            assessment?.records.map { language("about \(language.number($0))", "etwa \(language.number($0))") }
        case .dataTypes: dataTypes
        case .statesAffected: states
        case .servicesAffected: services
        case .protectionBefore: protection
        case .harmAssessment: harm
        case .severityAndImpact: severity
        case .measuresTaken: measures
        case .mitigationMeasures: mitigation
        case .preventiveMeasures: prevention
        case .userMeasures: advice.isEmpty ? nil : bullets(advice)
        case .subjectNoticeStatus: noticeStatus
        case .publicationStatus: publication
        // What only people can know, or what must not be guessed.
        case .filerOnBehalf, .location, .affectedSystems, .attackTechnique, .indicatorsOfCompromise, .threatActor,
            .vulnerableSubjectCount, .affectedIndividualsList, .accountNumbers,
            .crossBorderImpact, .productIdentity, .likelyConsequences, .secondaryHarm, .clientFinancialImpact,
            .costsAndLosses, .protectionAfter, .correctiveMeasures, .servicesOffered, .bureauContacts,
            .continuityActivated, .reasonsForDelay, .otherAuthorities, .policeHold, .noticeCopy, .classificationBasis,
            .reclassification, .recurrence, .sensitivityMarking, .statusUpdate, .investorNatureScopeTiming,
            .investorImpact, .undeterminedItems, .paymentNotice, .paymentReasons, .paymentAlternatives,
            .sanctionsDiligence, .decisionReasoning:
            nil
        }
    }

    func bullets(_ lines: [String]) -> String { lines.map { "- \($0)" }.joined(separator: "\n") }
}
