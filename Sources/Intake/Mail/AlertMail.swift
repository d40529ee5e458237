import OnRecord

/// What the subject and the first lines of an alert mail say. Tools word their mails differently, but nearly all put the
/// state in front of the name or behind it, and the priority in brackets or on a line of its own.
struct AlertMail: Equatable {
    /// The subject without what changes between the mails about one alert.
    var title: String
    var state: Signal.State?
    /// As it was written, in capitals: `P1`, `SEV2`.
    var priority: String?
    private var level: Signal.Severity?

    /// A state, a priority or a severity was named: a mail by a machine that does so is an alert.
    var isAlert: Bool { state != nil || priority != nil || level != nil }

    /// P1 is critical, P2 an error, P3 a warning, the rest are informations; else the severity that was written.
    var severity: Signal.Severity {
        switch priority?.last {
        case "0"?, "1"?: .critical
        case "2"?: .error
        case "3"?: .warning
        case .some: .info
        case nil: level ?? .unknown
        }
    }

    /// Marks that are taken off a subject, and lines of the text that are looked at.
    private static let marksMax = 8
    private static let linesMax = 40

    init(subject: String, text: String) {
        var rest = subject.oneLine(max: 300)[...]
        title = String(rest)
        for _ in 0..<Self.marksMax {
            let before = rest
            takeFirst(&rest)
            takeLast(&rest)
            if rest == before { break }
        }
        if !rest.isEmpty { title = String(rest) }
        for line in text.split(separator: "\n").prefix(Self.linesMax) { take(line: line) }
    }

    // MARK: - Marks

    /// `[P1]`, `[FIRING:2]`, `RESOLVED:`, `Re:`, `** PROBLEM`.
    private mutating func takeFirst(_ rest: inout Substring) {
        rest = rest.drop { " *-–|:".contains($0) }
        if rest.first == "[" || rest.first == "(", let end = rest.firstIndex(where: { "])".contains($0) }) {
            if take(words: rest[..<end].dropFirst()) { rest = rest[end...].dropFirst() }
        } else if let end = rest.firstIndex(where: { ":|".contains($0) }) {
            if take(words: rest[..<end]) { rest = rest[end...].dropFirst() }
        } else if let word = rest.split(separator: " ", maxSplits: 1).first, word.allSatisfy({ !$0.isLowercase }),
            word.contains(where: \.isLetter), take(words: word)
        {
            rest = rest.dropFirst(word.count)
        }
        rest = rest.drop { " *-–|:".contains($0) }
    }

    /// `… triggered`, `… is down`, `… (resolved)`, `… - OK`.
    private mutating func takeLast(_ rest: inout Substring) {
        while let last = rest.last, " *!.-–|:".contains(last) { rest.removeLast() }
        guard let space = rest.lastIndex(of: " ") else { return }
        let word = rest[space...].dropFirst().filter { !"[]()".contains($0) }.lowercased()
        guard let found = Self.states[word] else { return }
        state = state ?? found
        rest = rest[..<space]
        for _ in 0..<2 {
            while let last = rest.last, " *-–|:".contains(last) { rest.removeLast() }
            guard let space = rest.lastIndex(of: " "),
                ["is", "was", "has", "been", "now"].contains(rest[space...].dropFirst().lowercased())
            else { return }
            rest = rest[..<space]
        }
    }

    /// True when every word is a mark; numbers beside marks are counts.
    private mutating func take(words: Substring) -> Bool {
        let words = words.split { " :,#/".contains($0) }.map { $0.lowercased() }
        var found = self
        var marks = 0
        for word in words.prefix(5) {
            if found.take(word: word) { marks += 1 } else if Int(word) == nil || marks == 0 { return false }
        }
        guard marks > 0, words.count <= 5 else { return false }
        self = found
        return true
    }

    private mutating func take(word: String) -> Bool {
        if let found = Self.states[word] {
            state = state ?? found
        } else if Self.levels.contains(word) {
            level = level ?? Signal.Severity(word: word)
        } else if Self.isPriority(word) {
            priority = priority ?? word.uppercased().filter { $0 != "-" }
        } else {
            return Self.empty.contains(word)
        }
        return true
    }

    /// `Priority: P1`, `State: Triggered`.
    private mutating func take(line: Substring) {
        guard let colon = line.firstIndex(of: ":"), line.utf8.count < 200 else { return }
        let value = line[colon...].dropFirst().split(separator: " ").first.map { $0.lowercased() } ?? ""
        switch line[..<colon].filter({ !" *".contains($0) }).lowercased() {
        case "state", "status": state = state ?? Self.states[value]
        case "priority": if Self.isPriority(value) { priority = priority ?? value.uppercased().filter { $0 != "-" } }
        case "severity":
            level = level ?? Signal.Severity(word: value)
            if Self.isPriority(value) { priority = priority ?? value.uppercased().filter { $0 != "-" } }
        default: break
        }
    }

    /// `p1`, `sev1`, `sev-1`.
    private static func isPriority(_ word: String) -> Bool {
        let name = word.dropLast()
        return ["p", "sev", "sev-"].contains(name) && ("0"..."5").contains(word.last ?? " ")
    }

    private static let states: [String: Signal.State] = [
        "triggered": .firing, "firing": .firing, "alerting": .firing, "alarm": .firing, "problem": .firing,
        "down": .firing, "failed": .firing, "failing": .firing, "opened": .firing, "unhealthy": .firing,
        "acknowledged": .acknowledged, "acknowledgement": .acknowledged, "ack": .acknowledged,
        "resolved": .resolved, "recovered": .resolved, "recovery": .resolved, "ok": .resolved, "up": .resolved,
        "closed": .resolved, "cleared": .resolved, "healthy": .resolved, "normal": .resolved, "solved": .resolved,
    ]

    /// Words for a severity that are marks wherever they stand alone.
    private static let levels: Set<String> = [
        "critical", "crit", "fatal", "emergency", "error", "high", "major", "warning", "warn", "minor", "info",
        "notice",
        "low",
    ]

    /// Marks without a meaning of their own.
    private static let empty: Set<String> = ["re", "fwd", "fw", "aw", "wg", "alert", "notification"]
}
