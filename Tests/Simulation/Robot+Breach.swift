import OnRecord

/// What the law asks of an operator: answers, moments, filings.
extension Robot {
    /// - Returns: nil when nothing of the kind is left to do.
    func lawful(_ incident: Incident, _ nature: Nature, _ now: Timestamp) -> Input? {
        guard nature == .breach || nature == .keyBreach else { return nil }
        let id = incident.id
        func lacks(_ milestone: Milestone) -> Bool { incident.milestones[milestone] == nil }
        if incident.assessments.isEmpty { return assess(id, as: nature, isEarly: chance.happens(60)) }
        if lacks(.aware), chance.happens(40) {
            return .reach(id, .aware, at: chance.happens(40) ? now - .minutes(2) : nil, by: .operator)
        }
        if lacks(.confirmed) { return nil }
        if incident.assessments.count < 2 { return assess(id, as: nature) }
        if incident.assessment?[.majorIncident] == .yes, lacks(.classified), chance.happens(30) {
            return .reach(id, .classified, at: nil, by: .operator)
        }
        if let filing = filing(incident, now) { return filing }
        if incident.clocks.contains(where: { $0.to == .subjectsNotified && $0.isOwed }) {
            return .reach(id, .subjectsNotified, at: nil, by: .operator)
        }
        let isSettled = Cast.policy.duties(in: incident).allSatisfy(\.verdict.questions.isEmpty)
        if lacks(.assessmentConcluded), isSettled {
            return .concludeAssessment(id, reasoning: "Nescio 4 and we have read all logs.", by: .operator)
        }
        return nil
    }

    /// What is owed and has not been handed in, the most urgent first. A first filing lacks something now and then.
    private func filing(_ incident: Incident, _ now: Timestamp) -> Input? {
        let owed = incident.clocks.filter { $0.isOwed && $0.duty?.filing != nil }
        guard let clock = owed.min(by: { $0.due < $1.due }) else { return nil }
        let isFirst = !incident.filings.contains { $0.filing == clock.duty?.filing }
        return .file(
            incident.id,
            FilingStatement(
                duty: clock.promise, text: "Nescio 2 and others, as far as is known.",
                reasonsForDelay: clock.due < now ? "The only person on call was ill." : "",
                missing: isFirst && clock.promise == "eu-gdpr-33-1" && chance.happens(50) ? ["cause"] : []),
            by: .operator)
    }

    /// - Parameter isEarly: most is unknown yet, and some has not been asked.
    func assess(_ id: IncidentID, as nature: Nature, isEarly: Bool = false) -> Input {
        var assessment = Assessment()
        let isBreach = nature == .breach
        assessment.answers = [
            .personalData: isBreach ? .yes : .no, .happened: nature == .falseAlarm ? .no : .yes,
            .confidentiality: nature == .falseAlarm ? .no : .yes, .integrity: .no, .availability: .no,
            .malicious: .yes, .unreadable: .no, .highRiskRemoved: chance.happens(30) ? .yes : .no,
            .majorIncident: isBreach && chance.happens(60) ? .yes : .no,
        ]
        assessment.risk = isBreach ? chance.pick([.unlikely, .risk, .high, .high]) : .unlikely
        assessment.dataSets = chance.some(of: Cast.policy.dataSets).map(\.id)
        assessment.people = [Assessment.everywhere: 1200, "DE": 700]
        if isEarly {
            for question in assessment.answers.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
                if chance.happens(40) { assessment[question] = chance.happens(50) ? .unknown : nil }
            }
            assessment.risk = chance.happens(50) ? .unknown : nil
        }
        return .assess(id, assessment, reasoning: "Nescio 5 looked at the logs.", by: .operator)
    }

    /// Whatever comes to mind at four in the morning.
    func answerAtRandom(_ id: IncidentID) -> Input {
        var assessment = Assessment()
        for question in Question.allCases where chance.happens(60) {
            assessment[question] = chance.pick(Answer.allCases)
        }
        assessment.risk = chance.happens(20) ? nil : chance.pick(Risk.allCases)
        assessment.dataSets = chance.happens(10) ? ["Nescio 1"] : chance.some(of: Cast.policy.dataSets).map(\.id)
        if chance.happens(10) { assessment.people = ["Nescio 2": 3] }
        return .assess(id, assessment, by: .operator)
    }

    /// Without reasons, with words where codes belong, for the past with and without proof, for nobody.
    func fileOddly(_ incident: Incident, past: Timestamp) -> Input {
        let filed = Cast.policy.promises.compactMap(\.adoption).filter { $0.filing != nil }.map(\.obligation.id)
        var statement = FilingStatement(duty: chance.happens(10) ? "Nescio 3" : chance.pick(filed), text: "Nescio 4.")
        if chance.happens(40) { statement.at = past }
        if chance.happens(50) { statement.reference = "For Nescio 5" }
        if chance.happens(50) { statement.reasonsForDelay = "Nescio 6 slept." }
        if chance.happens(30) { statement.missing = [chance.pick(["cause", "subject_count", "Nescio 1"])] }
        if chance.happens(20) { statement.receipt = FilingStatement.Receipt(name: "Nescio.pdf", bytes: [37, 80]) }
        return .file(incident.id, statement, by: .operator)
    }
}
