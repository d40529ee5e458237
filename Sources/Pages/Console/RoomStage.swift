import OnRecord

/// Where an incident stands, in words.
enum RoomStage: Equatable {
    case unacknowledged, acknowledged, confirmed, contained, resolved, closed

    init(_ incident: Incident) {
        let reached = incident.milestones
        self =
            if reached[.closed] != nil { .closed }
            else if reached[.resolved] != nil { .resolved }
            else if reached[.contained] != nil { .contained }
            else if reached[.confirmed] != nil { .confirmed }
            else if reached[.acknowledged] != nil { .acknowledged }
            else { .unacknowledged }
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
