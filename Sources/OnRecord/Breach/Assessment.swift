/// The breach decision tree's answers as they stand: facts, not conclusions. Every change makes a new version, and all
/// versions stay in the journal. It holds codes and counts; what people write about it is a document.
public struct Assessment: Sendable, Hashable, Codable {
    public var answers: [Question: Answer] = [:]
    /// Ids of the policy's data sets that are touched.
    public var dataSets: [String] = []
    /// Our roles for these sets, as the policy had them when this was answered.
    public var roles: Set<Role> {
        get { Set(sortedRoles) }
        set { sortedRoles = Role.allCases.filter(newValue.contains) }
    }
    /// How likely harm to people is; nil: nobody has judged yet.
    public var risk: Risk?
    /// The severity aid's inputs, where it was used. It pre-fills, and never decides.
    public var severity: SeverityAid?
    /// Approximate numbers of people: by place (ISO 3166, such as `US-CA` or `DE`), and under `Assessment.everywhere`.
    public var people: [String: Int] = [:]
    /// Approximate number of records.
    public var records: Int?

    /// The key under which the number of all people stands.
    public static let everywhere = "all"

    /// Bytes of one text that people write about a breach.
    public static let textMax = 32_768

    /// In one order, so that the same assessment has the same bytes in the journal.
    private var sortedRoles: [Role] = []

    private enum CodingKeys: String, CodingKey {
        case answers, dataSets
        case sortedRoles = "roles"
        case risk, severity, people, records
    }

    public init() {}

    public subscript(question: Question) -> Answer? {
        get { answers[question] }
        set { answers[question] = newValue }
    }
}
