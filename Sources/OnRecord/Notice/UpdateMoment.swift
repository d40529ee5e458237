/// By when those who were told hear more.
public struct UpdateMoment: Sendable, Hashable {
    public var at: Timestamp
    /// No clock brings news as soon, so the moment is a target of ours.
    public var isOurTarget: Bool

    /// What we set ourselves where nothing else sets a time.
    public static let target = Duration.hours(72)

    public init(at: Timestamp, isOurTarget: Bool) { (self.at, self.isOurTarget) = (at, isOurTarget) }

    /// 72 hours after confirmation, or the end of the first pending clock that brings news, whichever comes first.
    public init(after matter: NoticeMatter) {
        let incident = matter.incident
        let first = (incident.milestones[.confirmed] ?? incident.openedAt) + UpdateMoment.target
        let target = first > matter.now ? first : matter.now + UpdateMoment.target
        let news: Set<Milestone> = [.forensicsCompleted, .postmortemPublished, .reportSent]
        let clocks = incident.clocks.filter { news.contains($0.to) && $0.state == .pending && $0.due > matter.now }
        if let next = clocks.map(\.due).min(), next <= target {
            self.init(at: next, isOurTarget: false)
        } else {
            self.init(at: target, isOurTarget: true)
        }
    }

    public func text(in language: Language) -> String {
        let moment = language.minute(at)
        return isOurTarget ? language("\(moment) (our own target)", "\(moment) (unser eigenes Ziel)") : moment
    }
}
