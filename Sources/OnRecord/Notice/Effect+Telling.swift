extension Effect.Task {
    /// A mail to those affected.
    public var tellsCustomers: Bool {
        switch self {
        case .notifyCustomers, .tell: true
        default: false
        }
    }

    /// Whether it is one delivery for each member of the scope.
    public var reachesMembers: Bool {
        switch self {
        case .notifyCustomers, .tell, .revokeTokens, .grantCredits: true
        default: false
        }
    }

    /// What stands when it has told everybody; nil where no promise waits for it.
    var milestone: Milestone? {
        switch self {
        case .notifyCustomers: .customersNotified
        case .tell(.people, _, _): .subjectsNotified
        case .tell(.report, _, _): .reportSent
        default: nil
        }
    }
}
