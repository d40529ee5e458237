import OnRecord

/// The way from the first question to the outcome, drawn: which turn was taken, where it still forks, where it ended.
/// It is an ordered list; the line between its items is the style sheet's.
struct DecisionPath {
    let view: AssessmentView
    private var known: Assessment { view.incident.assessment ?? Assessment() }

    private enum Turn: String {
        /// The way goes on.
        case on
        /// It goes on because nobody can tell.
        case possible
        case open
        /// It ends here.
        case ends
        /// An earlier turn has ended it.
        case idle
    }

    private struct Stop {
        var question: String
        var says: String
        var turn: Turn
    }

    var html: HTML {
        """
        <ol class="path" aria-label="The decision so far">
        \(stops.map { stop in
            """
            <li class="\(stop.turn.rawValue)"><span>\(stop.question)</span> <strong>\(stop.says)</strong></li>

            """ as HTML
        })</ol>
        """
    }

    private var stops: [Stop] {
        var stops = [personalData, loss, role, risk]
        if let end = stops.firstIndex(where: { $0.turn == .ends }) {
            for index in stops.indices where index > end { stops[index].turn = .idle }
        }
        return stops + [outcome]
    }

    private var personalData: Stop {
        let answer = known[.personalData]
        let says = answer.map { Question.personalData.said($0).capitalizedFirst } ?? "Not answered"
        return Stop(question: "Personal data?", says: says, turn: turn(answer, ending: .no))
    }

    private var loss: Stop {
        let names: [(Question, String)] = [
            (.confidentiality, "read or taken"), (.integrity, "altered"), (.availability, "out of reach"),
        ]
        let answers = names.map { known[$0.0] }
        let lost = names.filter { known[$0.0] == .yes }.map(\.1)
        if !lost.isEmpty { return Stop(question: "What was lost?", says: listed(lost).capitalizedFirst, turn: .on) }
        if known[.happened] == .no, !answers.contains(.unknown) {
            return Stop(question: "What was lost?", says: "Nothing: tried and stopped", turn: .ends)
        }
        if answers.allSatisfy({ $0 == .no }) { return Stop(question: "What was lost?", says: "Nothing", turn: .ends) }
        if answers.contains(nil) { return Stop(question: "What was lost?", says: "Not answered", turn: .open) }
        return Stop(question: "What was lost?", says: "Nobody can exclude it", turn: .possible)
    }

    private var role: Stop {
        let roles = Role.allCases.filter(known.roles.contains).map(\.rawValue)
        return Stop(
            question: "Our role?", says: roles.isEmpty ? "Not answered" : listed(roles).capitalizedFirst,
            turn: roles.isEmpty ? .open : .on)
    }

    private var risk: Stop {
        let turn: Turn =
            switch known.risk {
            case nil: .open
            case .unknown?: .possible
            case .unlikely?, .risk?, .high?: .on
            }
        return Stop(
            question: "Risk to people?", says: known.risk.map { $0.text.capitalizedFirst } ?? "Not answered", turn: turn
        )
    }

    private var outcome: Stop {
        let duties = view.duties
        let open = view.openQuestions.count
        let owed = duties.count { $0.verdict.isOwed && !$0.awaitsJudgement }
        let says =
            open > 0
            ? counted(open, "question") + " open"
            : owed > 0 ? counted(owed, "duty", "duties") + " owed" : "Nothing is owed"
        return Stop(question: "What follows", says: says, turn: open > 0 ? .open : owed > 0 ? .on : .ends)
    }

    private func turn(_ answer: Answer?, ending: Answer) -> Turn {
        switch answer {
        case nil: .open
        case ending?: .ends
        case .unknown?: .possible
        case .yes?, .no?: .on
        }
    }
}
