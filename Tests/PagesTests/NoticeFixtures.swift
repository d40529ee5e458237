@testable import OnRecord
import Pages

extension NoticeMatter {
    /// A breach at the small house, as far as it has come.
    static func breach(
        contained: Bool = false, assessment: Assessment? = nil, impact: String = "", stated: [String: String] = [:]
    ) throws -> NoticeMatter {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        if contained { try story.contain() }
        var incident = story.last
        if let assessment { incident.assessments = [.made(assessment, at: story.now)] }
        return NoticeMatter(
            policy: story.policy, incident: incident, now: story.now, impact: impact, stated: stated)
    }
}

extension Incident.AssessmentVersion {
    static func made(_ assessment: Assessment, at moment: Timestamp) -> Self {
        Incident.AssessmentVersion(assessment: assessment, at: moment, by: .operator, reasoning: nil)
    }
}

extension Assessment {
    /// Personal data of our customers' customers, read by others.
    static var processor: Assessment {
        var it = Assessment()
        it[.personalData] = .yes
        it[.happened] = .yes
        it[.confidentiality] = .yes
        it[.integrity] = .no
        it[.availability] = .unknown
        it.roles = [.processor]
        it.risk = .risk
        it.people = [Assessment.everywhere: 1200, "DE": 1100, "US-CA": 100]
        return it
    }

    /// Encrypted by somebody else: nobody read it, and it is gone.
    static var ransomware: Assessment {
        var it = Assessment()
        it[.personalData] = .yes
        it[.happened] = .yes
        it[.confidentiality] = .no
        it[.integrity] = .no
        it[.availability] = .yes
        it[.malicious] = .yes
        it.roles = [.controller]
        it.risk = .high
        return it
    }
}

enum Reader {
    static func nord(_ language: Language = .english) -> Customer {
        Customer(id: "c1", name: "Nord & Süd", mail: "admin@nord.example", language: language.rawValue)
    }
    static let link = "https://vault.example/account/reissue/i20261122-1/c1/abc"
}

extension NoticeComposer {
    static func shipped(_ kind: NoticeForm, _ matter: NoticeMatter, demand: NoticeDemand? = nil) throws
        -> NoticeComposer
    {
        try NoticeComposer(kind, matter, templates: NoticeTemplates(), demand: demand)
    }
}

extension MailText {
    /// The plain part on one line, so that a test does not depend on where lines break.
    var flat: String { plain.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
