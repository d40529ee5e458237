/// Kinds of things an incident can touch: the words of a scope and of a condition's `involves`.
public enum DataKind: String, Sendable, Hashable, Codable, CaseIterable {
    case tokens, keys, credentials
    case personalData = "personal_data"
    case content, billing, logs

    public var text: String {
        switch self {
        case .tokens: "API tokens"
        case .keys: "API keys"
        case .credentials: "sign-in credentials"
        case .personalData: "personal data"
        case .content: "customer content"
        case .billing: "billing data"
        case .logs: "log data"
        }
    }
}

/// How likely harm to people is (GDPR Art. 33(1), 34(1)). `unknown` is an answer of its own and starts clocks as `risk` does.
public enum Risk: String, Sendable, Hashable, Codable, CaseIterable {
    case unlikely, risk, high, unknown

    public var text: String {
        switch self {
        case .unlikely: "harm is unlikely"
        case .risk: "there is a risk"
        case .high: "the risk is high"
        case .unknown: "the risk is not yet known"
        }
    }
}

/// Measured effect on the service.
public struct Impact: Sendable, Hashable, Codable {
    public var unavailableFor: Duration
    /// Share of customers touched, 0 to 1.
    public var customersShare: Double

    public init(unavailableFor: Duration = .zero, customersShare: Double = 0) {
        (self.unavailableFor, self.customersShare) = (unavailableFor, customersShare)
    }
}

/// What conditions are asked about.
public struct Circumstances: Sendable, Equatable {
    public var eventClass: String
    public var severity: String
    public var involves: Set<DataKind> = []
    public var risk: Risk = .unknown
    public var impact = Impact()
}

/// A policy's `when`: every key that is present must hold; within one list any value will do.
public struct Condition: Sendable, Hashable, Codable {
    public var classes: [String] = []
    public var severities: [String] = []
    public var involves: [DataKind] = []
    public var risk: [Risk] = []
    public var unavailableFor: Duration?
    public var customersShareOver: Double?

    public init() {}

    public func holds(in it: Circumstances) -> Bool {
        (classes.isEmpty || classes.contains(it.eventClass))
            && (severities.isEmpty || severities.contains(it.severity))
            && (involves.isEmpty || involves.contains(where: it.involves.contains))
            && (risk.isEmpty || risk.contains(it.risk))
            && (unavailableFor.map { it.impact.unavailableFor > $0 } ?? true)
            && (customersShareOver.map { it.impact.customersShare > $0 } ?? true)
    }

    /// What the condition asks for, for people: `class outage; more than 15 min unavailable`. Empty: always.
    public var text: String {
        var parts: [String] = []
        if !classes.isEmpty { parts.append("class " + classes.joined(separator: " or ")) }
        if !severities.isEmpty { parts.append(severities.joined(separator: " or ")) }
        if !involves.isEmpty { parts.append("involves " + involves.map(\.text).joined(separator: " or ")) }
        if !risk.isEmpty { parts.append(risk.map(\.text).joined(separator: " or ")) }
        if let unavailableFor { parts.append("more than \(unavailableFor.text) unavailable") }
        if let customersShareOver { parts.append("more than \(percent(customersShareOver)) of customers") }
        return parts.joined(separator: "; ")
    }
}

/// `1 %`, `0.5 %`.
func percent(_ share: Double) -> String {
    let value = (share * 1000).rounded() / 10
    return value == value.rounded() ? "\(Int(value)) %" : "\(value) %"
}
