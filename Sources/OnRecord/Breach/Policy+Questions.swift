extension Policy {
    /// The questions an assessment asks here: those every breach turns on, and what an adopted duty turns on beside them.
    public var questionsAsked: [Question] {
        let asked = dutyConditions.reduce(into: Question.always) { $0.formUnion($1.questions) }
        return Question.allCases.filter(asked.contains)
    }

    /// Places whose numbers of people an adopted duty turns on: `US-CA`; `US-*`, any one state or area.
    public var placesAsked: [String] {
        dutyConditions.reduce(into: Set<String>()) { $0.formUnion($1.places) }.subtracting([Assessment.everywhere])
            .sorted()
    }

    private var dutyConditions: [DutyCondition] { promises.compactMap(\.adoption?.obligation.applies) }
}

extension Question {
    /// Asked whatever the policy has adopted.
    public static let always: Set<Question> = [
        .personalData, .happened, .confidentiality, .integrity, .availability, .malicious, .unreadable,
        .highRiskRemoved,
    ]
}

extension DutyCondition {
    /// Every question that its verdict can turn on.
    var questions: Set<Question> {
        anyOf.reduce(into: Set(needs + lost + unless)) { $0.formUnion($1.questions) }
    }

    /// Every place whose number of people it can turn on.
    var places: Set<String> {
        anyOf.reduce(into: Set([people?.place].compactMap(\.self))) { $0.formUnion($1.places) }
    }
}
