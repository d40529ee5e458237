import Yams

/// Reads what the law needs to know: which data we keep in which role, and the duties taken from the catalogue.
extension PolicyBuilder {
    func readDataSets() -> [DataSet] {
        let sets = top.list("data_sets", keys: ["id", "title", "role", "holds", "people"]).map { section in
            var roles: Set<Role> = []
            switch section.string("role") {
            case "controller": roles = [.controller]
            case "processor": roles = [.processor]
            case "both": roles = [.controller, .processor]
            case "": break
            default:
                section.refuse(
                    "role", expected: "controller, processor or both",
                    remedy:
                        "Whoever decides what the data is for is its controller; whoever keeps it for them is a processor."
                )
            }
            return DataSet(
                id: section.identifier(), title: section.string("title"), roles: roles,
                holds: section.words("holds", DataKind.self), people: section.optionalString("people") ?? "")
        }
        refuseRepeats(sets.map { ($0.id, "data_sets") })
        return sets
    }

    func adopted(_ id: String, _ node: Node) -> Promise? {
        guard let obligation = ObligationCatalogue.shipped[id] else {
            top.reader.note(
                node, "duties", found: "“\(id.prefix(60))”", expected: "an id of the catalogue of duties",
                remedy: PolicyBuilder.catalogueRemedy(id))
            return nil
        }
        if obligation.status == .proposal {
            top.reader.note(
                node, "duties", found: "“\(id)”", expected: PolicyBuilder.law,
                remedy: PolicyBuilder.proposalRemedy(obligation))
            return nil
        }
        return promise(
            Adoption(obligation: obligation, recipient: obligation.recipient, within: nil, isPublic: false), says: nil)
    }

    func adopted(_ section: Section) -> Promise? {
        let id = section.string("id")
        guard let obligation = ObligationCatalogue.shipped[id] else {
            section.refuse(
                "id",
                expected: "an id of the catalogue of duties, or a duty written out with `from`, `to` and `within`",
                remedy: PolicyBuilder.catalogueRemedy(id))
            return nil
        }
        if obligation.status == .proposal {
            section.refuse("id", expected: PolicyBuilder.law, remedy: PolicyBuilder.proposalRemedy(obligation))
            return nil
        }
        for key in ["when", "to", "within_business_days", "best_effort", "citation"] where section.has(key) {
            section.refuse(
                key, expected: "only `id`, `says`, `recipient` and a shorter `within` for a duty of the catalogue",
                remedy: "Remove it: the catalogue says when \(id) applies and what ends it.")
        }
        return promise(
            Adoption(
                obligation: obligation, recipient: section.optionalString("recipient") ?? obligation.recipient,
                within: within(section, for: obligation), isPublic: section.has("says")),
            says: section.optionalString("says"))
    }

    /// A contract may shorten what the law gives, and never lengthen it. Where the law gives no number, the policy's takes
    /// the place of our target.
    private func within(_ section: Section, for obligation: Obligation) -> Duration? {
        guard let span = section.duration("within") else { return nil }
        if let law = obligation.within, span > law.shortest {
            section.refuse(
                "within", expected: "at most \(law.shortest.promised), because the law gives \(law.text)",
                remedy: "A contract may shorten the time and not lengthen it. Shorten it, or remove the key.")
            return nil
        }
        return span
    }

    /// Duties that stand twice, and those whose clock nothing could start.
    func refuseDisagreements(_ adopted: [(duty: Promise, place: DutyPlace)]) {
        var seen: Set<String> = []
        for (duty, place) in adopted {
            guard let obligation = duty.adoption?.obligation else { continue }
            if !seen.insert(duty.id).inserted {
                place.refuse(
                    duty.id, expected: "each duty of the catalogue once", remedy: "Remove one of the two.")
            }
            guard let after = obligation.after.flatMap({ ObligationCatalogue.shipped[$0] }) else { continue }
            let starters = ObligationCatalogue.shipped.siblings(of: after).map(\.id)
            // Only what is adopted can be filed here, and without that filing the clock would never run: it would look
            // as if nothing were owed.
            if !adopted.contains(where: { starters.contains($0.duty.id) }) {
                place.refuse(
                    duty.id,
                    expected: "a duty whose clock something here can start: \(duty.id) counts from the filing of "
                        + starters.joined(separator: " or "),
                    remedy: "Adopt \(starters.count == 1 ? "that one" : "one of those") as well.")
            }
        }
    }

    private static let law = "a duty that is law"

    private static func proposalRemedy(_ obligation: Obligation) -> String {
        "Remove it: \(obligation.id) is a proposal (`onrecord duty show \(obligation.id)`). Adopt it when it has become law."
    }

    private static func catalogueRemedy(_ id: String) -> String {
        let near = ObligationCatalogue.shipped.near(id)
        return (near.isEmpty ? "" : "Did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))? ")
            + "`onrecord duty list` names all of them."
    }

    private func promise(_ adoption: Adoption, says: String?) -> Promise {
        let obligation = adoption.obligation
        return Promise(
            id: obligation.id, says: says ?? obligation.title, when: Condition(),
            from: Milestone(obligation.starts), to: adoption.to, within: adoption.limit, bestEffort: false,
            source: .duty(citation: obligation.citation, recipient: adoption.recipient), adoption: adoption)
    }
}

/// Where in the file a duty stands.
enum DutyPlace {
    case id(Node, PolicyReader)
    case section(Section)

    func refuse(_ id: String, expected: String, remedy: String) {
        switch self {
        case .id(let node, let reader):
            reader.note(node, "duties", found: "“\(id)”", expected: expected, remedy: remedy)
        case .section(let section): section.refuse("id", expected: expected, remedy: remedy)
        }
    }
}

extension Milestone {
    /// The milestone a duty counts from.
    fileprivate init(_ start: DutyStart) {
        switch start {
        case .submitted: self = .filed
        case .yearEnd: self = .discovered
        case .published: self = .postmortemPublished
        default: self = Milestone(rawValue: start.rawValue) ?? .aware
        }
    }
}
