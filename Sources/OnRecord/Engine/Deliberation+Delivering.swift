/// What becomes of notices: who was not reached, by mail or at all.
extension Deliberation {
    /// Deliveries have ended, and what that means for whoever is owed the notice is a fact.
    mutating func take(_ deliveries: [Delivery], of effect: Effect) {
        decision.deliveries += deliveries
        guard effect.isOwed, let incident = state.incidents[effect.incident] else { return }
        let failed = deliveries.filter { $0.state == .failed && incident.contacts[$0.key]?.isOpen != true }
        if !failed.isEmpty {
            let tasks = failed.map { Unreached(key: $0.key, cause: .refused, status: $0.statusCode) }
            record(.customersUnreached(effect: effect.id, tasks), about: incident.id)
        }
        let reached = deliveries.filter { $0.state == .done && incident.contacts[$0.key]?.isReached == false }
        if !reached.isEmpty {
            record(.customersMailed(effect: effect.id, reached.map(\.key)), about: incident.id)
        }
    }

    /// Reports that came in together, none of which was taken before.
    mutating func take(_ returned: [ReturnedMail]) {
        decision.returned += returned
        for (effect, mails) in Dictionary(grouping: returned, by: \.effect).sorted(by: { $0.key < $1.key }) {
            guard let incident = state.allIncidents.first(where: { $0.work[effect] != nil }),
                let work = incident.work[effect]
            else { continue }
            let complaints = mails.count { $0.kind == .complaint }
            if complaints > 0 { record(.complaintsReceived(effect: effect, count: complaints), about: incident.id) }
            guard work.task.isObligatory else { continue }
            let bounced = mails.filter { $0.kind == .bounce && incident.contacts[$0.key]?.isOpen != true }
            if !bounced.isEmpty {
                let tasks = Dictionary(grouping: bounced, by: \.key).values.map {
                    Unreached(key: $0[0].key, cause: .bounced, status: $0[0].status)
                }
                record(
                    .customersUnreached(effect: effect, tasks.sorted { $0.key < $1.key }), about: incident.id)
            }
        }
    }

    /// Somebody was told another way, or could not be.
    mutating func contact(
        _ id: IncidentID, _ key: DeliveryKey, by way: ContactWay, text: String, author: Author
    ) throws {
        let incident = try incident(id)
        guard let contact = incident.contacts[key] else {
            throw Refusal(
                kind: .notFound,
                description:
                    "Incident \(id) has no task “\(key.prefix(40))” to reach a customer. Its list of customers to be reached names them."
            )
        }
        if let end = contact.end {
            switch end {
            case .mailed(let at): throw Refusal.already("settled: a later mail was accepted", at: at)
            case .reached(_, _, let at): throw Refusal.already("settled", at: at)
            }
        }
        guard !text.trimmed.isEmpty else {
            throw Refusal.invalid(
                "The text is empty; expected a sentence about what was done, when and by whom. It is the evidence. Write it."
            )
        }
        let note = document(id, .note, parts: ["text": text.trimmed], by: author)
        record(.customerContacted(key, way, note: note), about: id, by: author)
        noteWhetherAllAreNotified(id)
    }

    /// The milestone stands when nobody of any scope version still waits, and whoever no mail reached was told another way.
    mutating func noteWhetherAllAreNotified(_ id: IncidentID) {
        guard let incident = state.incidents[id] else { return }
        if incident.leftNobodyOut(of: \.isNotice) { reachOnce(.customersNotified, id) }
        if incident.leftNobodyOut(of: { $0.noticeKind == .people }) { reachOnce(.subjectsNotified, id) }
    }
}

extension Incident {
    /// Whether notices of one kind were sent, and each of them has ended. The newest tries again those on whom an earlier one
    /// failed, so its end speaks for all of them, together with what was done for those whom no mail reached.
    fileprivate func leftNobodyOut(of kind: (Effect.Task) -> Bool) -> Bool {
        // In the order of the journal: two scopes may be set in one millisecond.
        let notices = facts.compactMap { fact -> EffectID? in
            if case .queued(let id, let task) = fact.what, kind(task) { id } else { nil }
        }
        guard let last = notices.last, notices.allSatisfy({ work[$0]?.outcome != nil }) else { return false }
        let others = contacts.values.filter { notices.contains($0.effect) }
        // A mail of an earlier one may have come back although the newest reached everybody it was for.
        return (work[last]?.outcome?.succeeded == true || !others.isEmpty) && others.allSatisfy(\.isReached)
    }
}

extension Delivery {
    /// The reply code that its detail begins with.
    fileprivate var statusCode: String {
        let word = detail.prefix { $0 != " " }
        return word.utf8.count == 3 && UInt16(word) != nil ? String(word) : ""
    }
}
