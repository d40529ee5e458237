import OnRecord
import Sigma

extension Signal.Severity {
    /// The word a sender uses for how bad it is; `unknown` when it says nothing, or nothing that is known.
    init(of word: Value?) {
        self =
            switch word?.word?.lowercased() {
            case "critical", "fatal", "emergency", "p1": .critical
            case "error", "p2": .error
            case "warning", "warn", "p3": .warning
            case "info", "information", "informational", "notice", "debug", "p4", "p5": .info
            default: .unknown
            }
    }
}
