import OnRecord

extension Auditor {
    /// Nobody is credited twice for one incident, by whatever means, and nothing is carried out that nobody approved.
    func checkBilling() throws {
        var credited: Set<String> = []
        for (key, entry) in billing.entries {
            try hold(
                credited.insert("\(entry.incident) \(entry.customer)").inserted,
                "\(entry.customer) was credited twice for \(entry.incident)")
            let list = String(key.dropLast(entry.customer.count + 1))
            let facts = state.incidents[entry.incident]?.facts ?? []
            let isApproved = facts.contains { fact in
                if case .creditsApproved(let approval) = fact.what { approval.list == list } else { false }
            }
            try hold(isApproved, "\(entry.customer) was credited from \(list), which nobody approved")
            let line = try store.real.credits(in: list, of: [entry.customer]).first
            try hold(
                line?.amount == entry.amount && line?.currency == entry.currency,
                "\(entry.customer) was credited \(entry.amount) \(entry.currency), and \(list) says \(line?.text ?? "nothing")"
            )
        }
        for incident in state.allIncidents {
            for (effect, work) in incident.work {
                guard case .grantCredits(_, .export) = work.task else { continue }
                for delivery in try store.real.deliveries(of: effect) where delivery.state == .done {
                    try hold(
                        !credited.contains("\(incident.id) \(delivery.member)"),
                        "\(delivery.member) was credited by hand and by itself for \(incident.id)")
                }
            }
        }
    }

    /// A list that was made has a line for everybody it was made for, and its sums are those of its lines.
    func checkList(_ id: CreditListID, _ audience: AudienceID) throws {
        guard let list = try store.real.creditList(id) else {
            throw Violation(description: "\(id) was listed and is not sealed")
        }
        let lines = try store.real.credits(in: id, after: nil, limit: .max)
        let missing = Set(try store.real.audience(audience)?.customers ?? []).subtracting(lines.map(\.customer))
        try hold(missing.isEmpty, "\(id) was listed without \(missing.sorted())")
        let given = lines.filter { $0.amount > 0 }
        try hold(list.count == given.count, "\(id) counts \(list.count) credits and has \(given.count)")
        try hold(
            list.totals.values.reduce(0, +) == given.reduce(0) { $0 + $1.amount }, "\(id) does not add up")
    }

    /// Everybody on the approved list has their credit.
    func checkCredited(_ incident: Incident) throws {
        guard let approval = incident.creditApproval else {
            throw Violation(description: "\(incident.id) reached credited, and nobody approved anything")
        }
        let lines = try store.real.credits(in: approval.list, after: nil, limit: .max)
        let done = try deliveries(of: incident.id) { if case .grantCredits = $0 { true } else { false } }
            .filter { $0.state == .done }.map(\.member)
        let missing = Set(lines.filter { $0.amount > 0 }.map(\.customer)).subtracting(done)
        try hold(missing.isEmpty, "\(incident.id) reached credited without \(missing.sorted())")
    }
}
