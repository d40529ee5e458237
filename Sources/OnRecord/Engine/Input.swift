/// What reaches the engine: everything that can change the state.
public enum Input: Sendable {
    /// The policy in force was loaded; recorded when its version differs from the last one.
    case adoptPolicy
    /// News about alerts, in the order of the signals they come from.
    case alerts([AlertChange])
    case declare(eventClass: String, severity: String?, title: String, by: Author)
    case acknowledge(IncidentID, by: Author)
    case setScope(IncidentID, ScopeSelection, by: Author)
    /// `text`: a sentence with numbers that customers and public read; empty when there is none.
    case stateImpact(IncidentID, Impact, text: String = "", by: Author)
    /// The latest assessment with this risk.
    case stateRisk(IncidentID, Risk, by: Author)
    /// A new version of the breach assessment. `reasoning`: why it was answered so; empty when nothing is said.
    case assess(IncidentID, Assessment, reasoning: String = "", by: Author)
    /// The assessment is complete. Where nothing is owed by its answers, this documents why and closes it.
    case concludeAssessment(IncidentID, reasoning: String, by: Author)
    /// What a notice or filing has to say, by content key; what was stated before stays where it is not stated anew.
    case stateParticulars(IncidentID, [String: String], by: Author)
    case file(IncidentID, FilingStatement, by: Author)
    /// Mail those affected again, or for the first time, in a person's words or the template's.
    case tell(IncidentID, NoticeKind, text: String = "", by: Author)
    /// `awareAt`: since when it was reasonably certain; the earliest evidence when not given.
    case confirm(IncidentID, awareAt: Timestamp?, by: Author)
    /// A moment that a person states, now or in the past.
    case reach(IncidentID, Milestone, at: Timestamp?, by: Author)
    case act(IncidentID, action: String, by: Author)
    case write(IncidentID, Document.Kind, parts: [String: String], followUps: [FollowUp], by: Author)
    case listCredits(IncidentID, by: Author)
    /// `hash`: of the list that was looked at.
    case approveCredits(IncidentID, list: CreditListID, hash: String, by: Author)
    case withdrawCredits(IncidentID, by: Author)
    /// What was approved has been entered into the billing system by a person.
    case enterCredits(IncidentID, by: Author)
    /// `letter`: the mail it came by; a letter that was taken once is not taken again.
    case receiveReport(text: String, letter: Letter? = nil)
    case answerReport(String, ReportOutcome, text: String, by: Author)
    case waive(promise: String, IncidentID, reason: String, by: Author)
    /// It was a false alarm.
    case dismiss(IncidentID, reason: String, by: Author)
    /// Alerts of a rule wake nobody until then; with an alert named, only those that are about the same as that one.
    case silence(rule: String, groupOf: AlertID?, until: Timestamp, reason: String, by: Author)
    case liftSilence(SilenceID, by: Author)
    /// Alerts of these rules and classes wake nobody while it lasts. `from`: now when not given.
    case planMaintenance(
        from: Timestamp?, until: Timestamp, rules: [String], classes: [String], reason: String, by: Author)
    case cancelMaintenance(MaintenanceID, by: Author)
    /// It was nothing, and the same again wakes nobody for so long.
    case markNoise(AlertID, by: Author, quietFor: Duration = .days(7))
    /// Deliveries that have ended, or come to something that whoever is owed the notice must know.
    case delivered(Effect, [Delivery])
    /// Reports about mails of ours that no earlier input has brought.
    case returned([ReturnedMail])
    /// A customer whom no mail reached was told another way, or could not be.
    case contact(IncidentID, DeliveryKey, by: ContactWay, text: String, author: Author)
    case settled(Effect, Outcome)
    /// Time has passed.
    case tick
}

/// Why an input was not accepted: what was found, what is expected, what to do.
public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable { case notFound = "not_found", conflict, invalid }
    public var kind: Kind
    public var description: String

    public init(kind: Kind, description: String) { (self.kind, self.description) = (kind, description) }

    public static func noIncident(_ id: String) -> Refusal {
        Refusal(
            kind: .notFound,
            description: "There is no incident “\(id.prefix(60))”. Open the list of incidents to find its id.")
    }
    public static func noReport(_ id: String) -> Refusal {
        Refusal(
            kind: .notFound,
            description: "There is no report “\(id.prefix(60))”. Open the list of reports to find its id.")
    }
    public static func already(_ what: String, at: Timestamp) -> Refusal {
        Refusal(kind: .conflict, description: "This was already \(what) at \(at.text). Nothing was changed.")
    }
    public static func unknown(_ thing: String, _ found: String, expected: [String]) -> Refusal {
        Refusal(
            kind: .invalid,
            description:
                "\(thing) is “\(found.prefix(60))”; expected one of \(expected.joined(separator: ", ")). Use one of these."
        )
    }
    public static func tooEarly(_ what: String, needs: String) -> Refusal {
        Refusal(kind: .conflict, description: "\(what) comes after \(needs). Do that first.")
    }
    public static func invalid(_ text: String) -> Refusal { Refusal(kind: .invalid, description: text) }
}
