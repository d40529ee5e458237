extension ContentKey {
    /// What it is called on checklists, mails and filing sheets.
    public func title(in language: Language) -> String {
        let both = titles
        return language(both.english, both.german)
    }

    private var titles: (english: String, german: String) {
        switch self {
        // Who
        case .reporterIdentity: ("Who reports", "Meldende Stelle")
        case .contactPoint: ("Contact point", "Anlaufstelle für Rückfragen")
        case .filerOnBehalf: ("Filed on behalf of", "Gemeldet im Auftrag von")
        case .submissionType: ("Kind of filing", "Art der Meldung")
        case .referenceNumbers: ("Reference numbers", "Aktenzeichen")
        // What and when
        case .whatHappened: ("What happened", "Was geschehen ist")
        case .breachNature: ("Nature of the breach", "Art der Verletzung")
        case .cause: ("Cause, as far as known", "Ursache, soweit bekannt")
        case .rootCause: ("Root cause", "Grundursache")
        case .occurredAt: ("When it happened", "Zeitpunkt oder Zeitraum")
        case .discoveredAt: ("When we learned of it", "Wann wir davon erfuhren")
        case .howDiscovered: ("How it came to light", "Wie es bekannt wurde")
        case .location: ("Where it happened", "Ort des Geschehens")
        case .affectedSystems: ("Affected systems", "Betroffene Systeme")
        case .attackTechnique: ("Attack technique", "Vorgehen des Angreifers")
        case .indicatorsOfCompromise: ("Indicators of compromise", "Technische Spuren")
        case .suspectedMalicious: ("Suspicion of intent", "Verdacht auf Absicht")
        case .threatActor: ("Who did it", "Urheber")
        case .stepsTimeline: ("Timeline of our steps", "Zeitlicher Ablauf unserer Schritte")
        case .resolvedAt: ("When it was over", "Wann es vorbei war")
        // How much
        case .subjectCategories: ("Categories of people concerned", "Kategorien betroffener Personen")
        case .subjectCount: ("Approximate number of people", "Ungefähre Zahl der Personen")
        case .residentCount: ("People by place", "Personen nach Ort")
        case .vulnerableSubjectCount: ("Children and elderly people among them", "Darunter Kinder und ältere Menschen")
        case .affectedIndividualsList: ("List of the people concerned", "Liste der betroffenen Personen")
        case .recordCategories: ("Categories of records", "Kategorien von Datensätzen")
        case .recordCount: ("Approximate number of records", "Ungefähre Zahl der Datensätze")
        case .dataTypes: ("Kinds of data", "Arten von Daten")
        case .accountNumbers: ("Account numbers exposed", "Offengelegte Kontonummern")
        case .statesAffected: ("Countries touched", "Betroffene Staaten")
        case .crossBorderImpact: ("Effects across borders", "Grenzüberschreitende Auswirkungen")
        case .servicesAffected: ("Services hit", "Betroffene Dienste")
        case .productIdentity: ("Product and versions", "Produkt und Versionen")
        // Protection and effect
        case .protectionBefore: ("Safeguards at the time", "Schutz zum Zeitpunkt des Vorfalls")
        case .likelyConsequences: ("Likely consequences", "Wahrscheinliche Folgen")
        case .harmAssessment: ("Assessment of harm", "Bewertung des Risikos")
        case .secondaryHarm: ("Further harm seen or feared", "Weitere Schäden, eingetreten oder befürchtet")
        case .severityAndImpact: ("Severity and effect", "Schwere und Auswirkung")
        case .clientFinancialImpact: ("Effect on clients’ money", "Auswirkung auf das Geld der Kunden")
        case .costsAndLosses: ("Costs and losses", "Kosten und Verluste")
        // Response
        case .measuresTaken: ("Measures taken and planned", "Ergriffene und geplante Maßnahmen")
        case .mitigationMeasures: ("Measures that limit the harm", "Maßnahmen zur Minderung der Folgen")
        case .preventiveMeasures: ("Measures against a repeat", "Maßnahmen gegen eine Wiederholung")
        case .protectionAfter: ("Safeguards added since", "Seither ergänzter Schutz")
        case .correctiveMeasures: ("Fixes and workarounds", "Korrekturen und Abhilfen")
        case .userMeasures: ("What those concerned can do", "Was Betroffene tun können")
        case .servicesOffered: ("Help offered", "Angebotene Hilfe")
        case .bureauContacts: ("Credit-reporting agencies", "Auskunfteien")
        case .continuityActivated: ("Continuity plan", "Notfallplan")
        // Mechanics of reporting
        case .reasonsForDelay: ("Reasons for the delay", "Gründe für die Verzögerung")
        case .subjectNoticeStatus:
            ("Whether the people concerned were told", "Benachrichtigung der betroffenen Personen")
        case .publicationStatus: ("Publication", "Veröffentlichung")
        case .otherAuthorities: ("Other authorities told", "Andere informierte Behörden")
        case .policeHold: ("Delay asked for by the police", "Aufschub auf Wunsch der Polizei")
        case .noticeCopy: ("Sample of the notice", "Muster der Benachrichtigung")
        case .classificationBasis: ("Basis of the rating", "Grundlage der Einstufung")
        case .reclassification: ("Change of rating", "Änderung der Einstufung")
        case .recurrence: ("Earlier similar incidents", "Frühere ähnliche Vorfälle")
        case .sensitivityMarking: ("Confidentiality of this report", "Vertraulichkeit dieser Meldung")
        case .statusUpdate: ("What changed", "Was sich geändert hat")
        case .investorNatureScopeTiming: ("Nature, scope and timing for investors", "Art, Umfang und Zeit für Anleger")
        case .investorImpact: ("Material effect for investors", "Wesentliche Auswirkung für Anleger")
        case .undeterminedItems: ("Not yet determined", "Noch offen")
        case .paymentNotice: ("Payment made", "Geleistete Zahlung")
        case .paymentReasons: ("Why it was paid", "Gründe der Zahlung")
        case .paymentAlternatives: ("Alternatives looked at", "Geprüfte Alternativen")
        case .sanctionsDiligence: ("Checks on sanctions", "Sanktionsprüfung")
        case .decisionReasoning: ("Decisions and reasoning", "Entscheidungen und Gründe")
        }
    }
}
