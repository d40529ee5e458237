import OnRecord

/// How long a clock still runs.
struct TimeLeft {
    let due: Timestamp
    let now: Timestamp

    /// `4 min 12 s left`, `overdue by 40 s`; whole seconds, as the script counts on from it.
    var text: String {
        let seconds = abs((due - now).milliseconds) / 1000
        let span = seconds == 0 ? "0 s" : Duration.seconds(seconds).text
        return now <= due ? "\(span) left" : "overdue by \(span)"
    }

    /// Less than five minutes: shown in the colour of alarm, in words as well.
    var isUrgent: Bool { due - now < .minutes(5) }

    var markup: HTML {
        """
        <span class="left\(isUrgent ? " urgent" : "")" data-due="\(due.milliseconds)">\(text)</span>
        """
    }
}

extension [PromiseClock] {
    /// Clocks that still run, the most urgent first.
    var running: [PromiseClock] { filter { $0.state == .pending }.sorted { $0.due < $1.due } }

    /// What is still to be done, the most urgent first: a missed deadline ends no duty.
    var owed: [PromiseClock] {
        filter { $0.state == .pending || $0.duty != nil && $0.isOwed }.sorted { $0.due < $1.due }
    }
}
