extension Effect.Task {
    /// A mail to those affected.
    public var tellsCustomers: Bool {
        switch self {
        case .notifyCustomers, .tell: true
        default: false
        }
    }
}
