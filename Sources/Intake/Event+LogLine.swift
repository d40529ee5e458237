import OnRecord
import Sigma

extension Event {
    private static let ours = FieldKey("signal")

    /// A log line as rules see it, its fields left where they stand. Only a line that says something under `signal`, which
    /// is our word (`Signal.event(from:)`), is taken apart for it.
    init(logged line: JSONText, at moment: Timestamp, by source: String) {
        if line.hasMember(under: Event.ours) {
            self = Signal(state: .log, at: moment, fields: line.value.map ?? [:]).event(from: source)
        } else {
            self.init(at: moment.milliseconds, json: line)
        }
    }
}
