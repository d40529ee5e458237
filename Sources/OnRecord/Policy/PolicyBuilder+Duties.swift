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
        for key in ["when", "to", "within_business_days", "best_effort", "citation"] where section.has(key) {
            section.refuse(
                key, expected: "only `id`, `says`, `recipient` and a shorter `within` for a duty of the catalogue",
                remedy: "Remove it: the catalogue says when \(id) applies and what ends it.")
        }
        return promise(
            Adoption(
                obligation: obligation, recipient: section.optionalString("recipient") ?? obligation.recipient,
                within: section.duration("within"), isPublic: section.has("says")),
            says: section.optionalString("says"))
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
