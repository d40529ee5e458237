/// A breach to rehearse: what turns out to be so, and what is answered about it.
public struct Scenario: Sendable, Hashable {
    public var id: String
    /// What happens, in a sentence.
    public var story: String
    public var answers: [Question: Answer]
    public var risk: Risk?
    /// Roles whose data sets are touched; every set where no role has one.
    public var roles: Set<Role>
    /// Approximate number of people.
    public var people: Int
    /// An attempt that was stopped is never confirmed.
    public var isConfirmed: Bool

    public static let all = [
        Scenario(
            id: "ransomware",
            story:
                "An intruder encrypts data, and its backups are gone. Complete logs show that nobody read or copied it: only availability is lost.",
            answers: [
                .personalData: .yes, .happened: .yes, .confidentiality: .no, .integrity: .no, .availability: .yes,
                .malicious: .yes, .unreadable: .no,
            ], risk: .risk, roles: [.controller, .processor], people: 1200, isConfirmed: true),
        Scenario(
            id: "attempted-access",
            story: "Somebody tries stolen passwords and is stopped at the door. Nothing was reached.",
            answers: [
                .personalData: .yes, .happened: .no, .confidentiality: .no, .integrity: .no, .availability: .no,
                .malicious: .yes, .unreadable: .no,
            ], risk: .unlikely, roles: [.controller, .processor], people: 0, isConfirmed: false),
        Scenario(
            id: "exfiltration-high-risk",
            story:
                "An intruder copies readable account data. People can be impersonated with it: the risk to them is high.",
            answers: [
                .personalData: .yes, .happened: .yes, .confidentiality: .yes, .integrity: .no, .availability: .no,
                .malicious: .yes, .unreadable: .no, .highRiskRemoved: .no,
            ], risk: .high, roles: [.controller], people: 4800, isConfirmed: true),
        Scenario(
            id: "processor-only",
            story: "Data that is kept for customers is read by a stranger. The operator's own data is untouched.",
            answers: [
                .personalData: .yes, .happened: .yes, .confidentiality: .yes, .integrity: .no, .availability: .no,
                .malicious: .yes, .unreadable: .no,
            ], risk: .risk, roles: [.processor], people: 300, isConfirmed: true),
    ]

    public static func named(_ id: String) throws -> Scenario {
        guard let scenario = all.first(where: { $0.id == id }) else {
            throw Refusal.unknown("The scenario", id, expected: all.map(\.id))
        }
        return scenario
    }
}
