import OnRecord

/// What the page of an incident's credits shows.
public struct CreditsView: Sendable {
    public var policy: Policy
    public var incident: Incident
    /// The newest list, once it is made.
    public var list: CreditList?
    /// Its lines, or the first ones of a long list: the page says how many are not shown.
    public var credits: [Credit]
    /// Names from the directory, by customer; who is absent appears by id.
    public var names: [CustomerID: String]
    /// How far carrying out has come.
    public var progress: DeliveryCounts?
    /// Why an act was not accepted.
    public var refused: String?

    public init(
        policy: Policy, incident: Incident, list: CreditList? = nil, credits: [Credit] = [],
        names: [CustomerID: String] = [:], progress: DeliveryCounts? = nil, refused: String? = nil
    ) {
        (self.policy, self.incident, self.list, self.credits) = (policy, incident, list, credits)
        (self.names, self.progress, self.refused) = (names, progress, refused)
    }
}

/// What the page of customers shows.
public struct CustomersView: Sendable {
    public var count: Int
    public var result: Result?

    /// What became of a file.
    public enum Result: Sendable {
        case done(CustomerFile.Report, isCheck: Bool)
        case refused(String)
    }

    public init(count: Int, result: Result? = nil) { (self.count, self.result) = (count, result) }
}
