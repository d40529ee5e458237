extension Milestone {
    /// What happened, for readers who know nothing of the policy.
    func words(in language: Language) -> String {
        switch self {
        case .detected: language("first sign seen", "erstes Anzeichen bemerkt")
        case .suspected: language("breach suspected", "Verletzung vermutet")
        case .informed: language("told by somebody else", "Hinweis von außen erhalten")
        case .discovered: language("discovered", "entdeckt")
        case .assessed: language("breach assessed", "Verletzung bewertet")
        case .determined: language("found to be reportable", "Meldepflicht festgestellt")
        case .classified: language("rated as major", "als schwerwiegend eingestuft")
        case .materialityDetermined: language("found to be material", "Wesentlichkeit festgestellt")
        case .paymentMade: language("payment made", "Zahlung geleistet")
        case .requested: language("report asked for by an authority", "Bericht von einer Behörde angefordert")
        case .outageEnded: language("outage over", "Ausfall beendet")
        case .correctiveMeasureAvailable: language("fix available", "Abhilfe verfügbar")
        case .handled: language("handling ended", "Bearbeitung beendet")
        case .filed: language("filed with an authority", "bei einer Behörde gemeldet")
        case .changelogPublished: language("in the service changelog", "im Änderungsprotokoll genannt")
        case .assessmentConcluded: language("assessment concluded", "Bewertung abgeschlossen")
        case .roomOpened: language("response started", "Bearbeitung begonnen")
        case .acknowledged: language("taken in hand by a person", "von einer Person übernommen")
        case .aware: language("reasonably certain", "mit hinreichender Sicherheit bekannt")
        case .confirmed: language("confirmed", "bestätigt")
        case .tokensRevoked: language("every token involved revoked", "alle beteiligten Token widerrufen")
        case .reissueOpened: language("new tokens available", "neue Token verfügbar")
        case .customersNotified: language("affected customers told", "betroffene Kunden informiert")
        case .rollbackStarted: language("rollback started", "Rücksetzung begonnen")
        case .rolledBack: language("back on a version known to be good", "zurück auf einem geprüften Stand")
        case .contained: language("contained", "eingedämmt")
        case .authorityNotified: language("authority told", "Behörde informiert")
        case .subjectsNotified: language("people concerned told", "betroffene Personen informiert")
        case .pageReserved: language("public page reserved", "öffentliche Seite reserviert")
        case .forensicsCompleted: language("forensic review completed", "forensische Untersuchung abgeschlossen")
        case .postmortemPublished: language("post-mortem published", "Bericht veröffentlicht")
        case .reportSent: language("report sent", "Abschlussbericht versandt")
        case .noted: language("in the monthly note", "im Monatsbericht genannt")
        case .credited: language("credits listed", "Gutschriften aufgestellt")
        case .resolved: language("resolved", "behoben")
        case .closed: language("closed", "abgeschlossen")
        case .reported: language("reported", "gemeldet")
        case .answered: language("answered", "beantwortet")
        }
    }
}

extension DataKind {
    /// As a reader knows it.
    public func words(in language: Language) -> String {
        guard language == .german else { return text }
        return switch self {
        case .tokens: "API-Token"
        case .keys: "API-Schlüssel"
        case .credentials: "Zugangsdaten"
        case .personalData: "personenbezogene Daten"
        case .content: "Kundeninhalte"
        case .billing: "Rechnungsdaten"
        case .logs: "Protokolldaten"
        }
    }
}
