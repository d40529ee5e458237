/// One row of the catalogue: who must be told of what, by when, with what in it, and how sure we are that the law says so.
public struct Obligation: Sendable, Hashable, Identifiable {
    public var id: String
    public var title: String
    public var kind: Kind
    public var jurisdiction: Jurisdiction
    /// The law's word for us: `controller`, `provider of public communications services`.
    public var role: String
    /// Who has to be told, in words.
    public var recipient: String
    public var audience: Audience
    public var citation: String
    public var starts: DutyStart
    /// The duty whose filing starts this one's clock, where `starts` is `submitted`.
    public var after: String?
    /// What the law gives; nil where it sets a standard and no number.
    public var within: Term?
    /// An outer end that the regulator's guidance tolerates.
    public var atLatest: Term?
    /// What we aim for where the law has no number: ours, not the law's.
    public var target: Term?
    /// The urgency that holds even before the number runs out.
    public var standard: Standard?
    public var rollover: Rollover
    /// Whose working days count.
    public var calendar: CalendarName?
    /// Hours are also counted the formal way of Regulation 1182/71, for information.
    public var hasFormalEnd: Bool
    /// Duties of one group are met by one filing; the first of their clocks to end binds.
    public var group: String?
    /// The clock falls away if this event comes only after its end.
    public var overtakenBy: DutyStart?
    /// Its clock counts from the latest of several earlier filings, and not from the first.
    public var followsLatest = false
    public var contents: [ContentKey]
    /// Those of the contents that are advice: a notice without them meets the duty.
    public var recommended: Set<ContentKey>
    /// How far the contents are required; nil: all of them are.
    public var contentsNote: String?
    public var form: [Form]
    public var late: String?
    /// When it is owed, as a sentence.
    public var appliesWhen: String
    /// The same for the machine.
    public var applies: DutyCondition
    public var exception: String?
    public var note: String?
    /// How long the record of it must be kept.
    public var keep: Term?
    public var status: Status
    public var statusNote: String?
    public var confidence: Confidence

    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A law.
        case statute
        /// Imposed by a counterparty.
        case contract
        /// Published by an operator about itself.
        case promise
        /// A law that somebody would like to have.
        case proposal
    }

    public enum Audience: String, Sendable, Hashable, Codable, CaseIterable {
        case authority
        /// Those for whom we handle data.
        case controllers
        /// Those whom the data is about.
        case people
        /// Those who use a service or product, whether or not their data is touched.
        case customers
        /// Our own register or assessment, shown when an authority asks.
        case register
        case `public`
        /// The other side of a contract, such as an acquirer or a card brand.
        case counterparty
    }

    public enum Standard: String, Sendable, Hashable, Codable, CaseIterable {
        case immediately, promptly
        case withoutUndueDelay = "without_undue_delay"
        case withoutUnreasonableDelay = "without_unreasonable_delay"
        case asSoonAsPracticable = "as_soon_as_practicable"
        case asSoonAsFeasible = "as_soon_as_feasible"

        /// `without undue delay`.
        public var text: String { rawValue.replacing("_", with: " ") }
    }

    /// What happens when the end falls on a day nobody works.
    public enum Rollover: String, Sendable, Hashable, Codable, CaseIterable {
        /// The deadline stays where it falls; the default, because early is never late.
        case none
        /// To the end of the next working day (Regulation 1182/71 Art. 3(4), for periods not set in hours).
        case nextWorkingDayEnd = "next_working_day_end"
        /// To noon of the next working day.
        case noonNextWorkingDay = "noon_next_working_day"
        /// It is the start that moves: from a closed day the count begins on, and includes, the next open one.
        case beginNextBusinessDay = "begin_next_business_day"
    }

    public enum Form: String, Sendable, Hashable, Codable, CaseIterable {
        case plainLanguage = "plain_language"
        case ownMessage = "own_message_not_newsletter"
        case directContact = "direct_contact"
        case individually = "individual_where_possible"
        case machineReadable = "machine_readable_where_fitting"
        case tollFreeNumber = "toll_free_number_or_other_contact"
        case fixedTitle = "title_notice_of_data_breach"
        case fiveHeadings = "five_fixed_headings"
        case tenPointType = "ten_point_type"
        case registeredChannel = "via_user_account_or_registered_channel"
        case conspicuous, direct

        public var text: String {
            switch self {
            case .plainLanguage: "plain language"
            case .ownMessage: "a message of its own, not part of a newsletter"
            case .directContact: "sent to each person directly"
            case .individually: "to each person, where that is possible"
            case .machineReadable: "machine-readable where that is fitting"
            case .tollFreeNumber: "a toll-free number or another way to ask"
            case .fixedTitle: "titled “Notice of Data Breach”"
            case .fiveHeadings: "five headings that the statute words"
            case .tenPointType: "type of ten points or larger"
            case .registeredChannel: "through the account or the address people registered"
            case .conspicuous: "hard to overlook"
            case .direct: "given directly"
            }
        }
    }

    public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case inForce = "in_force"
        /// Whether it is in force could not be settled; its clock runs and says so.
        case uncertain
        case notYetApplicable = "not_yet_applicable"
        case proposal

        /// Whether a clock may run on it.
        public var isLive: Bool { self == .inForce || self == .uncertain }
        public var text: String { rawValue.replacing("_", with: " ") }
    }

    /// What a row rests on.
    public enum Confidence: String, Sendable, Hashable, Codable, CaseIterable {
        case text, account, memory

        public var explanation: String {
            switch self {
            case .text: "the provision's own text was read"
            case .account: "a regulator's or a law firm's account was read"
            case .memory: "written from memory; check it before you rely on it"
            }
        }
    }
}

/// Where a duty comes from.
public enum Jurisdiction: String, Sendable, Hashable, Codable, CaseIterable {
    case eu = "EU"
    case unitedKingdom = "GB"
    case unitedStates = "US"
    case california = "US-CA"
    case newYork = "US-NY"
    case india = "IN"
    case australia = "AU"
    case singapore = "SG"
    case canada = "CA"
    case brazil = "BR"
    case japan = "JP"
    /// No law: what the other side of a contract demands.
    case contract
    /// No law: what an operator has published about itself.
    case own

    public var name: String {
        switch self {
        case .eu: "European Union"
        case .unitedKingdom: "United Kingdom"
        case .unitedStates: "United States"
        case .california: "California"
        case .newYork: "New York"
        case .india: "India"
        case .australia: "Australia"
        case .singapore: "Singapore"
        case .canada: "Canada"
        case .brazil: "Brazil"
        case .japan: "Japan"
        case .contract: "Contract"
        case .own: "Own promise"
        }
    }

    /// `US` holds its states.
    public func isWithin(_ other: Jurisdiction) -> Bool {
        self == other || rawValue.hasPrefix(other.rawValue + "-")
    }
}
