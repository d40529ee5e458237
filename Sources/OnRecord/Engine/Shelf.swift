/// What a decision may look up beside the state: texts, members and alerts, which the journal only names.
public protocol Shelf {
    func document(_ id: DocumentID) throws -> Document?
    func audience(_ id: AudienceID) throws -> Audience?
    func alert(_ id: AlertID) throws -> StoredAlert?
    func tokens(_ ids: [TokenID]) throws -> [Token]
    /// Those of the ids that are customers, in their order.
    func customerIDs(among ids: [CustomerID]) throws -> [CustomerID]
    func creditList(_ id: CreditListID) throws -> CreditList?
    /// Whether anybody at all is to be told.
    func hasSubscribers(among readers: [Readership], pace: Subscription.Pace) throws -> Bool
}

/// Nothing was ever put on it.
public struct EmptyShelf: Shelf {
    public init() {}
    public func document(_ id: DocumentID) -> Document? { nil }
    public func audience(_ id: AudienceID) -> Audience? { nil }
    public func alert(_ id: AlertID) -> StoredAlert? { nil }
    public func tokens(_ ids: [TokenID]) -> [Token] { [] }
    public func customerIDs(among ids: [CustomerID]) -> [CustomerID] { [] }
    public func creditList(_ id: CreditListID) -> CreditList? { nil }
    public func hasSubscribers(among readers: [Readership], pace: Subscription.Pace) -> Bool { false }
}
