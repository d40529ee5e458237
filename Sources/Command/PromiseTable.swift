import OnRecord

/// Promises and their results, for a terminal.
enum PromiseTable {
    static func text(_ lines: [Rehearsal.Line]) -> String {
        var text = ""
        var counts: [String: Int] = [:]
        for line in lines {
            let word = line.clock?.word ?? "untouched"
            counts[word, default: 0] += 1
            text += "  \(mark(word)) \(padded(word, 9)) \(line.promise.says)\n"
            guard let clock = line.clock else {
                text += "              needs: \(line.promise.when.text.isEmpty ? line.promise.from.text : line.promise.when.text)\n"
                continue
            }
            let subject = line.subject.isEmpty ? "" : "\(line.subject): "
            text += "              \(subject)\(evidence(clock))\n"
        }
        let sums = ["kept", "missed", "pending", "waived", "untouched"].compactMap { word in
            counts[word].map { "\($0) \(word)" }
        }
        return text + "\n  " + sums.joined(separator: ", ")
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
