extension Obligation {
    /// Whether it is owed on these answers. Pure: the same answers give the same verdict for ever.
    public func verdict(on assessment: Assessment) -> DutyVerdict {
        guard status.isLive else { return .notOwed([.notLive(status, note: statusNote ?? "")]) }
        let weighed = applies.weigh(assessment, isJudged: starts.isJudgement)
        // One thing that speaks against it settles it, whatever else is still open.
        if !weighed.against.isEmpty { return .notOwed(weighed.against) }
        let reasons = weighed.speaking + (status == .uncertain ? [.uncertainlyInForce(note: statusNote ?? "")] : [])
        if !weighed.open.isEmpty { return .undecided(weighed.open, reasons) }
        return .owed(weighed.speaking.isEmpty ? [.decidedBy(starts)] + reasons : reasons)
    }
}

extension DutyCondition {
    struct Weighing {
        var speaking: [DutyReason] = []
        var against: [DutyReason] = []
        var open: [DutyQuestion] = []

        mutating func ask(_ question: DutyQuestion) { if !open.contains(question) { open.append(question) } }
    }

    /// - Parameter isJudged: the start of the clock is itself the decision that the test is met, so only a plain no speaks against it.
    func weigh(_ assessment: Assessment, isJudged: Bool) -> Weighing {
        var weighing = Weighing()
        for question in needs {
            switch assessment[question] {
            case .no: weighing.against.append(.answered(question, .no))
            case let answer?: weighing.speaking.append(.answered(question, answer))
            case nil: if !isJudged { weighing.ask(.answer(question)) }
            }
        }
        weighLosses(assessment, &weighing)
        weighRole(assessment, isJudged: isJudged, &weighing)
        weighRisk(assessment, &weighing)
        weighNumbers(assessment, isJudged: isJudged, &weighing)
        weighAlternatives(assessment, isJudged: isJudged, &weighing)
        // An exit has to be shown: only a plain yes is one.
        weighing.against += unless.filter { assessment[$0] == .yes }.map { .answered($0, .yes) }
        return weighing
    }

    /// Loss of availability alone is a breach, and what nobody has looked at is possible.
    private func weighLosses(_ assessment: Assessment, _ weighing: inout Weighing) {
        guard !lost.isEmpty else { return }
        let answers = lost.map { assessment[$0] }
        let suffered = lost.filter { assessment[$0] == .yes }
        if !suffered.isEmpty {
            weighing.speaking.append(.lost(suffered))
        } else if assessment[.happened] == .no && !answers.contains(.unknown) {
            weighing.against.append(.stopped)
        } else if answers.allSatisfy({ $0 == .no }) {
            weighing.against.append(.notLost(lost))
        } else {
            weighing.speaking.append(.lossNotExcluded(lost.filter { assessment[$0] != .no }))
        }
    }

    private func weighRole(_ assessment: Assessment, isJudged: Bool, _ weighing: inout Weighing) {
        guard !roles.isEmpty else { return }
        if assessment.roles.isEmpty {
            if !isJudged { weighing.ask(.role) }
        } else if let role = Role.allCases.first(where: { roles.contains($0) && assessment.roles.contains($0) }) {
            weighing.speaking.append(.role(role))
        } else {
            weighing.against.append(.otherRole(needed: roles))
        }
    }

    private func weighRisk(_ assessment: Assessment, _ weighing: inout Weighing) {
        guard !risk.isEmpty else { return }
        let judged = assessment.risk ?? .unknown
        if risk.contains(judged) {
            weighing.speaking.append(.risk(judged))
        } else if judged == .unknown {
            weighing.ask(.risk)
        } else {
            weighing.against.append(.lowRisk(judged))
        }
    }

    private func weighNumbers(_ assessment: Assessment, isJudged: Bool, _ weighing: inout Weighing) {
        guard let people else { return }
        switch people.isMet(by: assessment.people) {
        case true?: weighing.speaking.append(.people(people, isMet: true))
        case false?: weighing.against.append(.people(people, isMet: false))
        case nil: if !isJudged { weighing.ask(.people(of: people.place)) }
        }
    }

    private func weighAlternatives(_ assessment: Assessment, isJudged: Bool, _ weighing: inout Weighing) {
        guard !anyOf.isEmpty else { return }
        let ways = anyOf.map { $0.weigh(assessment, isJudged: isJudged) }
        let possible = ways.filter(\.against.isEmpty)
        if let settled = possible.first(where: \.open.isEmpty) {
            weighing.speaking += settled.speaking
        } else if possible.isEmpty {
            weighing.against += ways.flatMap(\.against)
        } else {
            for question in possible.flatMap(\.open) { weighing.ask(question) }
        }
    }
}
