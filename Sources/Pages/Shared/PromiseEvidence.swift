import OnRecord

/// One promise in one incident or report: the result, and the times that prove it.
enum PromiseEvidence {
    static func html(_ clock: PromiseClock, waiver: String? = nil) -> HTML {
        """
        \(result(clock))
        \(use(clock))
        <p class="note">\(times(clock))</p>
        \(waiver.map { "<p>Reason: \($0)</p>" as HTML })
        """
    }

    private static func result(_ clock: PromiseClock) -> HTML {
        let allowed = clock.allowed.allowance
        switch (clock.state, clock.took) {
        case (.kept, let took?) where took < .zero: return "<p>\(clock.mark) before its clock began</p>"
        case (.kept, let took?) where took < .seconds(1): return "<p>\(clock.mark) at once; \(allowed) allowed</p>"
        case (.kept, let took?): return "<p>\(clock.mark) in \(took.tight); \(allowed) allowed</p>"
        case (.missed, let took?): return "<p>\(clock.mark): took \(took.tight); \(allowed) allowed</p>"
        case (.missed, nil): return "<p>\(clock.mark): not done within \(allowed), and not done yet</p>"
        default: return "<p>\(clock.mark)</p>"
        }
    }

    private static func use(_ clock: PromiseClock) -> HTML? {
        switch clock.state {
        case .kept(let at): Drawing.use(of: clock.allowed, by: at - clock.started, style: "kept")
        case .missed: Drawing.use(of: clock.allowed, by: clock.allowed, style: "missed")
        case .pending, .waived, .lifted: nil
        }
    }

    /// From and to with their moments. A moment on the same day as the start is shown by its clock alone.
    private static func times(_ clock: PromiseClock) -> HTML {
        func moment(_ at: Timestamp) -> HTML { at.date == clock.started.date ? "\(at.htmlClock) UTC" : at.html }
        let start: HTML = "\(clock.from.caption) \(clock.started.html)"
        let due: HTML = "due \(moment(clock.due))"
        switch clock.state {
        case .kept(let at): return "\(start) → \(clock.to.caption.lowercasedFirst) \(moment(at)); \(due)"
        case .missed(let at?): return "\(start) → \(clock.to.caption.lowercasedFirst) \(moment(at)); \(due)"
        case .missed(nil), .pending: return "\(start); \(due)"
        case .waived(let at): return "\(start); waived \(moment(at)), was \(due)"
        case .lifted(let at): return "\(start); found not to be owed \(moment(at)), was \(due)"
        }
    }
}

extension String {
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
