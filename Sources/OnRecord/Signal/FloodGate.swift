/// Watches how many alerts one rule begins, and holds back what is too much.
struct FloodGate: Sendable, Codable, Equatable {
    /// When alerts began or would have begun, oldest first; no more of them than the limit needs.
    private var starts: [Timestamp] = []
    var flood: Flood?

    /// A flood on its way.
    struct Flood: Sendable, Codable, Equatable {
        var alert: AlertID
        var count: Int
        /// The count that was said last, and when.
        var said: Int
        var saidAt: Timestamp
    }

    /// - Returns: whether one more is too much now.
    mutating func admit(at now: Timestamp, _ limit: FloodLimit) -> Bool {
        starts.append(now)
        if starts.count > limit.moreThan + 1 { starts.removeFirst(starts.count - limit.moreThan - 1) }
        return starts.count <= limit.moreThan || starts[0] + limit.within <= now
    }

    /// A flood is over when a whole window has brought at most half of what it may, so that one at the limit does not
    /// begin and end all the time.
    func calmAt(_ limit: FloodLimit) -> Timestamp {
        let half = limit.moreThan / 2
        guard starts.count > half else { return Timestamp(milliseconds: 0) }
        return starts[starts.count - half - 1] + limit.within
    }
}
