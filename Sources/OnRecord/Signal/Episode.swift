/// An alert that is open, as far as the book has to know it.
struct Episode: Sendable, Codable, Equatable {
    let alert: AlertID
    let rule: String
    /// Sender and key of the signals that are news of it.
    let subject: String?
    let openedBy: Signal.State
    var firings = 1
    var lastAt: Timestamp
    var isAcknowledged = false
    /// The firings that were said last, and when.
    var said = 1
    var saidAt: Timestamp
    /// When it is over unless it is heard of again, and what that means.
    var deadline: Timestamp
    var deadlineMeans: AlertEnd
}
