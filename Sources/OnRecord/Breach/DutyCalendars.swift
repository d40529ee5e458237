import Foundation

/// Whose working days a duty counts.
public enum CalendarName: String, Sendable, Hashable, Codable, CaseIterable {
    /// Working days where the organisation acts: the policy's holidays.
    case euMemberState = "eu_member_state"
    case usSEC = "us_sec"
    case usFederal = "us_federal"
    case brNational = "br_national"
    /// As the brand's rule book defines them; Monday to Friday as long as nothing else is configured.
    case cardBrand = "card_brand"

    public var text: String {
        switch self {
        case .euMemberState: "working days of the organisation's country"
        case .usSEC: "days on which EDGAR is open"
        case .usFederal: "Monday to Friday without US federal holidays"
        case .brNational: "Monday to Friday without Brazil's national holidays"
        case .cardBrand: "working days of the card brand"
        }
    }
}

/// Every calendar that duties count by, in the zone of the organisation that owes them.
public struct DutyCalendars: Sendable, Equatable {
    public var organisation: BusinessCalendar
    /// Further days on which nobody works, such as those a government closes its offices by order.
    public var closed: [CalendarName: Set<CivilDate>]

    public init(organisation: BusinessCalendar, closed: [CalendarName: Set<CivilDate>] = [:]) {
        (self.organisation, self.closed) = (organisation, closed)
    }

    public subscript(name: CalendarName?) -> BusinessCalendar {
        guard let name else { return organisation }
        let closed = closed[name] ?? []
        let zone = organisation.zone
        return switch name {
        case .euMemberState: BusinessCalendar(zone: zone, holidays: organisation.holidays.union(closed))
        // EDGAR's own clock decides which day a filing bears.
        case .usSEC: BusinessCalendar(zone: DutyCalendars.newYork ?? zone, holidays: closed, rule: .unitedStates)
        case .usFederal: BusinessCalendar(zone: zone, holidays: closed, rule: .unitedStates)
        case .brNational: BusinessCalendar(zone: zone, holidays: closed, rule: .brazil)
        case .cardBrand: BusinessCalendar(zone: zone, holidays: closed)
        }
    }

    /// The moment a business day ends for filings.
    func close(of day: CivilDate, in name: CalendarName?) -> Timestamp {
        // What EDGAR takes in after 17:30 Eastern bears the next day's date (17 CFR 232.13(a)(2)).
        name == .usSEC
            ? self[name].wallClock(day, hour: 17, minute: 30) : self[name].end(of: day)
    }

    private static let newYork = TimeZone(identifier: "America/New_York")
}
