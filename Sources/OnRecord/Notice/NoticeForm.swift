/// The form of a message about an incident. Each has a template in every language, under its name here.
public enum NoticeForm: String, Sendable, Hashable, Codable, CaseIterable {
    /// To affected customers, at confirmation; to those whose data we process it is the notice of GDPR Art. 33(2).
    case breach = "breach-notice"
    /// To the people whose data it is, in plain words and as a message of its own (GDPR Art. 34(2)).
    case peopleConcerned = "people-concerned"
    /// To everybody who had the first notice: what is known by now.
    case update = "breach-update"
    /// To tenants, once the incident is understood.
    case report = "post-incident-report"
    /// For the service's changelog, where no data was touched.
    case changelog = "changelog-entry"

    /// What it holds where no duty says more: the lists of Art. 33(3) and 34(2), and what the seed policies promise.
    public var contents: [ContentKey] {
        switch self {
        case .breach:
            [
                .whatHappened, .discoveredAt, .breachNature, .dataTypes, .subjectCategories, .subjectCount,
                .recordCategories, .recordCount, .likelyConsequences, .measuresTaken, .mitigationMeasures,
                .userMeasures, .contactPoint,
            ]
        case .peopleConcerned:
            [
                .whatHappened, .breachNature, .dataTypes, .likelyConsequences, .measuresTaken, .mitigationMeasures,
                .userMeasures, .contactPoint,
            ]
        case .update:
            [
                .statusUpdate, .breachNature, .dataTypes, .subjectCategories, .subjectCount, .recordCategories,
                .recordCount, .cause, .likelyConsequences, .measuresTaken, .mitigationMeasures, .contactPoint,
            ]
        case .report:
            [
                .whatHappened, .stepsTimeline, .rootCause, .severityAndImpact, .breachNature, .dataTypes,
                .subjectCategories, .subjectCount, .recordCategories, .recordCount, .likelyConsequences, .measuresTaken,
                .preventiveMeasures, .contactPoint,
            ]
        case .changelog:
            [
                .whatHappened, .occurredAt, .servicesAffected, .severityAndImpact, .resolvedAt, .rootCause,
                .preventiveMeasures,
            ]
        }
    }

    /// What is good to have and owed by nobody.
    public var recommended: Set<ContentKey> {
        switch self {
        case .breach: [.userMeasures, .recordCategories, .mitigationMeasures]
        case .peopleConcerned: [.whatHappened, .dataTypes, .userMeasures]
        case .update: [.statusUpdate, .cause, .recordCategories, .measuresTaken, .mitigationMeasures, .contactPoint]
        case .report:
            [
                .breachNature, .dataTypes, .subjectCategories, .subjectCount, .recordCategories, .recordCount,
                .likelyConsequences, .contactPoint,
            ]
        case .changelog: [.rootCause, .preventiveMeasures, .severityAndImpact]
        }
    }

    /// Whether each reader gets a copy with their own name in it.
    public var isPersonal: Bool { self != .changelog }

    /// What is sent beside the breach notice, in its form.
    public init(_ kind: NoticeKind) {
        switch kind {
        case .people: self = .peopleConcerned
        case .update: self = .update
        case .report: self = .report
        }
    }
}
