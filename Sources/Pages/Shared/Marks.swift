import OnRecord

extension PromiseClock {
    /// The result in a word, with a sign before it; never by colour alone.
    var mark: HTML {
        switch state {
        case .kept: "<span class=\"mark kept\">Kept</span>"
        case .missed: "<span class=\"mark missed\">Missed</span>"
        case .pending: "<span class=\"mark running\">Running</span>"
        case .waived: "<span class=\"mark waived\">Waived</span>"
        case .lifted: "<span class=\"mark waived\">Not owed</span>"
        }
    }

    var allowed: Duration { due - started }
}

/// Small drawings. Each repeats what stands in words beside it, and is hidden from those who listen.
enum Drawing {
    /// Counts as lengths of one bar.
    static func bar(_ counts: [(count: Int, style: HTML)]) -> HTML {
        let total = counts.reduce(0) { $0 + $1.count }
        guard total > 0 else { return .nothing }
        var x = 0
        var segments: [HTML] = []
        for (count, style) in counts where count > 0 {
            let width = count * 1000 / total
            // A gap keeps neighbours apart where their colours cannot.
            segments.append("<rect class=\"\(style)\" x=\"\(x)\" width=\"\(max(1, width - 4))\" height=\"8\"/>")
            x += width
        }
        return """
            <svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">\(segments)</svg>
            """
    }

    /// How much of the time allowed was used; a bar that is full was late.
    static func use(of allowed: Duration, by taken: Duration, style: HTML) -> HTML {
        let whole = max(1, allowed.milliseconds)
        let share = min(1000, max(4, taken.milliseconds * 1000 / whole))
        return """
            <svg class="bar use" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">\
            <rect class="\(style)" width="\(share)" height="8"/></svg>
            """
    }
}
