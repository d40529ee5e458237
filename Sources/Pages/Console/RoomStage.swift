import OnRecord

/// Where an incident stands, in words.
enum RoomStage: Equatable {
    case unacknowledged, acknowledged, confirmed, contained, resolved, closed

    /// The furthest milestone decides.
    init(_ incident: Incident) {
        let stages: [(Milestone, RoomStage)] = [
            (.closed, .closed), (.resolved, .resolved), (.contained, .contained), (.confirmed, .confirmed),
            (.acknowledged, .acknowledged),
        ]
        self = stages.first { incident.milestones[$0.0] != nil }?.1 ?? .unacknowledged
    }

    var text: String {
        switch self {
        case .unacknowledged: "Nobody has acknowledged it yet"
        case .acknowledged: "Acknowledged, not confirmed"
        case .confirmed: "Confirmed, not contained"
        case .contained: "Contained, not resolved"
        case .resolved: "Resolved, not closed"
        case .closed: "Closed"
        }
    }

    var isOver: Bool { self == .resolved || self == .closed }
}
