import OnRecord

/// The sheet's own words, in its reader's language.
struct FilingWords {
    let view: FilingView
    private var language: Language { view.language }

    var filing: String {
        view.matter.earlier.isEmpty
            ? language("First filing", "Erstmeldung")
            : language(
                "Supplement, filing \(view.matter.earlier.count + 1)",
                "Nachmeldung, \(view.matter.earlier.count + 1). Meldung")
    }

    var recipient: String { language("To", "An") }
    var basis: String { language("Under", "Nach") }
    var event: String { language("Event", "Ereignis") }
    var clock: String { language("Clock started", "Fristbeginn") }
    var due: String {
        view.isOurTarget ? language("Our own target", "Unser eigenes Ziel") : language("Due", "Frist endet")
    }
    var asOf: String { language("As of", "Stand") }

    var standing: String? {
        guard let due = view.due else { return nil }
        let span = due < view.matter.now ? view.matter.now - due : due - view.matter.now
        let text = language == .german ? german(span) : span.text
        return view.isLate
            ? language("late by \(text)", "überfällig seit \(text)") : language("\(text) left", "noch \(text)")
    }

    private func german(_ span: Duration) -> String {
        span.text.replacing("days", with: "Tagen").replacing("day", with: "Tag").replacing(" h", with: " Std.")
    }

    var late: String {
        language(
            "The deadline has passed. File all the same, at once, and say why it is late (“\(reasons)”).",
            "Die Frist ist abgelaufen. Melden Sie trotzdem sofort und begründen Sie die Verzögerung („\(reasons)“).")
    }
    private var reasons: String { ContentKey.reasonsForDelay.title(in: language) }

    var missing: String {
        let items = view.draft.checklist.missing.map { $0.key.title(in: language) }
        let names = language.list(items)
        return language(
            "Not yet known: \(names). " + (view.isLate ? "" : "File in time all the same. ")
                + "The rest follows in phases.",
            "Noch nicht bekannt: \(names). " + (view.isLate ? "" : "Melden Sie trotzdem rechtzeitig. ")
                + "Der Rest folgt schrittweise.")
    }
    var complete: String {
        language("Everything this duty asks for is here.", "Alle verlangten Angaben sind vorhanden.")
    }

    var news: String { language("New since the last filing", "Neu seit der letzten Meldung") }
    var nothingNew: String {
        language("Nothing has changed since the last filing.", "Seit der letzten Meldung hat sich nichts geändert.")
    }
    var asked: String { language("What this duty asks for", "Verlangte Angaben") }
    var besides: String { language("Known besides", "Außerdem bekannt") }
    var besidesNote: String {
        language(
            "This duty does not list these; the authority’s form may ask for them.",
            "Von dieser Pflicht nicht verlangt; das Formular der Behörde fragt vielleicht danach.")
    }
    var earlier: String { language("Earlier filings", "Frühere Meldungen") }
    var receipt: String { language("Filing and receipt", "Abgabe und Eingangsbestätigung") }
    var receiptNote: String {
        language(
            "OnRecord sends nothing to authorities. A person files this; the authority’s receipt is the proof.",
            "OnRecord sendet nichts an Behörden. Ein Mensch gibt diese Meldung ab; die Eingangsbestätigung ist der Nachweis."
        )
    }
    var receiptFields: [String] {
        [
            language("Filed by", "Abgegeben von"), language("Filed at", "Abgegeben am"),
            language("Channel (form, mail, fax)", "Weg (Formular, E-Mail, Fax)"),
            language("Authority’s reference", "Aktenzeichen der Behörde"),
            language("Receipt dated", "Eingang bestätigt am"),
        ]
    }
    var print: String { language("Print or save as PDF", "Drucken oder als PDF sichern") }

    func requirement(_ item: Checklist.Item) -> String {
        item.requirement == .required ? language("required", "verlangt") : language("advised", "empfohlen")
    }

    func origin(_ item: Checklist.Item) -> String? {
        switch item.entry?.origin {
        case .stated: language("stated", "angegeben")
        case .derived: language("from the facts", "aus den Fakten")
        case nil: nil
        }
    }

    func change(_ change: FilingView.Change) -> String {
        switch change {
        case .new: language("new", "neu")
        case .changed: language("changed", "geändert")
        case .withdrawn: language("withdrawn", "zurückgenommen")
        case .unchanged: language("as filed", "unverändert")
        case .stillOpen: language("still open", "weiter offen")
        }
    }

    func before(_ text: String) -> String { language("Before: \(text)", "Vorher: \(text)") }

    func earlier(_ number: Int, _ filing: EarlierFiling) -> String {
        var text = language(
            "\(number). filed \(view.moment(filing.at))", "\(number). abgegeben am \(view.moment(filing.at))")
        if let reference = filing.reference, !reference.isEmpty {
            text += language(", reference \(reference)", ", Aktenzeichen \(reference)")
        }
        text +=
            filing.hasReceipt
            ? language(", receipt kept", ", Eingangsbestätigung liegt vor")
            : language(", no receipt yet", ", noch keine Eingangsbestätigung")
        return text
    }

    var footer: String {
        let name = view.matter.policy.organisation.name
        return language(
            "\(name), incident \(view.reference). Made \(view.moment(view.matter.now)) by OnRecord.",
            "\(name), Vorgang \(view.reference). Erstellt am \(view.moment(view.matter.now)) mit OnRecord.")
    }
}
