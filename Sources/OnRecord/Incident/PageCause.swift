/// Why somebody was woken: which step of the playbook paged, in which round, and because of which alert.
public struct PageCause: Sendable, Hashable {
    public var effect: EffectID
    public var responder: String
    /// From 1.
    public var round: Int
    public var at: Timestamp
    /// The key of the playbook's step.
    public var step: String
    /// The alert that opened the incident; nil where a person did.
    public var alert: AlertID?
}

extension Incident {
    /// Every page that was sent about it, oldest first, as the journal tells it.
    public var pages: [PageCause] {
        var (step, alert) = ("", AlertID?.none)
        var pages: [PageCause] = []
        for fact in facts {
            switch fact.what {
            case .playbookRan(let key): step = key
            case .alertJoined(let trace) where alert == nil: alert = trace.id
            case .queued(let effect, .page(let responder, let round)):
                pages.append(
                    PageCause(
                        effect: effect, responder: responder, round: round, at: fact.at, step: step, alert: alert))
            default: break
            }
        }
        return pages
    }
}
