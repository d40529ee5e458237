/// Whether a duty is owed on the answers as they stand, and why.
public enum DutyVerdict: Sendable, Hashable {
    /// So it is, or so it may be: what is unknown counts as possible, and the clock runs.
    case owed([DutyReason])
    case notOwed([DutyReason])
    /// Nobody has answered what it turns on.
    case undecided([DutyQuestion], [DutyReason])

    public var reasons: [DutyReason] {
        switch self {
        case .owed(let reasons), .notOwed(let reasons), .undecided(_, let reasons): reasons
        }
    }

    public var questions: [DutyQuestion] { if case .undecided(let questions, _) = self { questions } else { [] } }

    public var isOwed: Bool { if case .owed = self { true } else { false } }

    /// `owed`, `not owed`, `undecided`.
    public var word: String {
        switch self {
        case .owed: "owed"
        case .notOwed: "not owed"
        case .undecided: "undecided"
        }
    }
}

/// What has to be answered before a duty can be decided.
public enum DutyQuestion: Sendable, Hashable {
    case answer(Question)
    case role
    /// How likely harm to people is.
    case risk
    /// How many people at a place (see `DutyCondition.Threshold.place`).
    case people(of: String)

    public var text: String {
        switch self {
        case .answer(let question): question.asked
        case .role: "What are we to the people behind the data: controller or processor?"
        case .risk: "How likely is harm to people?"
        case .people(of: Assessment.everywhere): "About how many people are concerned?"
        case .people(let place) where place.hasSuffix("-*"):
            "About how many people are concerned in each state or area of \(place.dropLast(2))?"
        case .people(let place): "About how many people are concerned in \(place)?"
        }
    }
}

/// Why a duty is owed, is not, or may be.
public enum DutyReason: Sendable, Hashable {
    case answered(Question, Answer)
    /// At least one of these was lost.
    case lost([Question])
    /// None of these was lost.
    case notLost([Question])
    /// Nobody has excluded the loss of any of these.
    case lossNotExcluded([Question])
    /// It was tried and stopped.
    case stopped
    case role(Role)
    case otherRole(needed: Set<Role>)
    case risk(Risk)
    /// The duty asks for a graver one.
    case lowRisk(Risk)
    case people(DutyCondition.Threshold, isMet: Bool)
    /// Nothing about it is asked: the event that starts the clock decides.
    case decidedBy(DutyStart)
    case notLive(Obligation.Status, note: String)
    case uncertainlyInForce(note: String)

    /// One plain clause without a full stop.
    public var text: String {
        switch self {
        case .answered(let question, let answer): question.said(answer)
        case .lost(let lost): "\(DutyReason.named(lost, "and")) \(lost.count == 1 ? "was" : "were") lost"
        case .notLost(let lost) where lost.count == 3: "nothing was read, altered or made unavailable"
        case .notLost(let lost): "\(DutyReason.named(lost, "and")) \(lost.count == 1 ? "was" : "were") kept"
        case .lossNotExcluded(let lost): "nobody has excluded a loss of \(DutyReason.named(lost, "or"))"
        case .stopped: "it was tried and stopped"
        case .role(let role): "we are the \(role.rawValue)"
        case .otherRole(let needed): "we are not the \(needed.map(\.rawValue).sorted().joined(separator: " or "))"
        case .risk(let risk): risk.text
        case .lowRisk(.risk): "there is a risk, and it is not high"
        case .lowRisk(let risk): risk.text
        case .people(let threshold, true): threshold.text
        case .people(let threshold, false): "it is not \(threshold.text)"
        case .decidedBy(let start): "it follows once \(start.text) is on record: \(start.explanation)"
        case .notLive(.proposal, let note): "it is not law: \(note)"
        case .notLive(_, let note): "it does not apply yet: \(note)"
        case .uncertainlyInForce(let note): "whether it is in force is uncertain: \(note)"
        }
    }

    private static func named(_ questions: [Question], _ link: String) -> String {
        let names = questions.map(\.rawValue)
        return names.count < 2
            ? names.joined() : names.dropLast().joined(separator: ", ") + " \(link) " + (names.last ?? "")
    }
}

extension Question {
    /// As a form asks it.
    public var asked: String {
        switch self {
        case .personalData: "Is information about identifiable people involved?"
        case .happened: "Did it happen, or was it tried and stopped?"
        case .confidentiality: "Did anybody read or take what they should not have?"
        case .integrity: "Was anything altered that should not have been?"
        case .availability: "Was anything deleted, locked or out of reach, for good or for a time?"
        case .malicious: "Is intent suspected?"
        case .unreadable: "Was the data unreadable to whoever reached it, and are the keys safe?"
        case .highRiskRemoved: "Did later steps make sure that the high risk cannot come about?"
        case .filingIncomplete: "Did a filing lack facts, or have facts changed since?"
        case .significant: "Is it significant: severe disruption or loss, or considerable damage to others?"
        case .exploitedVulnerability: "Is a vulnerability in our product being exploited?"
        case .productSecurity: "Does it hit our product's ability to protect, or can it spread malicious code?"
        case .majorIncident: "Is it major by DORA's criteria?"
        case .clientsMoney: "Does it touch clients' financial interests?"
        case .listedIncident: "Is it one of the incident types that CERT-In lists?"
        case .cardData: "Is payment card data exposed, or suspected to be?"
        case .healthData: "Is unsecured health information involved?"
        case .listedData: "Is unencrypted data of a kind that the statute lists involved?"
        case .seriousHarm: "Is serious or significant harm to somebody likely?"
        }
    }

    /// What an answer says, as a clause: `no personal data is involved`.
    public func said(_ answer: Answer) -> String {
        let (yes, no, maybe) = clauses
        return switch answer {
        case .yes: yes
        case .no: no
        case .unknown: maybe
        }
    }

    private var clauses: (yes: String, no: String, maybe: String) {
        switch self {
        case .personalData:
            ("personal data is involved", "no personal data is involved", "personal data may be involved")
        case .happened: ("it happened", "it was tried and stopped", "it may have happened")
        case .confidentiality, .integrity, .availability:
            ("\(rawValue) was lost", "\(rawValue) was kept", "\(rawValue) may have been lost")
        case .malicious: ("intent is suspected", "no intent is suspected", "there may have been intent")
        case .unreadable:
            (
                "the data was unreadable and its keys are safe", "the data could be read",
                "the data may have been readable"
            )
        case .highRiskRemoved:
            ("later steps removed the high risk", "the high risk remains", "the high risk may remain")
        case .filingIncomplete:
            (
                "a filing lacked facts, or facts have changed", "no filing has left facts open",
                "a filing may lack facts"
            )
        case .significant: ("it is significant", "it is not significant", "it may be significant")
        case .exploitedVulnerability:
            (
                "a vulnerability in our product is being exploited",
                "no vulnerability of our product is being exploited",
                "a vulnerability in our product may be exploited"
            )
        case .productSecurity:
            (
                "it hits the product's security", "it does not touch the product's security",
                "it may hit the product's security"
            )
        case .majorIncident: ("it is major", "it is not major", "it may be major")
        case .clientsMoney:
            (
                "clients' financial interests are touched", "clients' financial interests are not touched",
                "clients' financial interests may be touched"
            )
        case .listedIncident:
            ("it is of a listed type", "it is not of a listed type", "it may be of a listed type")
        case .cardData: ("card data is exposed", "no card data is exposed", "card data may be exposed")
        case .healthData:
            (
                "unsecured health information is involved", "no unsecured health information is involved",
                "unsecured health information may be involved"
            )
        case .listedData:
            (
                "unencrypted data of a listed kind is involved", "no unencrypted data of a listed kind is involved",
                "unencrypted data of a listed kind may be involved"
            )
        case .seriousHarm: ("serious harm is likely", "no serious harm is likely", "serious harm may be likely")
        }
    }
}
