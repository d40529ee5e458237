/// The severity of a personal data breach in ENISA's terms: SE = DPC × EI + CB (Recommendations for a methodology of the
/// assessment of severity of personal data breaches, 2013). It is older than the GDPR and maps to none of its thresholds, so it pre-fills
/// a person's decision and never is one.
public struct SeverityAid: Sendable, Hashable, Codable {
    /// Data processing context: 1 simple, 2 behavioural, 3 financial, 4 sensitive; moved by context within 1 to 4.
    public var context: Int
    public var identification: Identification
    public var confidentiality: Confidentiality
    public var integrity: Integrity
    public var availability: Availability
    public var isMalicious: Bool

    public enum Identification: String, Sendable, Hashable, Codable, CaseIterable {
        case negligible, limited, significant, maximum
        public var weight: Double { [.negligible: 0.25, .limited: 0.5, .significant: 0.75, .maximum: 1][self]! }
    }
    public enum Confidentiality: String, Sendable, Hashable, Codable, CaseIterable {
        case noAccess = "no_evidence_of_access"
        case knownRecipients = "known_recipients"
        case unknownRecipients = "unknown_recipients"
        public var weight: Double { [.noAccess: 0, .knownRecipients: 0.25, .unknownRecipients: 0.5][self]! }
    }
    public enum Integrity: String, Sendable, Hashable, Codable, CaseIterable {
        case unaltered = "no_alteration"
        case recoverable = "altered_recoverable"
        case unrecoverable = "altered_unrecoverable"
        public var weight: Double { [.unaltered: 0, .recoverable: 0.25, .unrecoverable: 0.5][self]! }
    }
    public enum Availability: String, Sendable, Hashable, Codable, CaseIterable {
        case kept = "no_loss"
        case temporary, permanent
        public var weight: Double { [.kept: 0, .temporary: 0.25, .permanent: 0.5][self]! }
    }

    public init(
        context: Int, identification: Identification, confidentiality: Confidentiality = .noAccess,
        integrity: Integrity = .unaltered, availability: Availability = .kept, isMalicious: Bool = false
    ) {
        (self.context, self.identification) = (context, identification)
        (self.confidentiality, self.integrity, self.availability) = (confidentiality, integrity, availability)
        self.isMalicious = isMalicious
    }

    public var score: Double {
        Double(context) * identification.weight + confidentiality.weight + integrity.weight + availability.weight
            + (isMalicious ? 0.5 : 0)
    }

    public enum Level: String, Sendable, Hashable, CaseIterable {
        case low, medium, high
        case veryHigh = "very_high"
    }

    public var level: Level {
        switch score {
        case ..<2: .low
        case ..<3: .medium
        case ..<4: .high
        default: .veryHigh
        }
    }

    /// What a form starts with. A low score does not prove that a risk is unlikely, so it suggests none.
    public var suggestedRisk: Risk {
        switch level {
        case .low: .unknown
        case .medium: .risk
        case .high, .veryHigh: .high
        }
    }
}
