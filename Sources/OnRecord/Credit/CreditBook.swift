/// What credits ask of a database.
public protocol CreditBook: AnyObject, Sendable {
    /// The next members of an audience in the order of their ids, with what a credit is computed from.
    /// - Parameter purpose: the cause under which members of this incident are credited.
    func billing(
        of audience: AudienceID, creditedFor purpose: String, after member: CustomerID?, limit: Int
    ) throws -> [BillingRecord]

    /// Lines of a list in the making. A line saved again is replaced.
    /// - Throws: `StoreError.conflict` when the list is sealed.
    func save(_ credits: [Credit], in list: CreditListID) throws
    /// From here on the list never changes; sealed again, it stays as it is.
    func seal(_ list: CreditList) throws
    /// Only sealed lists are found.
    func creditList(_ id: CreditListID) throws -> CreditList?
    /// The next lines of a list, in the order of their customers' ids.
    func credits(in list: CreditListID, after customer: CustomerID?, limit: Int) throws -> [Credit]
    /// The lines of these customers.
    func credits(in list: CreditListID, of customers: [CustomerID]) throws -> [Credit]
}
