public typealias CustomerID = String
public typealias TokenID = String
public typealias AudienceID = String

/// Who and what is affected, as an operator names it.
public struct ScopeSelection: Sendable, Hashable, Codable {
    public var customers: [CustomerID]
    public var tokens: [TokenID]
    public var data: [DataKind]
    public var services: [String]

    public init(customers: [CustomerID], tokens: [TokenID], data: [DataKind], services: [String]) {
        (self.customers, self.tokens, self.data, self.services) = (customers, tokens, data, services)
    }
}

/// A scope as the journal holds it: counts and a hash over the frozen members, never a million ids.
public struct Scope: Sendable, Hashable, Codable {
    public var audience: AudienceID
    public var customers: Int
    public var tokens: Int
    public var data: [DataKind]
    public var services: [String]
    /// SHA-256 over the sorted member ids, hex.
    public var membersHash: String
}

/// The members behind a scope, frozen in the directory at the moment the scope was set.
public struct Audience: Sendable, Hashable, Codable {
    public var id: AudienceID
    public var customers: [CustomerID]
    public var tokens: [TokenID]

    public init(id: AudienceID, customers: [CustomerID], tokens: [TokenID]) {
        (self.id, self.customers, self.tokens) = (id, customers, tokens)
    }

    var membersHash: String {
        let lines = customers.sorted().map { "customer \($0)\n" } + tokens.sorted().map { "token \($0)\n" }
        return sha256Hex(Array(lines.joined().utf8))
    }
}
