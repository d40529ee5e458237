/// A public page's address, reserved once and for the life of the site.
public struct Page: Sendable, Hashable, Codable {
    /// `2026-11-22-unauthorised-access`
    public var slug: String
    public var reservedAt: Timestamp

    public var path: String { "/trust/incidents/\(slug)/" }

    /// Where entries of the service changelog stand.
    public static let changelog = "/trust/changelog/"

    /// The date the incident began and its class; a number is added when the day has had one like it.
    static func slug(for incident: Incident, taken: Set<String>) -> String {
        let base = "\(incident.openedAt.date.text)-\(incident.eventClass)"
        if !taken.contains(base) { return base }
        var number = 2
        while taken.contains("\(base)-\(number)") { number += 1 }
        return "\(base)-\(number)"
    }
}
