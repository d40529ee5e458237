import OnRecord

/// What confirming an incident sets off by itself, told before the button is pressed.
struct ConfirmationEffects {
    let policy: Policy
    let incident: Incident

    /// What cannot be undone, in one sentence: `3 tokens will be revoked and 3 customers mailed, in one transaction; …`.
    var warning: String {
        var parts: [String] = []
        if verbs.contains(.revokeTokens), tokens > 0 { parts.append("\(counted(tokens, "token")) will be revoked") }
        if verbs.contains(.notifyCustomers), customers > 0 {
            parts.append("\(counted(customers, "customer"))\(parts.isEmpty ? " will be" : "") mailed")
        }
        guard !parts.isEmpty else {
            return
                "Nothing will be revoked and nobody mailed by itself\(incident.scope == nil ? ": no scope is set" : "")."
                + " This cannot be undone."
        }
        return listed(parts) + ", in one transaction; this cannot be undone."
    }

    /// Everything else that follows at once.
    var further: [String] {
        var lines: [String] = verbs.compactMap { verb in
            switch verb {
            case .revokeTokens, .notifyCustomers: nil
            case .page: "On-call is paged again."
            case .openReissue: "Customers can mint new tokens."
            case .listCredits: "Credits are listed for your approval."
            case .act(let action): "“\(policy.action(action)?.title ?? action)” starts."
            }
        }
        if let eventClass = policy.eventClass(incident.eventClass), eventClass.publish == .page {
            lines.append(
                eventClass.publishWhen.holds(in: incident.circumstances)
                    ? "A public page gets its address, for the life of the site."
                    : "No public page yet: that takes \(eventClass.publishWhen.text).")
        }
        let clocks = startingPromises
        if !clocks.isEmpty {
            lines.append(
                counted(clocks.count, "clock") + " start\(clocks.count == 1 ? "s" : ""): "
                    + clocks.map { "\($0.to.text) \($0.limitText)" }.joined(separator: ", ") + ".")
        }
        return lines
    }

    private var customers: Int { incident.scope?.customers ?? 0 }
    private var tokens: Int { incident.scope?.tokens ?? 0 }

    private var verbs: [PlaybookStep.Verb] {
        policy.playbook.filter {
            $0.on == .confirmed && $0.after == .zero && $0.when.holds(in: incident.circumstances)
        }.flatMap(\.verbs)
    }

    private var startingPromises: [Promise] {
        policy.promises.filter { promise in
            (promise.from == .confirmed || promise.from == .aware) && promise.when.holds(in: incident.circumstances)
                && !incident.clocks.contains { $0.promise == promise.id }
        }
    }
}
