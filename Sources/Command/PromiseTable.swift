import OnRecord

/// Promises and their results, for a terminal.
enum PromiseTable {
    /// One block a promise: its sentence, then what became of it each time.
    static func text(_ lines: [Rehearsal.Line]) -> String {
        var text = ""
        var counts: [String: Int] = [:]
        var lastPromise: String?
        for line in lines {
            let word = line.clock?.word ?? "untouched"
            counts[word, default: 0] += 1
            if lastPromise != line.promise.id { text += "  \(line.promise.says)\n" }
            lastPromise = line.promise.id
            let subject = line.subject.isEmpty ? "" : "\(line.subject)\n                "
            text +=
                "    \(mark(word)) \(padded(word, 9)) " + subject + (line.clock.map(evidence) ?? need(line.promise))
                + "\n"
        }
        let sums = ["kept", "missed", "pending", "waived", "untouched"].compactMap { word in
            counts[word].map { "\($0) \(word)" }
        }
        return text + "\n  " + sums.joined(separator: ", ")
    }

    private static func need(_ promise: Promise) -> String {
        "not called upon; it needs \(promise.when.text.isEmpty ? promise.from.text : promise.when.text)"
    }

    /// The times that prove a result.
    static func evidence(_ clock: PromiseClock) -> String {
        let start = "\(clock.from.text) \(clock.started.text)"
        let allowed = (clock.due - clock.started).text
        guard let reached = clock.reachedAt, let took = clock.took else { return "\(start), due \(clock.due.text)" }
        return "\(start), \(clock.to.text) \(reached.text): \(took.text) of \(allowed)"
    }

    private static func mark(_ word: String) -> String {
        switch word {
        case "kept": "✓"
        case "missed": "✗"
        default: "·"
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
