import OnRecord

/// The decision tree as one form, question by question. It starts with the latest answers, or with what was typed and
/// not accepted; what nobody has answered stays unanswered.
struct AssessmentForm {
    let view: AssessmentView
    var policy: Policy { view.policy }
    var known: Assessment { view.incident.assessment ?? Assessment() }

    /// What was sent and refused; nil when the form is fresh.
    private var sent: [String: [String]]? { view.refused.flatMap { $0.form == "assessment" ? $0.fields : nil } }

    func text(_ field: String, or saved: String?) -> String { sent.map { $0[field]?.first ?? "" } ?? saved ?? "" }
    func list(_ field: String, or saved: [String]) -> [String] { sent.map { $0[field] ?? [] } ?? saved }

    var html: HTML {
        """
        <form method="post" action="/incidents/\(view.incident.id)/assessment" id="wizard">
        \(step(1, "What happened", events))
        \(step(2, "Whose data, and how many", extent, isIdle: isIdle))
        \(step(3, "How likely is harm to people?", risk, isIdle: isIdle))
        \(regimes.isEmpty ? .nothing : step(4, "What single laws turn on", regimes.map(question).joined()))
        \(step(regimes.isEmpty ? 4 : 5, "Why", reasoning))
        <p class="acts"><button class="primary">Save and see what follows</button>
        <button type="reset" class="plain">Undo what I changed here</button></p>
        </form>
        """
    }

    /// - Parameter isIdle: nothing turns on it by the answers as they stand: folded away, and still there.
    private func step(_ number: Int, _ title: String, _ fields: HTML, isIdle: Bool = false) -> HTML {
        """
        <section class="step" id="step-\(number)" aria-labelledby="step-\(number)-title">
        <h2 id="step-\(number)-title"><span class="number">\(number)</span> \(title)</h2>
        \(isIdle
            ? """
            <details><summary>No personal data is involved, so nothing turns on this</summary>
            <div class="fields">\(fields)</div></details>
            """ as HTML
            : "<div class=\"fields\">\(fields)</div>" as HTML)
        </section>

        """
    }

    private var isIdle: Bool { text("answers.personal_data", or: known[.personalData]?.rawValue) == "no" }

    // MARK: - Questions

    private static let events: [Question] = [
        .personalData, .happened, .confidentiality, .integrity, .availability, .malicious,
    ]
    private static let exits: [Question] = [.unreadable, .highRiskRemoved]

    private var events: HTML {
        """
        <p class="small quiet">Loss and alteration make a breach as much as access does. Where somebody has looked and cannot \
        tell, “unknown” is the answer: it counts as possible. What nobody has looked at stays unanswered.</p>
        \(AssessmentForm.events.map(question))
        """
    }

    /// What only some adopted duties turn on.
    private var regimes: [Question] {
        policy.questionsAsked.filter { one in
            !Question.always.contains(one) && (one != .filingIncomplete || !view.incident.filings.isEmpty)
        }
    }

    private func question(_ question: Question) -> HTML {
        let field = "answers.\(question.rawValue)"
        let chosen = text(field, or: known[question]?.rawValue)
        return """
            <fieldset id="q-\(question.rawValue)"\(chosen.isEmpty ? " class=\"open\"" as HTML : HTML.nothing)><legend>\(question.asked)\
            \(hint(question).map { "<span>\($0)</span>" as HTML })\
            \(chosen.isEmpty ? "<span class=\"state\">Not answered</span>" as HTML : HTML.nothing)</legend>
            <div class="answers">\(Answer.allCases.map { radio(field, $0.rawValue, label(question, $0), chosen) })</div></fieldset>

            """
    }

    private func label(_ question: Question, _ answer: Answer) -> String {
        switch (question, answer) {
        case (.happened, .yes): "It happened"
        case (.happened, .no): "Tried and stopped"
        case (_, .yes): "Yes"
        case (_, .no): "No"
        case (_, .unknown): "Unknown"
        }
    }

    private func hint(_ question: Question) -> String? {
        switch question {
        case .personalData: "Names, addresses, accounts, device and connection data (GDPR Art. 4(1))."
        case .confidentiality: "Without logs that exclude it the answer is unknown, not no."
        case .availability: "Deletion and ransomware count, with a backup as well."
        case .unreadable: "Encrypted or hashed by the state of the art (GDPR Art. 34(3)(a))."
        case .highRiskRemoved: "Only steps that took effect before harm was done (GDPR Art. 34(3)(b))."
        default: nil
        }
    }

    func radio(_ field: String, _ value: String, _ label: String, _ chosen: String) -> HTML {
        """
        <label class="tick"><input type="radio" name="\(field)" value="\(value)"\
        \(value == chosen ? " checked" : "")> <span>\(label)</span></label>

        """
    }

    // MARK: - Extent

    private var extent: HTML {
        let saved = known
        let everyone = text("people.\(Assessment.everywhere)", or: saved.people[Assessment.everywhere].map(String.init))
        let places = saved.people.filter { $0.key != Assessment.everywhere }.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: "\n")
        return """
            \(dataSets)
            <label id="q-people">About how many people are concerned?<span>A number as far as known; it may change.</span>
            <input name="people.\(Assessment.everywhere)" inputmode="numeric" value="\(everyone)"></label>
            <label id="q-places">How many of them, by place<span>One place a line, as country or country and state: \
            DE 1200, US-CA 700.\(placeHint)</span>
            <textarea name="people_by_place" rows="3" autocapitalize="characters" spellcheck="false">\
            \(text("people_by_place", or: places))</textarea></label>
            <label>About how many records are concerned?
            <input name="records" inputmode="numeric" value="\(text("records", or: saved.records.map(String.init)))"></label>
            """
    }

    private var placeHint: String {
        let asked = policy.placesAsked
        guard !asked.isEmpty else { return "" }
        let names = asked.map { $0.hasSuffix("-*") ? "each state or area of \($0.dropLast(2))" : $0 }
        return " Your duties turn on the numbers in \(listed(names))."
    }

    private var dataSets: HTML {
        guard !policy.dataSets.isEmpty else {
            return """
                <p id="q-role">The policy names no data sets, so we count as controller and as processor until it does. Name them \
                under <code>data_sets</code>, each with our role.</p>
                """
        }
        let chosen = list("data_sets", or: known.dataSets)
        return """
            <fieldset id="q-role"><legend>Which data is touched?<span>Our role belongs to the data and not to the \
            company: as processor we owe our customers a notice whatever the risk.</span></legend>
            \(policy.dataSets.map { set in
                """
                <label class="tick"><input type="checkbox" name="data_sets" value="\(set.id)"\
                \(chosen.contains(set.id) ? " checked" : "")> <span>\(set.title)\
                <span class="role">\(role(set))\(set.people.isEmpty ? "" : " · \(set.people)")</span></span></label>

                """ as HTML
            })</fieldset>
            """
    }

    private func role(_ set: DataSet) -> String {
        let roles = Role.allCases.filter(set.roles.contains).map(\.rawValue)
        return roles.isEmpty ? "our role is not stated" : "we are \(listed(roles))"
    }

    // MARK: - Risk and reasons

    private var risk: HTML {
        let aid = SeverityForm(form: self)
        let saved = known.risk?.rawValue
        let chosen = text("risk", or: saved ?? known.severity?.suggestedRisk.rawValue)
        return """
            \(aid.html)
            <fieldset id="q-risk"\(chosen.isEmpty ? " class=\"open\"" as HTML : HTML.nothing)><legend>Your judgement<span>A low score \
            proves nothing, and a high one is no verdict: a person decides, with reasons.</span>\
            \(aid.advice)\(chosen.isEmpty ? "<span class=\"state\">Not answered</span>" as HTML : HTML.nothing)</legend>
            \(Risk.allCases.map { radio("risk", $0.rawValue, BreachWords.choice($0), chosen) })</fieldset>
            \(AssessmentForm.exits.map(question))
            """
    }

    private var reasoning: HTML {
        """
        <label>What these answers rest on<span>Kept with this version and shown to the authority when it asks. \
        May stay empty; a conclusion needs it.</span>
        <textarea name="reasoning" rows="4">\(text("reasoning", or: nil))</textarea></label>
        """
    }
}
