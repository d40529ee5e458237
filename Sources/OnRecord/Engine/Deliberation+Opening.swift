/// How incidents begin: by an alert or by a person.
extension Deliberation {
    mutating func declare(eventClass: String, severity: String?, title: String, by author: Author) throws {
        guard policy.eventClass(eventClass) != nil else {
            throw Refusal.unknown("The class", eventClass, expected: policy.classes.map(\.id))
        }
        if let severity, !policy.severities.contains(where: { $0.id == severity }) {
            throw Refusal.unknown("The severity", severity, expected: policy.severities.map(\.id))
        }
        // A title is kept in the journal; a class's public title stands in for one that was left out.
        _ = open(eventClass, severity: severity, title: policy.eventClass(eventClass)!.title, by: author)
        let note = title.trimmed
        if !note.isEmpty, let id = state.incidentOrder.last { document(id, .note, parts: ["text": note], by: author) }
    }

    mutating func open(_ eventClass: String, severity: String?, title: String, by author: Author) -> IncidentID {
        let day = now.date.text.replacing("-", with: "")
        let today = state.incidentOrder.count { $0.hasPrefix("i\(day)-") } + 1
        let id = "i\(day)-\(today)"
        let level = severity ?? policy.eventClass(eventClass)?.severity ?? policy.severities[0].id
        record(.incidentOpened(eventClass: eventClass, severity: level, title: title), about: id, by: author)
        record(.milestoneReached(.detected, at: now), about: id, by: author)
        record(.milestoneReached(.roomOpened, at: now), about: id)
        return id
    }
}
