import OnRecord

/// ENISA's severity of a breach, computed on the server. It pre-fills the judgement, and never is one.
struct SeverityForm {
    let form: AssessmentForm
    private var known: SeverityAid? { form.known.severity }

    var html: HTML {
        """
        <details id="severity"\(known == nil && !isTyped ? "" : " open")><summary>A severity score may help\
        \(known.map { ": \($0.scoreText), \(BreachWords.level($0.level))" } ?? "")</summary>
        <p class="small">ENISA’s method of 2013: context × ease of identification + circumstances. It is older than the \
        GDPR and maps to none of its thresholds, so it pre-fills your judgement below and never decides.</p>
        <div class="fields">
        \(select("context", "What kind of data is it?", contexts, "\(known?.context ?? 0)"))
        \(select("identification", "How easily is a person identified by it?", identifications, known?.identification.rawValue))
        \(select("confidentiality", "Who got to see it?", confidentialities, known?.confidentiality.rawValue))
        \(select("integrity", "Was it altered?", integrities, known?.integrity.rawValue))
        \(select("availability", "Was it out of reach?", availabilities, known?.availability.rawValue))
        <label class="tick"><input type="checkbox" name="severity.malicious"\(isMalicious ? " checked" : "")>
        <span>Intent is suspected</span></label>
        </div></details>
        """
    }

    /// What the score speaks for, beside what a person has chosen.
    var advice: HTML {
        guard let known else { return .nothing }
        let score = "The score of \(known.scoreText) (\(BreachWords.level(known.level)))"
        let suggested = known.suggestedRisk
        guard let chosen = form.known.risk else {
            return """
                <span>\(score) pre-fills “\(BreachWords.choice(suggested))”. Nothing is decided until you save it.</span>
                """
        }
        return chosen == suggested
            ? "<span>\(score) suggests the same.</span>"
            : "<span>\(score) suggests “\(BreachWords.choice(suggested))”. Say below why you judge otherwise.</span>"
    }

    private var isTyped: Bool { !form.text("severity.context", or: nil).isEmpty }
    private var isMalicious: Bool {
        !form.text("severity.malicious", or: known?.isMalicious == true ? "on" : nil).isEmpty
    }

    private func select(_ name: String, _ label: String, _ options: [(String, String)], _ saved: String?) -> HTML {
        let chosen = form.text("severity.\(name)", or: saved)
        let isMain = name == "context" || name == "identification"
        return """
            <label>\(label)<select name="severity.\(name)">
            \(isMain ? "<option value=\"\">Not used</option>" as HTML : HTML.nothing)
            \(options.map { value, text in
                "<option value=\"\(value)\"\(value == chosen ? " selected" : "")>\(text)</option>\n" as HTML
            })</select></label>

            """
    }

    private var contexts: [(String, String)] {
        [
            ("1", "1 · simple: names, contact data"), ("2", "2 · behavioural: places, habits, traffic"),
            ("3", "3 · financial: income, payments, cards"), ("4", "4 · sensitive: health, beliefs, secrets"),
        ]
    }
    private var identifications: [(String, String)] {
        [
            ("negligible", "0.25 · hardly at all"), ("limited", "0.5 · with effort"),
            ("significant", "0.75 · with a little effort"), ("maximum", "1 · at once"),
        ]
    }
    private var confidentialities: [(String, String)] {
        [
            ("no_evidence_of_access", "0 · nobody, by the evidence"), ("known_recipients", "0.25 · known recipients"),
            ("unknown_recipients", "0.5 · an unknown number of strangers"),
        ]
    }
    private var integrities: [(String, String)] {
        [
            ("no_alteration", "0 · no"), ("altered_recoverable", "0.25 · yes, and it can be restored"),
            ("altered_unrecoverable", "0.5 · yes, for good"),
        ]
    }
    private var availabilities: [(String, String)] {
        [("no_loss", "0 · no"), ("temporary", "0.25 · for a time"), ("permanent", "0.5 · for good")]
    }
}
