/// Titles and recipients in the reader's language. The catalogue is English; what is filed in Germany, German authorities
/// read, so the duties of the Union have German words here.
extension Obligation {
    public func title(in language: Language) -> String { language == .german ? german?.title ?? title : title }

    public func recipient(in language: Language) -> String {
        language == .german ? german?.recipient ?? recipient : recipient
    }

    private var german: (title: String, recipient: String)? {
        switch id {
        case "eu-gdpr-33-1":
            (
                "Meldung der Datenschutzverletzung an die Aufsichtsbehörde",
                "die zuständige Datenschutz-Aufsichtsbehörde; bei grenzüberschreitender Verarbeitung die federführende"
            )
        case "eu-gdpr-33-2":
            (
                "Mitteilung des Auftragsverarbeiters an die Verantwortlichen",
                "jeder Verantwortliche (Kunde), dessen Daten betroffen sind"
            )
        case "eu-gdpr-33-4":
            ("Schrittweise Ergänzung der Meldung", "dieselbe Datenschutz-Aufsichtsbehörde")
        case "eu-gdpr-33-5":
            (
                "Verzeichnis der Datenschutzverletzungen",
                "unser eigenes Verzeichnis, der Behörde auf Verlangen vorzulegen"
            )
        case "eu-gdpr-34-1":
            ("Benachrichtigung der betroffenen Personen", "die Personen, deren Daten betroffen sind")
        case "eu-telecom-breach-initial":
            (
                "Telekommunikation: erste Meldung",
                "die zuständige nationale Behörde (in Deutschland Bundesnetzagentur und BfDI)"
            )
        case "eu-telecom-breach-second": ("Telekommunikation: zweite Meldung", "dieselbe Behörde")
        case "eu-nis2-23-4-a": ("NIS-2: Frühwarnung", "CSIRT oder zuständige Behörde (in Deutschland das BSI)")
        case "eu-nis2-23-4-b": ("NIS-2: Meldung des Sicherheitsvorfalls", "CSIRT oder zuständige Behörde")
        case "eu-nis2-23-4-c": ("NIS-2: Zwischenbericht auf Ersuchen", "CSIRT oder zuständige Behörde")
        case "eu-nis2-23-4-d": ("NIS-2: Abschlussbericht", "CSIRT oder zuständige Behörde")
        case "eu-nis2-23-4-e":
            ("NIS-2: Abschlussbericht nach einem andauernden Vorfall", "CSIRT oder zuständige Behörde")
        case "eu-nis2-23-1-recipients":
            ("NIS-2: Unterrichtung der Empfänger des Dienstes", "die Kunden des Dienstes")
        case "eu-cra-14-2-a": ("Ausgenutzte Schwachstelle: Frühwarnung", german(platform: true))
        case "eu-cra-14-2-b": ("Ausgenutzte Schwachstelle: Meldung", german(platform: true))
        case "eu-cra-14-2-c": ("Ausgenutzte Schwachstelle: Abschlussbericht", german(platform: true))
        case "eu-cra-14-4-a": ("Schwerwiegender Produktvorfall: Frühwarnung", german(platform: true))
        case "eu-cra-14-4-b": ("Schwerwiegender Produktvorfall: Meldung", german(platform: true))
        case "eu-cra-14-4-c": ("Schwerwiegender Produktvorfall: Abschlussbericht", german(platform: true))
        case "eu-cra-14-8":
            ("Unterrichtung der Nutzer des Produkts", "die betroffenen Nutzer, gegebenenfalls alle Nutzer")
        case "eu-dora-initial-classification": ("DORA: Erstmeldung, Frist ab Einstufung", german(platform: false))
        case "eu-dora-initial-awareness": ("DORA: Erstmeldung, äußerste Frist ab Kenntnis", german(platform: false))
        case "eu-dora-intermediate": ("DORA: Zwischenbericht", german(platform: false))
        case "eu-dora-final": ("DORA: Abschlussbericht", german(platform: false))
        case "eu-dora-clients": ("DORA: Unterrichtung der Kunden", "die betroffenen Kunden")
        default: nil
        }
    }

    private func german(platform: Bool) -> String {
        platform
            ? "koordinierendes CSIRT und ENISA über die einheitliche Meldeplattform"
            : "die zuständige Finanzaufsichtsbehörde"
    }
}

extension DutyStart {
    /// What started the clock, as a filing says it.
    public func words(in language: Language) -> String {
        guard language == .german else { return text }
        return switch self {
        case .detected: "Entdeckung"
        case .suspected: "Verdacht"
        case .aware: "Kenntnis"
        case .discovered: "Bekanntwerden"
        case .informed: "Hinweis von außen"
        case .confirmed: "Bestätigung"
        case .determined: "Feststellung der Meldepflicht"
        case .classified: "Einstufung als schwerwiegend"
        case .materialityDetermined: "Feststellung der Wesentlichkeit"
        case .contained: "Eindämmung"
        case .correctiveMeasureAvailable: "Verfügbarkeit der Abhilfe"
        case .handled: "Ende der Bearbeitung"
        case .paymentMade: "Zahlung"
        case .submitted: "Abgabe der vorigen Meldung"
        case .requested: "Anforderung durch die Behörde"
        case .yearEnd: "Jahresende"
        case .outageEnded: "Ende des Ausfalls"
        case .published: "Veröffentlichung"
        }
    }
}

extension Language {
    /// A citation with the names that lawyers in that language use.
    public func citation(_ text: String) -> String {
        guard self == .german else { return text }
        let names = [
            ("UK GDPR", "UK General DPR"), ("GDPR", "DSGVO"), ("UK General DPR", "UK GDPR"),
            ("Reg. (EEC, Euratom)", "VO (EWG, Euratom)"), ("Reg.", "VO"), ("Guidelines", "Leitlinien"), ("Dir.", "RL"),
        ]
        return names.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
