import OnRecord

/// Words about a breach that several pages use.
enum BreachWords {
    static func choice(_ risk: Risk) -> String {
        switch risk {
        case .unlikely: "Harm is unlikely"
        case .risk: "There is a risk"
        case .high: "The risk is high"
        case .unknown: "Unknown: somebody looked and cannot tell, so it counts as a risk"
        }
    }

    static func level(_ level: SeverityAid.Level) -> String { level.rawValue.replacing("_", with: " ") }

    static func answer(_ answer: String?) -> String { answer ?? "not answered" }

    /// `Is information about identifiable people involved? not answered → yes`.
    static func sentence(_ change: AssessmentChange) -> String {
        let name: String =
            switch change.what {
            case .answer(let question): question.asked
            case .dataSets: "Data touched:"
            case .risk: "Risk to people:"
            case .severity: "Severity score:"
            case .records: "Records concerned:"
            case .people(Assessment.everywhere): "People concerned:"
            case .people(let place): "People concerned in \(place):"
            }
        let from = change.from.map { "\($0.replacing("_", with: " ")) → " } ?? ""
        return "\(name) \(from)\(change.to?.replacing("_", with: " ") ?? "withdrawn")"
    }

    /// Where a question that a duty waits for is answered.
    static func anchor(_ question: DutyQuestion) -> String {
        switch question {
        case .answer(let question): "q-\(question.rawValue)"
        case .role: "q-role"
        case .risk: "q-risk"
        case .people(Assessment.everywhere): "q-people"
        case .people: "q-places"
        }
    }

    static func notifiable(_ notifiable: Bool?) -> String {
        switch notifiable {
        case true?: "notifiable"
        case false?: "not notifiable"
        case nil: "not concluded"
        }
    }

    static func decision(_ decision: RegisterEntry.Decision, policy: Policy) -> String {
        switch decision.what {
        case .assessed: "Assessed, version \(decision.subject)"
        case .notifiable: "Concluded: somebody must be told"
        case .notNotifiable: "Concluded: not notifiable"
        case .dismissed: "Dismissed as a false alarm"
        case .waived: "Waived: \(policy.promise(decision.subject)?.says ?? decision.subject)"
        }
    }

    static func notice(_ kind: String) -> String {
        NoticeKind(rawValue: kind).map { WorkText.words($0).capitalizedFirst } ?? "The notice to affected customers"
    }

    /// `3 told by mail, 1 refused, 1 reached another way`.
    static func counts(_ notice: RegisterEntry.NoticeLine) -> String {
        let others = [
            (notice.pending, "waiting"), (notice.failed, "refused"), (notice.bounced, "bounced"),
            (notice.reachedOtherwise, "reached another way"), (notice.unreached, "still to be reached"),
        ]
        return (["\(notice.done) told by mail"] + others.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }).joined(
            separator: ", ")
    }

    /// `DE 1200, US-CA 700`, the whole first.
    static func people(_ people: [String: Int]) -> String {
        let whole = people[Assessment.everywhere].map { ["about \($0) in all"] } ?? []
        let places = people.filter { $0.key != Assessment.everywhere }.sorted { $0.key < $1.key }
        return (whole + places.map { "\($0.key) \($0.value)" }).joined(separator: ", ")
    }
}
