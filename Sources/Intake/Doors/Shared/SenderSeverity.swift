import OnRecord
import Sigma

extension Signal.Severity {
    /// The word a sender uses for how bad it is, as loggers, alerting tools and status pages spell it; nil for words that
    /// name no severity.
    init?(word: String) {
        switch word.lowercased() {
        case "critical", "crit", "fatal", "emergency", "emerg", "panic", "alert", "p1": self = .critical
        case "error", "err", "high", "major", "p2": self = .error
        case "warning", "warn", "minor", "p3": self = .warning
        case "info", "information", "informational", "notice", "debug", "trace", "low", "p4", "p5": self = .info
        default: return nil
        }
    }

    /// `unknown` when the sender says nothing, or nothing that is known.
    init(of word: Value?) { self = word?.word.flatMap { Signal.Severity(word: $0) } ?? .unknown }
}
