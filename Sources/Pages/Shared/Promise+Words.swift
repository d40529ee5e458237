import OnRecord

extension Promise {
    /// The limit as a sentence's part: `within 72 hours of containment`.
    var limitInWords: String {
        switch within {
        case .elapsed, .businessDays(2...): "within \(within.text) of \(from.noun)"
        case .businessDays: "by the next business day after \(from.noun)"
        case .counted: "\(within.text) after \(from.noun)"
        case .nextMonthlyNote: "in \(within.text) after \(from.noun)"
        }
    }
}

extension Condition {
    /// What it asks for, as a sentence's part: `when API tokens or API keys are involved`. Empty: always.
    var inWords: String {
        var parts: [String] = []
        if !classes.isEmpty { parts.append("for \(listed(classes.map(Condition.spoken), by: "or"))") }
        if !severities.isEmpty { parts.append("at \(listed(severities, by: "or"))") }
        if !involves.isEmpty { parts.append("when \(listed(involves.map(\.text), by: "or")) are involved") }
        if !risk.isEmpty { parts.append("when harm to people is \(listed(risk.map(\.inWords), by: "or"))") }
        if let unavailableFor { parts.append("after more than \(unavailableFor.tight) out of service") }
        if let customersShareOver { parts.append("with more than \(share(customersShareOver)) of customers affected") }
        return parts.joined(separator: ", ")
    }

    private static func spoken(_ id: String) -> String {
        id.replacing("-", with: " ").replacing("_", with: " ")
    }

    private func share(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)\u{a0}%" : "\(tenths / 10).\(tenths % 10)\u{a0}%"
    }
}

extension Risk {
    fileprivate var inWords: String {
        switch self {
        case .unlikely: "unlikely"
        case .risk: "possible"
        case .high: "likely"
        case .unknown: "not yet known"
        }
    }
}

extension Duration {
    /// `19 h 29 min` that breaks between its parts only, never between a number and its unit.
    var tight: String {
        let words = text.split(separator: " ")
        let parts = stride(from: 0, to: words.count, by: 2).map {
            words[$0..<min($0 + 2, words.count)].joined(separator: "\u{a0}")
        }
        return parts.joined(separator: " ")
    }

    /// How long something took: `at once` below a second.
    var spent: String { self < .seconds(1) ? "at once" : tight }

    /// As a promise says it where it is whole (`72 hours`), else as it is (`3 days 4 h`).
    var allowance: String {
        milliseconds >= 60_000 && milliseconds % 60_000 == 0 ? promised.replacing(" ", with: "\u{a0}") : tight
    }
}
