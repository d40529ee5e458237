/// One question of the breach decision tree. Its answer is a fact; what follows from it is the law's matter.
/// A question nobody has answered is not the same as one answered with “unknown”: see `Answer`.
public enum Question: String, Sendable, Hashable, Codable, CaseIterable {
    /// Is information about identifiable people involved?
    case personalData = "personal_data"
    /// Did it happen, or was it tried and stopped?
    case happened
    // Any one of the three makes a breach (GDPR Art. 4(12)): loss and alteration count as much as access.
    case confidentiality, integrity, availability
    /// Is intent suspected?
    case malicious
    /// Was the data unreadable to whoever reached it, and are the keys safe? (GDPR Art. 34(3)(a))
    case unreadable
    /// Did a later step make sure that the high risk cannot come about? (GDPR Art. 34(3)(b))
    case highRiskRemoved = "high_risk_removed"
    /// Did a filing lack facts, or have facts changed since?
    case filingIncomplete = "filing_incomplete"

    // What single regimes turn on; asked only where the policy has adopted a duty of theirs.
    /// NIS2 Art. 23(3).
    case significant
    /// CRA Art. 14(1).
    case exploitedVulnerability = "exploited_vulnerability"
    /// CRA Art. 14(5).
    case productSecurity = "product_security"
    /// Delegated Regulation (EU) 2024/1772.
    case majorIncident = "major_incident"
    /// DORA Art. 19(3).
    case clientsMoney = "clients_money"
    /// Listed in Annexure I of CERT-In's directions of 2022-04-28.
    case listedIncident = "listed_incident"
    case cardData = "card_data"
    case healthData = "health_data"
    /// Unencrypted data of a kind that a statute lists.
    case listedData = "listed_data"
    /// Is serious or significant harm to somebody likely? (Privacy Act 1988 s. 26WE, PDPA s. 26B, PIPEDA s. 10.1)
    case seriousHarm = "serious_harm"
}

/// Answers stand in the journal by the names of their questions.
extension Question: CodingKeyRepresentable {}

/// “Unknown” is an answer: somebody looked and cannot tell. Duties then run as if it were so, until it is known not to be.
public enum Answer: String, Sendable, Hashable, Codable, CaseIterable {
    case yes, no, unknown
}

/// What we are to the people behind a data set. It is asked for each set and never for a whole company.
public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    /// We decide purposes and means (GDPR Art. 4(7)).
    case controller
    /// We handle it for somebody else (Art. 4(8)).
    case processor
}
